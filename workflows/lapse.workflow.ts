import type { ProcessStart, Resumed } from '../messages/core.messages';
import { RowsUnderOneWait } from './rows';

/**
 * The first registration of a batch opens it; before the last day of each learner the centre has its notices, on the day after it the
 * system withdraws whoever is still registered (LAP-1). It ends when nobody of the batch is registered any longer (LAP-3); whoever
 * is taken back opens it again (LAP-2).
 */
export async function lapse(start: ProcessStart, resumed?: Resumed): Promise<string> {
  return new RowsUnderOneWait(start, resumed).untilDone();
}
