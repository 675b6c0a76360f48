import { suspenseNames } from '../domain/bank/suspense';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/**
 * A receipt in suspense (BNK-2): until an order takes it, finance splits or returns it, or its time is over. Likely payers are
 * asked at 5 working days, it escalates at 20, the money goes back at 60 days; all of that pauses while an order decides.
 */
export async function suspense(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const receipt = new DurableCase(start, suspenseNames, resumed);

  receipt.accepts('askPayers');

  if (await receipt.opensItself()) await receipt.keepsSchedule();
  return receipt.closed();
}
