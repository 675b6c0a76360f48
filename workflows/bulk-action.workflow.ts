import type { ProcessStart, Resumed } from '../messages/core.messages';
import { RowsUnderOneWait } from './rows';

/** A change of many tasks at once (WRK-1): some hundreds a transaction, each item with its own outcome; a failure in the middle stops nothing. */
export async function bulkAction(start: ProcessStart, resumed?: Resumed): Promise<string> {
  return new RowsUnderOneWait(start, resumed).untilDone();
}
