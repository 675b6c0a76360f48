import { refuse, type Refusal } from '../refusal';
import { isWeekday, type Calendar, type LocalDate } from '../working-days';
import { ruledHolidays } from './ruled-holidays';

/** A published bank holiday, as a calendar keeps it. */
export interface Holiday {
  day: LocalDate;
  name: string;
}

/** What somebody wants of one holiday (CAL-1): what is moved or taken back he need not name. */
export type HolidayWish =
  { what: 'add'; day: LocalDate; name: string } | { what: 'move'; day: LocalDate; to: LocalDate } | { what: 'takeBack'; day: LocalDate };

/** What is proposed of one holiday, with its name (CAL-1). */
export type HolidayChange = HolidayWish & { name: string };

/** What a calendar is proposed to become: its changes, and until when it is published by then. */
export interface ProposedCalendar {
  changes: HolidayChange[];
  publishedUntil: LocalDate;
}

/** So far beyond what is published a count goes by the fixed rules; nothing counts in working days so far ahead. */
const RULED_YEARS = 10;

/** The calendar of some published holidays, with the fixed rules for the years after them (TIM-1, CAL-1). */
export function calendarFrom(version: string, holidays: Holiday[], publishedUntil: LocalDate): Calendar {
  const first = Number(publishedUntil.slice(0, 4)) + 1;
  const ruled = Array.from({ length: RULED_YEARS }, (_each, index) => ruledHolidays(first + index)).flat();
  return { version, holidays: new Set([...holidays.map(({ day }) => day), ...ruled]), publishedUntil };
}

/** The holidays after some changes, in the order of their days (CAL-1). */
export function holidaysAfter(holidays: Holiday[], changes: HolidayChange[]): Holiday[] {
  const byDay = new Map(holidays.map((each) => [each.day, each]));
  for (const change of changes) {
    const { name } = change;
    if (change.what === 'add') byDay.set(change.day, { day: change.day, name });
    else byDay.delete(change.day);
    if (change.what === 'move') byDay.set(change.to, { day: change.to, name });
  }
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** What somebody wants, with the names that the calendar has for it. */
export function namedChanges(holidays: Holiday[], wishes: HolidayWish[]): HolidayChange[] {
  const names = new Map(holidays.map(({ day, name }) => [day, name]));
  return wishes.map((wish) => ({ name: names.get(wish.day) ?? 'Bank holiday', ...wish }));
}

/** CAL-1: what keeps changes from a calendar, all at once, each at its place: days that are over, there already, or not there. */
export function faultsOfChanges(holidays: Holiday[], changes: HolidayWish[], today: LocalDate): Refusal[] {
  if (changes.length === 0) return [refuse('changes', 'CAL-1', 'No holiday is changed', 'Name one at least.', '/changes')];
  const days = new Set(holidays.map(({ day }) => day));
  return changes.flatMap((change, index) => {
    const at = (place: 'day' | 'to', code: string, detail: string, remedy: string) =>
      refuse(code, 'CAL-1', detail, remedy, `/changes/${index}/${place}`);
    const past = (place: 'day' | 'to', day: LocalDate) =>
      day < today ? [at(place, 'past', `${day} is over`, `What was counted over it has happened. Name days from ${today} on.`)] : [];
    const faults = past('day', change.day);
    if (change.what !== 'add' && !days.delete(change.day))
      faults.push(at('day', 'noHoliday', `${change.day} is no holiday`, 'Take days from GET /v1/calendars/current.'));
    const becomes = change.what === 'add' ? change.day : change.what === 'move' ? change.to : null;
    if (becomes === null) return faults;
    const place = change.what === 'add' ? 'day' : 'to';
    if (change.what === 'move') faults.push(...past('to', becomes));
    if (days.has(becomes)) faults.push(at(place, 'known', `${becomes} is a holiday already`, 'Leave it out.'));
    days.add(becomes);
    return faults;
  });
}

/** What somebody should know of changes that nothing keeps from a calendar: a holiday on a weekend moves nothing (CAL-1). */
export function warningsOf(changes: HolidayWish[]): string[] {
  return changes.flatMap((change) => {
    const day = change.what === 'move' ? change.to : change.day;
    return isWeekday(day) ? [] : [`${day} is on a weekend: as a holiday it moves nothing`];
  });
}
