/** What other areas of the API may use of registration: searches of learners as files, and how a file is received. */
export { exportOfLearners } from './learners.routes';
export { faultyFile, sentName } from './sent-learners';
