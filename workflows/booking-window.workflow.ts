import type { ProcessStart, Resumed } from '../messages/core.messages';
import { RowsUnderOneWait } from './rows';

/**
 * A window that a second person has approved opens it. Its bookings are ordinary until the cut-off, then late, then very late, then there are
 * none (BKG-3): each phase is shown here, and none decides a booking. A move of its days wakes it. It is sat; the day after it its bookings
 * await their results (BKG-4), and it ends.
 */
export async function bookingWindow(start: ProcessStart, resumed?: Resumed): Promise<string> {
  return new RowsUnderOneWait(start, resumed).untilDone();
}
