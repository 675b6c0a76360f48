import type { ProductVersion } from '../../domain/catalogue/product';
import { londonDate, type Instant } from '../../domain/working-days';
import { AssessmentWindowRow } from '../catalogue/catalogue.model';
import { productsById } from '../catalogue/offers';
import type { Transaction } from '../core/database';
import type { Page } from '../core/paging';
import { AddressRow, OrganisationRow } from '../organisations/organisation.model';
import { BatchRow, LearnerRow } from '../registration/batch.model';
import type { Where } from '../registration/offers';
import { AssessmentLocationRow, BookingGroupRow, BookingRow, BookingWindowRow } from './booking.model';
import { pageOfBookings, type BookingFilter } from './booking-searches.queries';

/** A booking with what it is of (REG-13). */
export interface FoundBooking {
  booking: BookingRow;
  group: BookingGroupRow;
  learner: LearnerRow;
  batch: BatchRow;
  product: ProductVersion;
  centre: OrganisationRow;
  window: AssessmentWindowRow | null;
  moments: BookingWindowRow | null;
  address: AddressRow | null;
}

/** A page of bookings that are sat with a day and a place. */
export async function searchBookings(trx: Transaction, where: Where, filter: BookingFilter, at: Instant): Promise<Page<FoundBooking>> {
  const { items, next } = await pageOfBookings(trx, where, false, filter, at);
  return { items: await withSubjects(trx, items, at), next };
}

/** One booking, and the one that followed on it where it was moved; undefined where there is none. */
export async function findBooking(
  trx: Transaction,
  id: string,
  at: Instant,
): Promise<(FoundBooking & { movedTo: string | null }) | undefined> {
  const row = await BookingRow.query(trx).findById(id).where({ is_controlled: false });
  if (!row) return undefined;
  const [found] = await withSubjects(trx, [row], at);
  const next = row.state === 'transferred' ? await BookingRow.query(trx).findOne({ came_from_id: id }).select('id') : undefined;
  return { ...found!, movedTo: next?.id ?? null };
}

/** The places that a centre has typed, the last used first (BKG-2). */
export async function locationsOf(trx: Transaction, organisation: string, most: number): Promise<string[]> {
  const rows = await AssessmentLocationRow.query(trx).where({ organisation_id: organisation }).orderBy('last_used_at', 'desc').limit(most);
  return rows.map(({ name }) => name);
}

/** Bookings with what they are of, as products are called at an instant. */
export async function withSubjects(trx: Transaction, bookings: BookingRow[], at: Instant): Promise<FoundBooking[]> {
  const distinct = (ids: (string | null)[]) => [...new Set(ids.flatMap((id) => id ?? []))];
  const of = <Key extends keyof BookingRow>(key: Key) => distinct(bookings.map((row) => row[key] as string | null));
  const byId = <Found extends { id: string }>(rows: Found[]) => new Map(rows.map((row) => [row.id, row]));
  const groups = byId(await BookingGroupRow.query(trx).findByIds(of('groupId')));
  const learners = byId(await LearnerRow.query(trx).findByIds(of('learnerId')));
  const batches = byId(await BatchRow.query(trx).findByIds(of('batchId')));
  const centres = byId(await OrganisationRow.query(trx).findByIds(of('organisationId')));
  const windows = byId(await AssessmentWindowRow.query(trx).findByIds(of('windowId')));
  const moments = new Map((await BookingWindowRow.query(trx).findByIds(of('windowId'))).map((row) => [row.windowId, row]));
  const addresses = byId(await AddressRow.query(trx).findByIds(of('addressId')));
  const products = new Map((await productsById(trx, of('productId'), londonDate(at))).map((each) => [each.product, each]));
  return bookings.map((booking) => ({
    ...{ booking, group: groups.get(booking.groupId)!, learner: learners.get(booking.learnerId)!, batch: batches.get(booking.batchId)! },
    ...{ product: products.get(booking.productId)!, centre: centres.get(booking.organisationId)! },
    window: windows.get(booking.windowId ?? '') ?? null,
    moments: moments.get(booking.windowId ?? '') ?? null,
    address: addresses.get(booking.addressId ?? '') ?? null,
  }));
}
