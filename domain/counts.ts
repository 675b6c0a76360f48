import { endOfDate, londonDate, sameClock, workingDaysLater, type Calendar, type Instant } from './working-days';

/** So many working days from an instant, or back from it where they are below nothing, at the same London clock time (TIM-1, TIM-4). */
export interface Count {
  from: Instant;
  workingDays: number;
  /** To the end of the last of them, 00:00 London of the next day: a permission counted from a date (TIM-4). */
  through?: true;
}

/** Where a count ends by a calendar. */
export function endOf({ from, workingDays, through }: Count, calendar: Calendar): Instant {
  return through ? endOfDate(workingDaysLater(londonDate(from), workingDays, calendar)) : sameClock(from, workingDays, calendar);
}

/**
 * What instants are kept with that were counted in working days: each by its name beside it. By these a changed calendar counts them
 * anew (CAL-1). An instant that stands without its count keeps its date, as what was told to a payer does (TIM-3).
 */
export interface Counted {
  counted?: Record<string, Count>;
}

/** An instant under a name, so many working days later, with its count (TIM-1, TIM-4, CAL-1). */
export function countedAs<Name extends string>(
  name: Name,
  from: Instant,
  workingDays: number,
  calendar: Calendar,
): Record<Name, Instant> & Required<Counted> {
  const instant = { [name]: sameClock(from, workingDays, calendar) } as Record<Name, Instant>;
  return { ...instant, counted: { [name]: { from, workingDays } } };
}

/** When something is due that is to be done within so many working days, with its count (TIM-1, CAL-1). */
export function dueIn(from: Instant, workingDays: number, calendar: Calendar) {
  return countedAs('dueAt', from, workingDays, calendar);
}

/** Another one's instant as the one at which something is due; where it was counted, so is this (CAL-1). */
export function dueAs<Name extends string>(of: Record<Name, Instant> & Counted, name: Name): { dueAt: Instant } & Counted {
  const count = of.counted?.[name];
  return { dueAt: of[name], ...(count ? { counted: { dueAt: count } } : {}) };
}
