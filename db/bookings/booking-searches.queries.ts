import type { BookingStateName } from '../../domain/bookings/booking.state';
import type { ComponentForm } from '../../domain/catalogue/product';
import { daysLater, londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { componentsOfForm, productsCalled, type ComponentOfProduct } from '../catalogue/offers';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { LearnerRow } from '../registration/batch.model';
import { among, named, numberedBatches, placed, type Named, type Where } from '../registration/offers';
import { BookingRow } from './booking.model';
import { windowsChanging } from './changing.queries';

/** In which order bookings stand: the newest first, by surname and forename, or those that are sat last first. */
export const bookingOrders = ['newest', 'name', 'day'] as const;
/** By what bookings are searched, and in which order they stand (REG-13). */
export interface BookingFilter extends Named {
  /** A whole number. */
  batch?: string | undefined;
  /** A whole code, or any part of a name. */
  product?: string | undefined;
  birthDate?: LocalDate | undefined;
  uln?: string | undefined;
  /** Of a learner, by identifier. */
  learner?: string | undefined;
  window?: string | undefined;
  /** A day of assessments outside windows. */
  day?: string | undefined;
  group?: string | undefined;
  state?: BookingStateName | undefined;
  /** Those in windows whose band changes within so many days from now on. */
  changesWithin?: number | undefined;
  /** How the component is assessed. */
  form?: ComponentForm | undefined;
  sort: (typeof bookingOrders)[number];
  cursor?: string | undefined;
  limit: number;
}
/** The same as its statement knows it: products and batches by their identifiers, so that what few of them have is planned for as few. */
export interface NarrowedBookings extends Omit<BookingFilter, 'product' | 'batch' | 'form' | 'changesWithin'> {
  isControlled: boolean;
  products: string[] | null;
  batches: string[] | null;
  components: ComponentOfProduct[] | null;
  windows: string[] | null;
}
type Sorted = BookingRow & { sortedBy: string; assessmentOn: LocalDate };

const ORDERS = {
  newest: {
    joined: null,
    forms: ['id'],
    of: ({ id }: Sorted) => [id],
    // The second comparison is the first one's index, where rows of two tables are compared.
    after: 'bookings.id < ?::uuid',
    by: 'bookings.id desc',
  },
  name: {
    joined: 'learners',
    forms: ['name', 'id', 'id'],
    of: ({ sortedBy, learnerId, id }: Sorted) => [sortedBy, learnerId, id],
    after: '(learners.sorted_by, learners.id, bookings.id) > (?, ?::uuid, ?::uuid) and (learners.sorted_by, learners.id) >= (?, ?::uuid)',
    by: 'learners.sorted_by, learners.id, bookings.id',
  },
  day: {
    joined: 'booking_groups',
    forms: ['date', 'id', 'id'],
    of: ({ assessmentOn, groupId, id }: Sorted) => [assessmentOn, groupId, id],
    after:
      '(booking_groups.assessment_on, booking_groups.id, bookings.id) < (?::date, ?::uuid, ?::uuid) and (booking_groups.assessment_on, booking_groups.id) <= (?::date, ?::uuid)',
    by: 'booking_groups.assessment_on desc, booking_groups.id desc, bookings.id desc',
  },
} as const;

/** A page of external or controlled bookings; each order by an index (REG-13). */
export async function pageOfBookings(
  trx: Transaction,
  where: Where,
  isControlled: boolean,
  filter: BookingFilter,
  at: Instant,
): Promise<Page<BookingRow>> {
  const rows = (await bookingsOf(trx, where, await narrowedBookings(trx, where, isControlled, filter, at))) as Sorted[];
  return page(rows, filter.limit, ORDERS[filter.sort].of);
}

/** What a filter means at an instant. */
export async function narrowedBookings(
  trx: Transaction,
  where: Where,
  isControlled: boolean,
  { product, batch, form, changesWithin, ...same }: BookingFilter,
  at: Instant,
): Promise<NarrowedBookings> {
  const today = londonDate(at);
  const components = form ? await componentsOfForm(trx, where.tenant, form, today) : null;
  const called = product ? await productsCalled(trx, where.tenant, product, today) : null;
  return {
    ...{ ...same, isControlled, components },
    products: called ?? (components && [...new Set(components.map(({ product: of }) => of))]),
    windows: changesWithin === undefined ? null : await windowsChanging(trx, at, daysLater(at, changesWithin)),
    batches: batch ? await numberedBatches(trx, where, batch) : null,
  };
}

/** The statement of such a page and one more. */
export function bookingsOf(trx: Transaction, where: Where, filter: NarrowedBookings) {
  const { isControlled, products, batches, components, windows, learner, window, day, group, state, sort, cursor, limit } = filter;
  const { joined, forms, after, by } = ORDERS[sort];
  const query = BookingRow.query(trx)
    .select('bookings.*')
    .where({ is_controlled: isControlled })
    .orderByRaw(by)
    .limit(limit + 1);
  placed(query, where, 'bookings');
  if (joined === 'learners') query.join('learners', 'learners.id', 'bookings.learner_id').select('learners.sorted_by');
  if (joined === 'booking_groups') query.join('booking_groups', 'booking_groups.id', 'bookings.group_id').select('assessment_on');
  if (joined) placed(query, where, joined);
  ofPeople(trx, query, where, filter);
  // Whoever is booked together is booked for the same: by day, one row of them is read.
  const together = joined === 'booking_groups' ? joined : 'bookings';
  among(query, `${together}.product_id`, products);
  among(query, 'bookings.batch_id', batches);
  among(query, `${together}.window_id`, windows);
  if (components)
    query.whereRaw(`(${together}.product_id, ${together}.component) in (select * from unnest(?::uuid[], ?::text[]))`, [
      components.map(({ product }) => product),
      components.map(({ component }) => component),
    ]);
  if (learner) query.where({ learner_id: learner });
  if (window) query.where(`${together}.window_id`, window);
  if (day) query.where(`${together}.day_id`, day);
  if (group) query.where({ group_id: group });
  if (state) query.where('bookings.state', state);
  if (!cursor) return query;
  const values = decodeCursor(cursor, ...forms);
  return query.whereRaw(after, joined ? [...values, ...values.slice(0, 2)] : values);
}

/** Narrows bookings to those of learners who are called so, born then, or have such a number. */
function ofPeople(
  trx: Transaction,
  query: ReturnType<typeof BookingRow.query>,
  where: Where,
  { sort, forename, surname, birthDate, uln }: NarrowedBookings,
): void {
  if (!forename && !surname && !birthDate && !uln) return;
  const learners = LearnerRow.query(trx).select('id');
  placed(learners, where);
  named(learners, { forename, surname });
  if (birthDate) learners.where({ birth_date: birthDate });
  if (uln) learners.where({ uln: uln.replace(/\s/g, '') });
  query.whereIn(sort === 'name' ? 'learners.id' : 'bookings.learner_id', learners);
}
