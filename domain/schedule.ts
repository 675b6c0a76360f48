import { countedAs, type Counted } from './counts';
import type { Scheduled } from './process';
import { daysLater, type Calendar, type Instant } from './working-days';

const MINUTE_MS = 60_000;

/** One step of a ladder: what happens so long after its beginning, at the same London clock time where days count. */
export interface Step<What extends string> {
  what: What;
  minutes?: number;
  hours?: number;
  days?: number;
  workingDays?: number;
}

/** The reminders and the escalation of one hold, from its beginning: minutes, hours, calendar days or working days later each; those are kept with their count (TIM-1, TIM-2, CAL-1). */
export function ladder<What extends string>(from: Instant, steps: Step<What>[], calendar: Calendar): Scheduled<What>[] {
  return merged(steps.map(({ what, ...after }) => ({ what, ...later(from, after, calendar) })));
}

/** Schedules of several holds as one, soonest first; what falls on one instant keeps the order in which it is given, and all of it happens. */
export function merged<What extends string>(...schedules: Scheduled<What>[][]): Scheduled<What>[] {
  return schedules.flat().sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** The instant so long after another one: at the same London clock time where days count, with their count where they are working days (TIM-1, CAL-1). */
export function later(
  from: Instant,
  { minutes = 0, hours = 0, days, workingDays }: Omit<Step<string>, 'what'>,
  calendar: Calendar,
): { at: Instant } & Counted {
  if (workingDays !== undefined) return countedAs('at', from, workingDays, calendar);
  if (days !== undefined) return { at: daysLater(from, days) };
  return { at: new Date(Date.parse(from) + (hours * 60 + minutes) * MINUTE_MS).toISOString() };
}
