import type { Policy } from '../policy';
import { dateLater, endOfDate, londonDate, workingDaysLater, type Calendar, type Instant, type LocalDate } from '../working-days';
import type { Band, BandAt } from './band';

/**
 * The band of a paper booking without a window (BKG-1), by the working days from the London day on which it is received, which is day 0, to
 * that of the assessment; it changes at 00:00 London.
 */
export function bandOnPaper(receivedAt: Instant, assessmentOn: LocalDate, policy: Pick<Policy, 'bookings'>, calendar: Calendar): BandAt {
  const { ordinaryWorkingDays, fastTrackWorkingDays } = policy.bookings;
  const today = londonDate(receivedAt);
  const edges: [number, Band][] = [
    [ordinaryWorkingDays, 'ordinary'],
    [fastTrackWorkingDays, 'fastTrack'],
  ];
  for (const [workingDays, band] of edges) {
    const last = lastDayBefore(assessmentOn, workingDays, calendar);
    if (today <= last) return { band, changesAt: endOfDate(last) };
  }
  return { band: null, changesAt: null };
}

/** The last day from which so many working days are left up to the assessment's. */
function lastDayBefore(assessmentOn: LocalDate, workingDays: number, calendar: Calendar): LocalDate {
  return dateLater(workingDaysLater(dateLater(assessmentOn, 1), -workingDays, calendar), -1);
}
