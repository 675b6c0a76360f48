import type { WindowDates } from '../catalogue/window';
import { endOf, type Count } from '../counts';
import type { Policy } from '../policy';
import { endOfDate, laterOf, londonWords, startOfDate, type Calendar, type Instant } from '../working-days';
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
export function momentsOf(dates: WindowDates, lateAllowed: boolean, policy: Pick<Policy, 'bookings'>, calendar: Calendar): WindowMoments {
  const lateFrom = endOfDate(dates.cutOffOn);
  const overFrom = laterOf(endOfDate(dates.closesOn), lateFrom);
  if (!lateAllowed) return { lateFrom, veryLateFrom: lateFrom, refusedFrom: lateFrom, overFrom };
  const { veryLateFrom, refusedFrom } = countsOf(dates, policy);
  return { lateFrom, veryLateFrom: endOf(veryLateFrom, calendar), refusedFrom: endOf(refusedFrom, calendar), overFrom };
}

/** By what the moments of a window that takes late bookings are counted: a changed calendar counts them anew (CAL-1). */
export function countsOf({ cutOffOn }: Pick<WindowDates, 'cutOffOn'>, { bookings }: Pick<Policy, 'bookings'>) {
  const count = (workingDays: number): Count => ({ from: startOfDate(cutOffOn), workingDays, through: true });
  return { veryLateFrom: count(bookings.lateWorkingDays), refusedFrom: count(bookings.veryLateWorkingDays) };
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

/** Bookings of a window for days that it would have no longer. */
export interface GoingAlong {
  bookings: number;
  centres: number;
}

/** When the bands of a window begin, before and after its dates are moved, and how many bookings go along (SEC-8); null before a new one. */
export function bandRows(
  before: WindowMoments | null,
  after: WindowMoments,
  { bookings, centres }: GoingAlong,
): { label: string; before: string | null; after: string; unit: null }[] {
  const rows: [string, (moments: WindowMoments) => string][] = [
    ['Late bookings from', (moments) => ofPeriod(moments, moments.lateFrom)],
    ['Very late bookings from', (moments) => ofPeriod(moments, moments.veryLateFrom)],
    ['No bookings from', ({ refusedFrom }) => londonWords(refusedFrom)],
    ['Results are awaited from', ({ overFrom }) => londonWords(overFrom)],
  ];
  const many = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  const along = {
    label: 'Bookings that go to another day',
    before: null,
    after: `${many(bookings, 'booking')} of ${many(centres, 'centre')}`,
    unit: null,
  };
  return [
    ...rows.map(([label, inWords]) => ({ label, before: before && inWords(before), after: inWords(after), unit: null })),
    ...(bookings > 0 ? [along] : []),
  ];
}

/** Where a product takes no late bookings, no period of them begins. */
function ofPeriod({ refusedFrom }: WindowMoments, from: Instant): string {
  return from === refusedFrom ? 'none' : londonWords(from);
}
