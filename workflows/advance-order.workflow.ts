import { advanceOrderNames } from '../domain/orders/advance-order';
import type { ProcessStart, Resumed } from '../messages/core.messages';
import { DurableCase } from './process';

/**
 * An advance order paid by BACS (ADV-1..4): held from the moment BACS was chosen until finance's bank statement shows the
 * transfer, or finance accepts, extends or cancels. Reminders at 7 and 12 days, overdue at 14, then finance every week.
 */
export async function advanceOrder(start: ProcessStart, resumed?: Resumed): Promise<string> {
  const order = new DurableCase(start, advanceOrderNames, resumed);

  order.opensBy('place');
  order.hears('receiptMatched');
  order.accepts('decideReceived');
  order.accepts('allocate');
  order.accepts('extend');
  order.accepts('cancel');

  if (await order.opened()) await order.keepsSchedule();
  return order.closed();
}
