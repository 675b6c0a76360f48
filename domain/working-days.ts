import { Temporal } from 'temporal-polyfill';

/** An instant, ISO 8601 UTC: `2026-11-22T13:14:00.000Z`. */
export type Instant = string;
/** A London calendar date: `2026-11-22`. */
export type LocalDate = string;
/** Bank holidays of England and Wales, with the last date that the published table covers. */
export interface Calendar {
  version: string;
  holidays: ReadonlySet<LocalDate>;
  publishedUntil: LocalDate;
}

const LONDON = 'Europe/London';
const zoned = (at: Instant) => Temporal.Instant.from(at).toZonedDateTimeISO(LONDON);
const written = (at: Temporal.Instant): Instant => at.round('millisecond').toString({ fractionalSecondDigits: 3 });

/** The London date on which an instant falls (TIM-1). */
export function londonDate(at: Instant): LocalDate {
  return zoned(at).toPlainDate().toString();
}

/** Date and clock time in London, in words for people: `6 Dec 2026 13:14`. */
export function londonWords(at: Instant): string {
  const local = zoned(at);
  const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][local.month - 1];
  return `${local.day} ${month} ${local.year} ${String(local.hour).padStart(2, '0')}:${String(local.minute).padStart(2, '0')}`;
}

/** The same London clock time N calendar days later, whatever the clocks do between (TIM-4). */
export function daysLater(at: Instant, days: number): Instant {
  return written(zoned(at).add({ days }).toInstant());
}

/** N calendar months later on the London calendar, the day clamped to the month's end (TIM-2). */
export function monthsLater(date: LocalDate, months: number): LocalDate {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

/** The first instant after a date's last: 00:00 London of the next day (TIM-4). */
export function endOfDate(date: LocalDate): Instant {
  return written(Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(LONDON).toInstant());
}

/** The first instant of a London date. */
export function startOfDate(date: LocalDate): Instant {
  return written(Temporal.PlainDate.from(date).toZonedDateTime(LONDON).toInstant());
}

/** Monday to Friday and no bank holiday (TIM-1). */
export function isWorkingDay(date: LocalDate, calendar: Calendar): boolean {
  return isWorking(dayNumber(date), calendar);
}

/** The Nth working day after a date, which is day 0 (TIM-1). N ≥ 0; 0 is the date itself. */
export function workingDaysLater(date: LocalDate, days: number, calendar: Calendar): LocalDate {
  let day = dayNumber(date);
  for (let left = days; left > 0; ) {
    day += 1;
    if (isWorking(day, calendar)) left -= 1;
  }
  return dateOf(day);
}

/** Working days after `from` up to and including `to`; 0 where `to` is not later (TIM-1). */
export function workingDaysBetween(from: LocalDate, to: LocalDate, calendar: Calendar): number {
  const last = dayNumber(to);
  let count = 0;
  for (let day = dayNumber(from) + 1; day <= last; day += 1) if (isWorking(day, calendar)) count += 1;
  return count;
}

/** True where a count up to this date leans on holidays not published yet, and so may move (CAL-1). */
export function isProvisional(date: LocalDate, calendar: Calendar): boolean {
  return date > calendar.publishedUntil;
}

const DAY_MS = 86_400_000;
const THURSDAY = 4;

/** Days since Thursday, 1 January 1970. */
function dayNumber(date: LocalDate): number {
  return Date.parse(date) / DAY_MS;
}

function dateOf(day: number): LocalDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function isWorking(day: number, calendar: Calendar): boolean {
  const weekday = (((day + THURSDAY) % 7) + 7) % 7;
  return weekday >= 1 && weekday <= 5 && !calendar.holidays.has(dateOf(day));
}
