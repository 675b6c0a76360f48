import type { ProcessStart, Resumed } from '../messages/core.messages';
import { RowsUnderOneWait } from './rows';

/**
 * The first booking of paper for a day outside windows opens it; from the day after that one all bookings of the day await their results
 * (BKG-4), and it ends.
 */
export async function assessmentDay(start: ProcessStart, resumed?: Resumed): Promise<string> {
  return new RowsUnderOneWait(start, resumed).untilDone();
}
