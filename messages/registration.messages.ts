/** The queue on which files of learners are checked: work over thousands of rows keeps away from the commits (design 4). */
export const FILES_TASK_QUEUE = 'countersign-files';
