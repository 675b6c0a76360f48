import { v7 as uuid } from 'uuid';
import { openWindow } from '../../db/bookings/offers';
import { inScope } from '../../db/core/database';
import type { SeededTenant } from '../../db/seeds/demo';
import type { Band } from '../../domain/bookings/band';
import { bandInWindow, momentsOf } from '../../domain/bookings/window-moments';
import type { Component, ProductType } from '../../domain/catalogue/product';
import type { WindowDates } from '../../domain/catalogue/window';
import { firstPolicy } from '../../domain/policy';
import { dateLater, isWorkingDay, londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { seedProduct, type Product } from './learners';
import { publishedCalendar } from './situation';
import type { StoreSystem } from './store';

type System = Pick<StoreSystem, 'owner' | 'database'>;
/** What of a product of a test is another one than usual. */
export interface BookedProduct {
  type?: ProductType;
  components?: Component[];
  hasWindows?: boolean;
  lateAllowed?: boolean;
}
export const WRITTEN: Component = { code: 'EX', title: 'Written paper', form: 'paper' };

/** A product whose components are booked: one written paper in windows that take late bookings, where nothing else is said. */
export async function seedBookedProduct({ owner }: System, tenant: SeededTenant, of: BookedProduct = {}): Promise<Product> {
  const { type = 'vCert', components = [WRITTEN], hasWindows = true, lateAllowed = hasWindows } = of;
  const product = await seedProduct(owner, tenant.id, 'Booked', type);
  const columns = { components: JSON.stringify(components), has_windows: hasWindows, late_allowed: lateAllowed };
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

/** Opens a window of a product for bookings; answers its identifier. */
export async function seedWindow(
  { owner, database }: System,
  tenant: SeededTenant,
  product: Product,
  dates: WindowDates,
  more: { at?: Instant; lateAllowed?: boolean; component?: string } = {},
): Promise<string> {
  const { at = new Date().toISOString(), lateAllowed = true, component = null } = more;
  const [id, name] = [uuid(), `Window ${uuid().slice(-6)}`];
  const { opensOn: opens_on, cutOffOn: cut_off_on, closesOn: closes_on } = dates;
  await owner('assessment_windows').insert({ id, tenant_id: tenant.id, product_id: product.id, name, component, opens_on, cut_off_on, closes_on });
  await inScope(database, { tenant: tenant.id, organisation: null }, (trx) =>
    openWindow(trx, { id, tenant: tenant.id, name, lateAllowed, ...dates }, null, at),
  );
  return id;
}

/** An address on file of the tenant's centre, or another one's. */
export async function seedAddress({ owner }: System, { id: tenant_id, centre }: SeededTenant, organisation_id = centre.id): Promise<string> {
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
