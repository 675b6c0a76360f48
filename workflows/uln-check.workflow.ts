import type { ProcessStart, Resumed } from '../messages/core.messages';
import { RowsUnderOneWait } from './rows';

/**
 * ULNs that are sent together open it; the Learning Records Service is asked of each, and each answer wakes it. What is unanswered after
 * some working days is the case operators' (ULN-1); it ends with the last answer.
 */
export async function ulnCheck(start: ProcessStart, resumed?: Resumed): Promise<string> {
  return new RowsUnderOneWait(start, resumed).untilDone();
}
