/** An instant, ISO 8601 UTC: `2026-11-22T13:14:00.000Z`. */
export type Instant = string;
/** A London calendar date: `2026-11-22`. */
export type LocalDate = string;
/** Bank holidays of England and Wales, with the last date that the published table covers; those after it are by fixed rules. */
export interface Calendar {
  version: string;
  holidays: ReadonlySet<LocalDate>;
  publishedUntil: LocalDate;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** The zone's own data, once: a Temporal polyfill costs 30 times as much in a workflow, and proves this one in the tests. */
const london = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** London's clocks change on the hour: how far they are from UTC is asked once for each. */
const offsets = new Map<number, number>();
const MOST_OFFSETS = 50_000;

/** London's clock at an instant, as if it were UTC. */
function wallClock(ms: number): number {
  const hour = Math.floor(ms / HOUR_MS);
  const known = offsets.get(hour);
  if (known !== undefined) return ms + known;
  const clock = askedClock(ms);
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  offsets.set(hour, clock - ms);
  return clock;
}

function askedClock(ms: number): number {
  const [day, month, year, hour, minute, second] = london.format(ms).split(/\D+/).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((ms % 1000) + 1000) % 1000);
}

/** The instant of a London clock time; one that is skipped moves on an hour, of one that comes twice it is the first. */
function instantOf(wall: number): Instant {
  const offset = (ms: number) => wallClock(ms) - ms;
  for (const candidate of [offset(wall - DAY_MS), offset(wall + DAY_MS)])
    if (offset(wall - candidate) === candidate) return new Date(wall - candidate).toISOString();
  return new Date(wall - offset(wall - DAY_MS)).toISOString();
}

/** The later of two instants. */
export function laterOf(one: Instant, other: Instant): Instant {
  return one < other ? other : one;
}

/** The London date on which an instant falls (TIM-1). */
export function londonDate(at: Instant): LocalDate {
  return new Date(wallClock(Date.parse(at))).toISOString().slice(0, 10);
}

/** Date and clock time in London, in words for people: `6 Dec 2026 13:14`. */
export function londonWords(at: Instant): string {
  const local = new Date(wallClock(Date.parse(at))).toISOString();
  return `${dateWords(local.slice(0, 10))} ${local.slice(11, 16)}`;
}

/** London's clock time at an instant: `09:30`. */
export function londonTime(at: Instant): string {
  return londonWords(at).slice(-5);
}

/** A date in words for people: `6 Dec 2026`. */
export function dateWords(date: LocalDate): string {
  const day = new Date(date);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

/** The same London clock time N calendar days later, whatever the clocks do between (TIM-4). */
export function daysLater(at: Instant, days: number): Instant {
  return days === 0 ? at : instantOf(wallClock(Date.parse(at)) + days * DAY_MS);
}

/** N calendar months later on the London calendar, the day clamped to the month's end (TIM-2). */
export function monthsLater(date: LocalDate, months: number): LocalDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
}

/** The first instant after a date's last: 00:00 London of the next day (TIM-4). */
export function endOfDate(date: LocalDate): Instant {
  return instantOf(Date.parse(date) + DAY_MS);
}

/** The first instant of a London date. */
export function startOfDate(date: LocalDate): Instant {
  return instantOf(Date.parse(date));
}

/** A London clock hour of a date: when notices that belong to a day go (TIM-4). */
export function hourOfDate(date: LocalDate, hour: number): Instant {
  return instantOf(Date.parse(date) + hour * HOUR_MS);
}

/** A London clock time of a date, `09:30`. */
export function clockOfDate(date: LocalDate, time: string): Instant {
  return instantOf(Date.parse(`${date}T${time}:00Z`));
}

/** So many London calendar days after a date, or before it (TIM-4). */
export function dateLater(date: LocalDate, days: number): LocalDate {
  return dateOf(dayNumber(date) + days);
}

/** Monday to Friday and no bank holiday (TIM-1). */
export function isWorkingDay(date: LocalDate, calendar: Calendar): boolean {
  return isWorking(dayNumber(date), calendar);
}

/** Monday to Friday, holiday or not. */
export function isWeekday(date: LocalDate): boolean {
  return isMondayToFriday(dayNumber(date));
}

/** The Nth working day after a date, which is day 0 (TIM-1), or before it where N is below nothing; 0 is the date itself. */
export function workingDaysLater(date: LocalDate, days: number, calendar: Calendar): LocalDate {
  const step = Math.sign(days);
  let day = dayNumber(date);
  for (let left = Math.abs(days); left > 0;) {
    day += step;
    if (isWorking(day, calendar)) left -= 1;
  }
  return dateOf(day);
}

/** The same London clock time, N working days later (TIM-1, TIM-4). */
export function sameClock(at: Instant, workingDays: number, calendar: Calendar): Instant {
  const date = londonDate(at);
  return daysLater(at, dayNumbersBetween(date, workingDaysLater(date, workingDays, calendar)));
}

/** Working days after `from` up to and including `to`; 0 where `to` is not later (TIM-1). */
export function workingDaysBetween(from: LocalDate, to: LocalDate, calendar: Calendar): number {
  const last = dayNumber(to);
  let count = 0;
  for (let day = dayNumber(from) + 1; day <= last; day += 1) if (isWorking(day, calendar)) count += 1;
  return count;
}

/** Calendar days from one date to another. */
export function dayNumbersBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Every date from one to another, both included. */
export function datesBetween(from: LocalDate, to: LocalDate): LocalDate[] {
  const first = dayNumber(from);
  return Array.from({ length: Math.max(0, dayNumber(to) - first + 1) }, (_each, index) => dateOf(first + index));
}

/** True where a count up to this date leans on holidays not published yet, and so may move (CAL-1). */
export function isProvisional(date: LocalDate, calendar: Calendar): boolean {
  return date > calendar.publishedUntil;
}

const THURSDAY = 4;
const DAYS_OF_WEEK = 7;

/** Days since Thursday, 1 January 1970. */
export function dayNumber(date: LocalDate): number {
  return Date.parse(date) / DAY_MS;
}

/** The date of a day since 1 January 1970. */
export function dateOf(day: number): LocalDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function isWorking(day: number, calendar: Calendar): boolean {
  return isMondayToFriday(day) && !calendar.holidays.has(dateOf(day));
}

function isMondayToFriday(day: number): boolean {
  const weekday = weekdayOf(day);
  return weekday >= 1 && weekday <= 5;
}

/** The weekday of a day since 1 January 1970: Sunday is 0. */
export function weekdayOf(day: number): number {
  return (((day + THURSDAY) % DAYS_OF_WEEK) + DAYS_OF_WEEK) % DAYS_OF_WEEK;
}
