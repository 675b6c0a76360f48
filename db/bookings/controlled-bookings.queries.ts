import { endOfDate, type Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import type { Page } from '../core/paging';
import type { Where } from '../registration/offers';
import { BookingRow } from './booking.model';
import { pageOfBookings, type BookingFilter } from './booking-searches.queries';
import { withSubjects, type FoundBooking } from './bookings.queries';
import { ControlledBookingRow, TopicRow } from './controlled.model';

/** A controlled booking with what it is of (REG-13). */
export interface FoundControlled extends FoundBooking {
  controlled: ControlledBookingRow;
  topic: TopicRow | null;
}

/** A page of controlled bookings. */
export async function searchControlled(trx: Transaction, where: Where, filter: BookingFilter, at: Instant): Promise<Page<FoundControlled>> {
  const { items, next } = await pageOfBookings(trx, where, true, filter, at);
  return { items: await withTopics(trx, items, at), next };
}

/** One controlled booking; undefined where there is none. */
export async function findControlled(trx: Transaction, id: string, at: Instant): Promise<FoundControlled | undefined> {
  const row = await BookingRow.query(trx).findById(id).where({ is_controlled: true });
  return row && (await withTopics(trx, [row], at))[0];
}

/** Controlled bookings by their identifiers, in the order in which they are named; those that are not there are left out. */
export async function controlledByIds(trx: Transaction, ids: readonly string[], at: Instant): Promise<FoundControlled[]> {
  const rows = await BookingRow.query(trx)
    .findByIds([...ids])
    .where({ is_controlled: true });
  const found = await withTopics(trx, rows, at);
  return ids.flatMap((id) => found.find(({ booking }) => booking.id === id) ?? []);
}

/** From when on a booking has no materials any longer, and awaits its result: its window or its day is over (MAT-1, BKG-4). */
export function overFromOf({ moments, group }: Pick<FoundBooking, 'moments' | 'group'>): Instant {
  return moments?.overFrom ?? endOfDate(group.assessmentOn);
}

async function withTopics(trx: Transaction, rows: BookingRow[], at: Instant): Promise<FoundControlled[]> {
  const found = await withSubjects(trx, rows, at);
  const controlled = new Map(
    (await ControlledBookingRow.query(trx).findByIds(rows.map(({ id }) => id))).map((row) => [row.bookingId, row]),
  );
  const named = [...new Set([...controlled.values()].flatMap(({ topicId }) => topicId ?? []))];
  const topics = new Map((await TopicRow.query(trx).findByIds(named)).map((row) => [row.id, row]));
  return found.map((each) => {
    const row = controlled.get(each.booking.id)!;
    return { ...each, controlled: row, topic: topics.get(row.topicId ?? '') ?? null };
  });
}
