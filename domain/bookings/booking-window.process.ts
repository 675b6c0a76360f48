import type { Counted } from '../counts';
import type { RowsDefinition } from '../process';
import { held, over, type NextEvent, type Standing } from '../standing';
import { dateWords, londonWords, startOfDate, type Instant, type LocalDate } from '../working-days';
import { bookingWindowNames } from './booking-window';
import type { WindowMoments } from './window-moments';

/** A window as its process last saw it. */
export interface WindowProgress extends WindowMoments, Counted {
  opensOn: LocalDate;
  closesOn: LocalDate;
  /** The instant by which all that was due of it has happened. */
  seenAt: Instant;
  /** Bookings that became pending once it was over. */
  pending: number;
  isOver: boolean;
}

/** An assessment window (BKG-3, BKG-4): ordinary, late, very late bookings, none; sat; then its bookings await their results. */
export const bookingWindow = {
  names: bookingWindowNames,
  rules: ['BKG-3', 'BKG-4'],
  life: 'The life of an assessment window',
  reads: 'viewBookings',
  board: { name: 'Assessment windows', description: 'Windows that are booked or sat', lateStages: [] },
  standing: standingOf,
} satisfies RowsDefinition<WindowProgress>;

/** What happens at each instant; those of one instant are told once, by the last one. */
function eventsOf({ lateFrom, veryLateFrom, refusedFrom, overFrom, opensOn }: WindowProgress): (NextEvent & { stage: string })[] {
  const all = [
    { at: lateFrom, what: 'late bookings begin', stage: 'Late bookings' },
    { at: veryLateFrom, what: 'very late bookings begin', stage: 'Very late bookings' },
    { at: refusedFrom, what: 'bookings end', stage: 'Closed for bookings' },
    { at: startOfDate(opensOn), what: 'it is sat for the first time', stage: '' },
    { at: overFrom, what: 'its bookings await their results', stage: 'Closing' },
  ];
  return all
    .filter(({ at, stage }, index) => stage === '' || !all.some((later, other) => other > index && later.stage !== '' && later.at === at))
    .sort((one, other) => (one.at < other.at ? -1 : 1));
}

/** The next instant at which something of a window changes; null once it is over. */
export function nextOfWindow(progress: WindowProgress): Instant | null {
  return eventsOf(progress).find(({ at }) => at > progress.seenAt)?.at ?? null;
}

function standingOf(progress: WindowProgress, since: Instant): Standing {
  const { opensOn, closesOn, seenAt, pending, isOver } = progress;
  if (isOver) {
    const many = pending === 1 ? '1 booking awaits its result' : `${pending} bookings await their results`;
    return over('Over', since, `Ended: it closed on ${dateWords(closesOn)}; ${many}.`);
  }
  const events = eventsOf(progress);
  const stage = events.filter(({ at, stage: name }) => at <= seenAt && name).at(-1)?.stage ?? 'Bookings';
  const next = events.filter(({ at }) => at > seenAt).map(({ at, what }) => ({ at, what }));
  const sat = startOfDate(opensOn) <= seenAt ? 'being sat' : 'to be sat';
  const first = next[0] ? `; at ${londonWords(next[0].at)} ${next[0].what}` : '';
  const why = `${stage}: ${sat} from ${dateWords(opensOn)} to ${dateWords(closesOn)}${first}; it ends when all of its bookings await their results.`;
  return held(stage, { name: 'window', awaiting: 'centre', clock: 'customer', since, why, next, dueAt: next[0]?.at ?? progress.overFrom });
}
