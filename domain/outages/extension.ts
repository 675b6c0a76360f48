import { later } from '../schedule';
import type { Hold } from '../standing';
import { dayNumbersBetween, londonDate, workingDaysBetween, type Calendar, type Instant } from '../working-days';

/** In what a wait counts. */
export type Unit = 'minutes' | 'hours' | 'days' | 'workingDays';
/** What an outage proposes for one deadline that it took time from: the same time again, in the unit that the wait counts in (OUT-1). */
export interface Extension {
  hold: string;
  dueAt: Instant;
  by: { count: number; unit: Unit };
  /** When it would end then. */
  until: Instant;
  /** What the command that exists for it is told; null where there is none, and people are told only. */
  days: number | null;
}
/** The length of an outage: until now while it lasts. */
export interface Lasted {
  from: Instant;
  to: Instant;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How a deadline is counted, and, where a command puts it off, from when that counts its days. */
interface Counted {
  unit: Unit;
  extends?: 'fromNow' | 'fromDue';
}

/** By kind of case and name of hold; what is not here counts days and has no command. */
const counted: Readonly<Record<string, Counted>> = {
  'advance-order/transfer': { unit: 'days', extends: 'fromNow' },
  'application/hse': { unit: 'days', extends: 'fromDue' },
  'application/processing': { unit: 'workingDays' },
  'application/endorsement': { unit: 'workingDays' },
  'qualification/checking': { unit: 'hours' },
  'card-payment/gateway': { unit: 'minutes' },
};

/** OUT-1: what is proposed for the deadlines of a case that waited. Days begun count whole: nobody loses by an outage. */
export function extensions(
  { kind, holds }: { kind: string; holds: Hold[] },
  { from, to }: Lasted,
  now: Instant,
  calendar: Calendar,
): Extension[] {
  return holds.flatMap(({ name, dueAt }) => {
    if (!dueAt) return [];
    const { unit, extends: way } = counted[`${kind}/${name}`] ?? { unit: 'days' };
    const count = lengthIn(unit, { from, to }, calendar);
    const until = later(dueAt, { [unit]: count }, calendar).at;
    const days = way === 'fromNow' ? dayNumbersBetween(londonDate(now), londonDate(until)) : way === 'fromDue' ? count : null;
    return [{ hold: name, dueAt, by: { count, unit }, until, days }];
  });
}

/** How long an outage lasted in a unit, what is begun counted whole; of working days at least one (TIM-1). */
export function lengthIn(unit: Unit, { from, to }: Lasted, calendar: Calendar): number {
  const ms = Math.max(1, Date.parse(to) - Date.parse(from));
  if (unit === 'workingDays') return Math.max(1, workingDaysBetween(londonDate(from), londonDate(to), calendar));
  return Math.ceil(ms / { minutes: MINUTE_MS, hours: HOUR_MS, days: DAY_MS }[unit]);
}
