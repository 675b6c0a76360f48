/** What other areas may use of qualifications: those on record of a person. */
export { qualificationsOnRecord } from './qualifications.queries';
