import type { ProcessStart, Resumed } from '../messages/core.messages';
import { RowsUnderOneWait } from './rows';

/**
 * A proved and stored statement becomes receipts in suspense (ADV-4, BNK-1), a thousand lines a transaction; those that
 * quote one open order are told to that order by the same transactions.
 */
export async function statementImport(start: ProcessStart, resumed?: Resumed): Promise<string> {
  return new RowsUnderOneWait(start, resumed).untilDone();
}
