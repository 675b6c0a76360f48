import type { LocalDate } from '../working-days';
import { laterOf } from '../working-days';
import type { Holiday, HolidayChange, ProposedCalendar } from './holidays';

/** One event of GOV.UK's `bank-holidays.json`. */
export interface PublishedEvent {
  title: string;
  date: LocalDate;
}

/**
 * CAL-1: what a publication changes of a calendar, from today on: days that are new in it, and those of its years that are in it no
 * more. What is over stays as it was counted by. The calendar is published until the end of the publication's last year.
 */
export function changesOf(
  events: PublishedEvent[],
  calendar: { holidays: Holiday[]; publishedUntil: LocalDate },
  today: LocalDate,
): ProposedCalendar {
  const { holidays, publishedUntil } = calendar;
  const published = new Map(events.map(({ date, title }) => [date, title]));
  const years = [...published.keys()].map((day) => day.slice(0, 4)).sort();
  const [first, last] = [years[0], years.at(-1)];
  if (!first || !last) return { changes: [], publishedUntil };
  const known = new Set(holidays.map(({ day }) => day));
  const gone = holidays.filter(({ day }) => !published.has(day) && day.slice(0, 4) >= first && day.slice(0, 4) <= last);
  const changes: HolidayChange[] = [
    ...gone.map((each) => ({ what: 'takeBack' as const, ...each })),
    ...[...published].filter(([day]) => !known.has(day)).map(([day, name]) => ({ what: 'add' as const, day, name })),
  ];
  return {
    changes: changes.filter(({ day }) => day >= today).sort((a, b) => (a.day < b.day ? -1 : 1)),
    publishedUntil: laterOf(publishedUntil, `${last}-12-31`),
  };
}
