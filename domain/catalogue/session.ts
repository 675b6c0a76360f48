import type { LocalDate } from '../working-days';

/** A registration year by the calendar year in which it begins: 2026 is 1 August 2026 to 31 July 2027 (REG-2). */
export type Session = number;

/** The session of a London day (REG-2). */
export function sessionOf(day: LocalDate): Session {
  const [year, month] = day.split('-').map(Number) as [number, number];
  return month >= 8 ? year : year - 1;
}

/** The first and the last day of a session (REG-2). */
export function daysOfSession(session: Session): { first: LocalDate; last: LocalDate } {
  return { first: `${session}-08-01`, last: `${session + 1}-07-31` };
}

/** What people call a session: `2026/27`. */
export function sessionInWords(session: Session): string {
  return `${session}/${String((session + 1) % 100).padStart(2, '0')}`;
}
