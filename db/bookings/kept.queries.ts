import { prepared, type Transaction } from '../core/database';

const BOOKED = `
  select distinct on (learner_id) learner_id as learner, 'Booked for ' || component as why from bookings
  where learner_id = any($1::uuid[]) and state in ('active', 'pendingResult', 'resultIssued') order by learner_id, id`;

/** Those of some learners who are booked, or were assessed: their registration is not undone (IMP-1). */
export function bookedOf(trx: Transaction, learners: readonly string[]): Promise<{ learner: string; why: string }[]> {
  return prepared(trx, 'booked-learners', BOOKED, [learners]);
}
