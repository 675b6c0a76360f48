/** What other areas of the API may use of registration: where a caller searches, searches of learners as files, and how a file is received. */
export { whereOf } from './batch-searches.routes';
export { exportOfLearners } from './learners.routes';
export { faultyFile, sentName } from './sent-learners';
