import { v7 as uuid } from 'uuid';
import { BookingGroupRow, BookingRow } from '../../db/bookings/booking.model';
import { openWindow } from '../../db/bookings/offers';
import { AssessmentWindowRow } from '../../db/catalogue/catalogue.model';
import { inScope, type Transaction } from '../../db/core/database';
import { LearnerRow } from '../../db/registration/batch.model';
import type { SeededTenant } from '../../db/seeds/demo';
import type { Band } from '../../domain/bookings/band';
import { bandInWindow, momentsOf } from '../../domain/bookings/window-moments';
import type { Component, ProductType } from '../../domain/catalogue/product';
import type { WindowDates } from '../../domain/catalogue/window';
import { firstPolicy } from '../../domain/policy';
import { clockOfDate, dateLater, isWorkingDay, londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { batchIn, seedProduct, type Product } from './learners';
import { publishedCalendar } from './situation';
import type { StoreSystem } from './store';

type System = Pick<StoreSystem, 'owner' | 'database'>;
/** What of a product of a test is another one than usual. */
export interface BookedProduct {
  type?: ProductType;
  sector?: string;
  components?: Component[];
  hasWindows?: boolean;
  lateAllowed?: boolean;
}
export const WRITTEN: Component = { code: 'EX', title: 'Written paper', form: 'paper' };

/** A product whose components are booked: one written paper in windows that take late bookings, where nothing else is said. */
export async function seedBookedProduct({ owner }: System, tenant: SeededTenant, of: BookedProduct = {}): Promise<Product> {
  const { type = 'vCert', sector = 'English', components = [WRITTEN], hasWindows = true, lateAllowed = hasWindows } = of;
  const product = await seedProduct(owner, tenant.id, 'Booked', type);
  const columns = { components: JSON.stringify(components), has_windows: hasWindows, late_allowed: lateAllowed, sector };
  await owner('product_versions').where({ product_id: product.id }).update(columns);
  return product;
}

/** Dates of a window that is in a band now and goes on in it until tomorrow: it is sat some weeks later. */
export function datesIn(band: Band | null, now: Instant, isLateAllowed = true): WindowDates {
  const [today, tomorrow] = [now, new Date(Date.parse(now) + 86_400_000).toISOString()];
  for (let ago = -3; ago < 40; ago += 1) {
    const cutOffOn = dateLater(londonDate(now), -ago);
    const dates = { cutOffOn, opensOn: dateLater(londonDate(now), 30), closesOn: dateLater(londonDate(now), 60) };
    const moments = momentsOf(dates, isLateAllowed, firstPolicy, publishedCalendar);
    if ([today, tomorrow].every((at) => bandInWindow(at, moments).band === band)) return dates;
  }
  throw new Error(`No cut-off is ${band} now`);
}

/** What of a window is another one than usual. */
interface SeededWindow {
  at?: Instant;
  lateAllowed?: boolean;
  component?: string;
  name?: string;
}

/** Opens a window of a product for bookings; answers its identifier. */
export function seedWindow(
  { database }: System,
  tenant: SeededTenant,
  product: Product,
  dates: WindowDates,
  more: SeededWindow = {},
): Promise<string> {
  return inScope(database, { tenant: tenant.id, organisation: null }, (trx) => windowIn(trx, tenant, product, dates, more));
}

/** The same in a transaction that does more. */
export async function windowIn(
  trx: Transaction,
  tenant: SeededTenant,
  product: Product,
  dates: WindowDates,
  more: SeededWindow = {},
): Promise<string> {
  const { at = new Date().toISOString(), lateAllowed = true, component = null, name = 'Winter' } = more;
  const id = uuid();
  await AssessmentWindowRow.query(trx).insert({ id, tenantId: tenant.id, productId: product.id, name, component, ...dates });
  await openWindow(trx, { id, tenant: tenant.id, name, lateAllowed, ...dates }, null, at);
  return id;
}

/** An address on file of the tenant's centre, or another one's. */
export async function seedAddress(
  { owner }: System,
  { id: tenant_id, centre }: SeededTenant,
  organisation_id = centre.id,
): Promise<string> {
  const id = uuid();
  await owner('addresses').insert({ id, tenant_id, organisation_id, label: 'Exams office', lines: ['3 Quayside'], postcode: 'PE13 1AA' });
  return id;
}

/** The first working day so many days after another one, or on it. */
export function workingDayFrom(day: LocalDate, days: number): LocalDate {
  let found = dateLater(day, days);
  while (!isWorkingDay(found, publishedCalendar)) found = dateLater(found, 1);
  return found;
}

/** Where seeded bookings wait: under a window or a day. */
export type Under = { window: string } | { day: string };

/** So many bookings of one learner, each of a component of its own, as booking them leaves them. */
export async function bookingsIn(
  trx: Transaction,
  tenant: SeededTenant,
  {
    product,
    many,
    under,
    assessmentOn,
    at = '2026-11-02T09:00:00.000Z',
  }: { product: Product; many: number; under: Under; assessmentOn: LocalDate; at?: Instant },
): Promise<string> {
  const group = uuid();
  const { batch } = await batchIn(trx, tenant, { product, at, isFree: true, learners: [{ surname: group }] });
  const learner = await LearnerRow.query(trx).findOne({ batch_id: batch.id }).throwIfNotFound();
  const own = { tenantId: tenant.id, organisationId: tenant.centre.id, productId: product.id, component: 'C1' };
  const waits = { windowId: 'window' in under ? under.window : null, dayId: 'day' in under ? under.day : null };
  const fee = { feeNetPence: 0n, feeVatPence: 0n, feeVatBasisPoints: 0, purchaseOrder: null };
  const when = { assessmentOn, assessmentAt: clockOfDate(assessmentOn, '09:30'), receivedAt: at };
  await BookingGroupRow.query(trx).insert({
    ...{ ...own, ...waits, ...fee, ...when, id: group, session: 2026, location: 'Hall', band: 'ordinary' as const },
    ...{ bookedBy: tenant.centre.user.id, evidence: {} },
  });
  const rows = Array.from({ length: many }, (_, index) => ({ component: `C${index + 1}`, batchId: batch.id, learnerId: learner.id }));
  await BookingRow.query(trx).insert(
    rows.map((row) => ({ ...own, ...waits, ...row, id: uuid(), groupId: group, addressId: null, stateSince: at })),
  );
  return group;
}
