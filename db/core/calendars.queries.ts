import { calendarFrom, type Holiday } from '../../domain/calendar/holidays';
import type { Calendar, LocalDate } from '../../domain/working-days';
import { BankHolidayRow, CalendarRow } from './calendar.model';
import { prepared, type Transaction } from './database';

/** A version of a tenant's calendar as it was published: without the rules for the years after it (CAL-1). */
export interface CalendarVersion {
  version: string;
  number: number;
  holidays: Holiday[];
  publishedUntil: LocalDate;
}

/** The number of the version that every tenant begins with. */
export const FIRST_CALENDAR = 1;

/** The calendar in force; nothing replaces it until the transaction ends (TIM-1, CAL-1). */
export async function currentCalendar(trx: Transaction): Promise<Calendar> {
  const { version, holidays, publishedUntil } = await calendarInForce(trx);
  return calendarFrom(version, holidays, publishedUntil);
}

/** The same as it was published. */
export async function calendarInForce(trx: Transaction): Promise<CalendarVersion> {
  const [held] = await prepared<{ version: string }>(trx, 'held-calendar', 'select held_calendar() as version', []);
  return (await findCalendar(trx, held!.version))!;
}

/** A version of the tenant's calendar; null for one that is none of his. */
export async function findCalendar(trx: Transaction, version: string): Promise<CalendarVersion | null> {
  const row = await CalendarRow.query(trx).findOne({ version });
  if (row) return row;
  const first = await firstCalendar(trx);
  return first.version === version ? first : null;
}

/** The published table that every tenant begins with. */
export async function firstCalendar(trx: Transaction): Promise<CalendarVersion> {
  const holidays = await BankHolidayRow.query(trx).orderBy('day');
  const last = holidays.at(-1)?.day ?? '1970-01-01';
  const version = holidays.length > 0 ? `${last}/${holidays.length}` : 'none';
  return { version, number: FIRST_CALENDAR, holidays, publishedUntil: `${last.slice(0, 4)}-12-31` };
}
