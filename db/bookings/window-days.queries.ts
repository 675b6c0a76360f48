import { windowDays, type WindowDay } from '../../domain/bookings/window-days';
import type { ProductVersion } from '../../domain/catalogue/product';
import { endOfDate, isWorkingDay, londonDate, startOfDate, datesBetween, type Instant, type LocalDate } from '../../domain/working-days';
import { AssessmentWindowRow } from '../catalogue/catalogue.model';
import { productsById } from '../catalogue/offers';
import { calendarInForce, currentCalendar } from '../core/calendars.queries';
import type { Transaction } from '../core/database';
import { momentsOfWindows } from './windows.queries';

/** A day of a calendar with what happens on it (BKG-3, TIM-1). */
export interface DayOfWindows {
  day: LocalDate;
  isWorkingDay: boolean;
  /** The name of a bank holiday. */
  holiday: string | null;
  events: (Pick<WindowDay, 'what' | 'at'> & { window: AssessmentWindowRow; product: ProductVersion })[];
}
/** Which days are asked for, both included, of one product or all; of so many windows at most. */
export interface DaysAsked {
  from: LocalDate;
  to: LocalDate;
  product?: string | undefined;
  limit: number;
}

/** Something of the window happens on those days. */
const FALLS = `
  opens_on between :from::date and :to::date or cut_off_on between :from::date and :to::date or closes_on between :from::date and :to::date
  or exists (select from booking_windows m where m.window_id = assessment_windows.id and (
    m.late_from between :begin::timestamptz and :end::timestamptz or m.very_late_from between :begin::timestamptz and :end::timestamptz
    or m.refused_from between :begin::timestamptz and :end::timestamptz))`;

/** What happens of windows day by day, products as they are called at an instant; `isWhole` is false where there are more windows than the limit. */
export async function daysOfWindows(
  trx: Transaction,
  { from, to, product, limit }: DaysAsked,
  at: Instant,
): Promise<{ days: DayOfWindows[]; isWhole: boolean }> {
  const query = AssessmentWindowRow.query(trx)
    .whereRaw(`(${FALLS})`, { from, to, begin: startOfDate(from), end: endOfDate(to) })
    .orderBy(['opens_on', 'id'])
    .limit(limit + 1);
  if (product) query.where({ product_id: product });
  const found = await query;
  const windows = found.slice(0, limit);
  const moments = await momentsOfWindows(
    trx,
    windows.map(({ id }) => id),
  );
  const products = await productsById(trx, [...new Set(windows.map(({ productId }) => productId))], londonDate(at));
  const events = windows.flatMap((window) =>
    windowDays(window, moments.get(window.id) ?? null).map((event) => ({
      ...{ ...event, window, product: products.find((each) => each.product === window.productId)! },
    })),
  );
  const calendar = await currentCalendar(trx);
  const names = new Map((await calendarInForce(trx)).holidays.map(({ day, name }) => [day, name]));
  const days = datesBetween(from, to).map((day) => ({
    ...{ day, isWorkingDay: isWorkingDay(day, calendar) },
    holiday: calendar.holidays.has(day) ? (names.get(day) ?? 'Bank holiday') : null,
    events: events.filter((event) => event.day === day).sort((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1)),
  }));
  return { days, isWhole: found.length <= limit };
}
