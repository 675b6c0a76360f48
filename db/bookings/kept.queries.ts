import { prepared, type Transaction } from '../core/database';

const BOOKED = `
  select distinct on (learner_id) learner_id as learner, 'Booked for ' || component as why from bookings
  where learner_id = any($1::uuid[]) and state in ('active', 'pendingResult', 'resultIssued') order by learner_id, id`;

/** Those of some learners who are booked, or were assessed: their registration is not undone (IMP-1). */
export function bookedOf(trx: Transaction, learners: readonly string[]): Promise<{ learner: string; why: string }[]> {
  return prepared(trx, 'booked-learners', BOOKED, [learners]);
}

const ACTIVE =
  "select learner_id as learner, component from bookings where learner_id = any($1::uuid[]) and state = 'active' order by component";

/** Components of which bookings of some learners stand, by learner; those who are not booked are left out. */
export async function componentsBooked(trx: Transaction, learners: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await prepared<{ learner: string; component: string }>(trx, 'components-booked', ACTIVE, [learners]);
  const booked = new Map<string, string[]>();
  for (const { learner, component } of rows) booked.set(learner, [...(booked.get(learner) ?? []), component]);
  return booked;
}
