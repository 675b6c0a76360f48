import type { WindowDates } from '../catalogue/window';
import type { Policy } from '../policy';
import { endOfDate, laterOf, workingDaysLater, type Calendar, type Instant } from '../working-days';
import type { Band, BandAt } from './band';

/** The instants at which something of a window changes, as they were counted when it was approved (BKG-3, TIM-3, TIM-4). */
export interface WindowMoments {
  /** Bookings are late from here on: 00:00 London of the day after the cut-off. */
  lateFrom: Instant;
  veryLateFrom: Instant;
  /** Nothing is booked from here on. */
  refusedFrom: Instant;
  /** 00:00 London of the day after its last one: its bookings await their results (BKG-4). */
  overFrom: Instant;
}

/**
 * The moments of a window (BKG-3): the cut-off is day 0 and ordinary, so many working days after it are late, those after them very late;
 * a product that takes no late bookings takes none from the day after the cut-off.
 */
export function momentsOf(
  dates: WindowDates,
  lateAllowed: boolean,
  { bookings }: Pick<Policy, 'bookings'>,
  calendar: Calendar,
): WindowMoments {
  const after = (workingDays: number) => endOfDate(workingDaysLater(dates.cutOffOn, workingDays, calendar));
  const lateFrom = after(0);
  const overFrom = laterOf(endOfDate(dates.closesOn), lateFrom);
  if (!lateAllowed) return { lateFrom, veryLateFrom: lateFrom, refusedFrom: lateFrom, overFrom };
  return { lateFrom, veryLateFrom: after(bookings.lateWorkingDays), refusedFrom: after(bookings.veryLateWorkingDays), overFrom };
}

/** The band of a booking that is received at an instant, by the window's moments: the window's phase plays no part (BKG-3). */
export function bandInWindow(receivedAt: Instant, moments: WindowMoments): BandAt {
  const edges: [Instant, Band | null][] = [
    [moments.lateFrom, 'ordinary'],
    [moments.veryLateFrom, 'late'],
    [moments.refusedFrom, 'veryLate'],
  ];
  const [changesAt, band] = edges.find(([until]) => receivedAt < until) ?? [null, null];
  return { band, changesAt };
}
