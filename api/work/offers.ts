/** What other areas may use of proposals: to propose what a second person has to approve, and to approve it (SEC-8). */
export { deciding, proposing } from './four-eyes';
