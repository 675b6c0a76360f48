import type { WindowDates } from '../catalogue/window';
import { londonDate, startOfDate, type Instant, type LocalDate } from '../working-days';
import type { WindowMoments } from './window-moments';

/** What happens of a window on a day: it is sat from and until, and its bookings change their band (BKG-3). */
export const windowEvents = ['cutOff', 'late', 'veryLate', 'refused', 'opens', 'closes'] as const;
export type WindowEvent = (typeof windowEvents)[number];

/** One of them, on its London day. */
export interface WindowDay {
  what: WindowEvent;
  day: LocalDate;
  /** The instant at which it begins; of days that last, their first one. */
  at: Instant;
}

/**
 * What happens of a window, in the order of its days (BKG-3). A product that takes no late bookings has no periods of them; a window that takes none
 * has its days alone.
 */
export function windowDays({ opensOn, cutOffOn, closesOn }: WindowDates, moments: WindowMoments | null): WindowDay[] {
  const onDay = (what: WindowEvent, day: LocalDate): WindowDay => ({ what, day, at: startOfDate(day) });
  const from = (what: WindowEvent, at: Instant): WindowDay => ({ what, day: londonDate(at), at });
  const bands = moments
    ? [
        ...(moments.lateFrom === moments.refusedFrom ? [] : [from('late', moments.lateFrom)]),
        ...(moments.veryLateFrom === moments.refusedFrom ? [] : [from('veryLate', moments.veryLateFrom)]),
        from('refused', moments.refusedFrom),
      ]
    : [];
  const all = [onDay('cutOff', cutOffOn), ...bands, onDay('opens', opensOn), onDay('closes', closesOn)];
  return all.sort((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1));
}
