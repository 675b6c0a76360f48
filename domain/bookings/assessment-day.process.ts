import type { RowsDefinition } from '../process';
import { held, over, type Standing } from '../standing';
import { dateWords, endOfDate, type Instant, type LocalDate } from '../working-days';
import { assessmentDayNames } from './assessment-day';

/** A day of assessments outside windows, and how many of its bookings became pending after it. */
export interface DayProgress {
  day: LocalDate;
  pending: number;
  isOver: boolean;
}

/** A day on which paper is sat outside windows (BKG-4): from the day after it its bookings await their results. */
export const assessmentDay = {
  names: assessmentDayNames,
  rules: ['BKG-1', 'BKG-4'],
  life: 'The life of a day of assessments',
  reads: 'viewBookings',
  board: { name: 'Days of assessments', description: 'Days on which paper is sat outside windows', lateStages: [] },
  standing: standingOf,
} satisfies RowsDefinition<DayProgress>;

function standingOf({ day, pending, isOver }: DayProgress, since: Instant): Standing {
  if (isOver) {
    const many = pending === 1 ? '1 booking awaits its result' : `${pending} bookings await their results`;
    return over('Over', since, `Ended: ${many}.`);
  }
  const at = endOfDate(day);
  const why = `Waiting for the assessments of ${dateWords(day)}; it ends when the bookings of that day await their results.`;
  const next = [{ at, what: 'its bookings await their results' }];
  return held('To be sat', { name: 'day', awaiting: 'centre', clock: 'customer', since, why, next, dueAt: at });
}
