import type { ProcessStart, Resumed } from '../messages/core.messages';
import { RowsUnderOneWait } from './rows';

/**
 * The first charge of a month opens it; it waits until the month is over, then each centre has its invoice, some centres a
 * transaction (CEN-1). What comes to nothing waits for the next month's.
 */
export async function billingRun(start: ProcessStart, resumed?: Resumed): Promise<string> {
  return new RowsUnderOneWait(start, resumed).untilDone();
}
