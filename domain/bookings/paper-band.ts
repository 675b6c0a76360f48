import type { Policy } from '../policy';
import { dateLater, endOfDate, londonDate, workingDaysBetween, type Calendar, type Instant, type LocalDate } from '../working-days';
import type { Band, BandAt } from './band';

/**
 * The band of a paper booking without a window (BKG-1), by the working days from the London day on which it is received, which is day 0, to
 * that of the assessment; it changes at 00:00 London.
 */
export function bandOnPaper(receivedAt: Instant, assessmentOn: LocalDate, policy: Pick<Policy, 'bookings'>, calendar: Calendar): BandAt {
  const bandOf = (day: LocalDate) => bandAfter(workingDaysBetween(day, assessmentOn, calendar), policy);
  const today = londonDate(receivedAt);
  const band = bandOf(today);
  if (!band) return { band, changesAt: null };
  let last = today;
  while (bandOf(dateLater(last, 1)) === band) last = dateLater(last, 1);
  return { band, changesAt: endOfDate(last) };
}

function bandAfter(workingDays: number, { bookings }: Pick<Policy, 'bookings'>): Band | null {
  if (workingDays >= bookings.ordinaryWorkingDays) return 'ordinary';
  return workingDays >= bookings.fastTrackWorkingDays ? 'fastTrack' : null;
}
