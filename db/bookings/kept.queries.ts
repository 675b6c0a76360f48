import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';

/** What came with a registration goes with it until it is sat. */
const BOOKED = `
  select distinct on (b.learner_id) b.learner_id as learner, 'Booked for ' || b.component as why
  from bookings b join booking_groups g on g.id = b.group_id join learners l on l.id = b.learner_id
  where b.learner_id = any($1::uuid[]) and b.state in ('active', 'pendingResult', 'resultIssued')
    and (b.state <> 'active' or g.registration_group_id is null or g.registration_group_id <> l.group_id or g.assessment_at <= $2)
  order by b.learner_id, b.id`;

/** Those of some learners who are booked otherwise than with their registration, or were assessed: that is not undone at an instant (IMP-1, REG-17). */
export function bookedOf(trx: Transaction, learners: readonly string[], at: Instant): Promise<{ learner: string; why: string }[]> {
  return prepared(trx, 'booked-learners', BOOKED, [learners, at]);
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
