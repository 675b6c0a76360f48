import type { BookingStateName } from '../../domain/bookings/booking.state';
import { endOfDate, londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { productsCalled } from '../catalogue/offers';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { LearnerRow } from '../registration/batch.model';
import { among, named, numberedBatches, placed, type Named, type Where } from '../registration/offers';
import { BookingRow } from './booking.model';
import { withSubjects, type FoundBooking } from './bookings.queries';
import { ControlledBookingRow, TopicRow } from './controlled.model';

/** A controlled booking with what it is of (REG-13). */
export interface FoundControlled extends FoundBooking {
  controlled: ControlledBookingRow;
  topic: TopicRow | null;
}
/** By what controlled bookings are searched (REG-13). */
export interface ControlledFilter extends Named {
  /** A whole number. */
  batch?: string | undefined;
  /** A whole code, or any part of a name. */
  product?: string | undefined;
  birthDate?: LocalDate | undefined;
  /** Of a learner, by identifier. */
  learner?: string | undefined;
  group?: string | undefined;
  window?: string | undefined;
  state?: BookingStateName | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** A page of controlled bookings, the newest first. */
export async function searchControlled(
  trx: Transaction,
  where: Where,
  filter: ControlledFilter,
  at: Instant,
): Promise<Page<FoundControlled>> {
  const { product, batch } = filter;
  const narrowed = {
    ...filter,
    products: product ? await productsCalled(trx, where.tenant, product, londonDate(at)) : null,
    batches: batch ? await numberedBatches(trx, where, batch) : null,
  };
  const { items, next } = page(await controlledOf(trx, where, narrowed), filter.limit, ({ id }) => [id]);
  return { items: await withTopics(trx, items, at), next };
}

/** The statement of such a page and one more. */
export function controlledOf(
  trx: Transaction,
  where: Where,
  filter: ControlledFilter & { products: string[] | null; batches: string[] | null },
) {
  const { products, batches, forename, surname, birthDate, learner, group, window, state, cursor, limit } = filter;
  const query = BookingRow.query(trx)
    .where({ is_controlled: true })
    .limit(limit + 1)
    .orderBy('id', 'desc');
  placed(query, where);
  among(query, 'product_id', products);
  among(query, 'batch_id', batches);
  if (forename || surname || birthDate) {
    const learners = LearnerRow.query(trx).select('id');
    placed(learners, where);
    named(learners, { forename, surname });
    if (birthDate) learners.where({ birth_date: birthDate });
    query.whereIn('learner_id', learners);
  }
  if (learner) query.where({ learner_id: learner });
  if (group) query.where({ group_id: group });
  if (window) query.where({ window_id: window });
  if (state) query.where({ state });
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  return query;
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
