import type { LocalDate } from '../working-days';

/** Years of which a bank's file may tell; others are slips or attacks (0001, 9999). */
export const FIRST_YEAR = 1990;
export const LAST_YEAR = 2100;

/** A day of the calendar within the years that files may tell of; null for any other (31 February, month 13, year 0001). */
export function dayOf(year: number, month: number, day: number): LocalDate | null {
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}

/** Month and day in the year that is nearest to another day: 31 December beside 2 January is of the year before. Null as in `dayOf`. */
export function nearestDay(month: number, day: number, near: LocalDate): LocalDate | null {
  const year = Number(near.slice(0, 4));
  const away = (each: number) => Math.abs(Date.UTC(each, month - 1, day) - Date.parse(near));
  const [nearest] = [year, year - 1, year + 1].sort((a, b) => away(a) - away(b));
  return dayOf(nearest!, month, day);
}

/** The day after another. */
export function nextDay(day: LocalDate): LocalDate {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}
