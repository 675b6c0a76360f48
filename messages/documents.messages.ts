/** The queue of the worker that makes documents: heavy work keeps away from the commits (design 4). */
export const DOCUMENTS_TASK_QUEUE = 'countersign-documents';
