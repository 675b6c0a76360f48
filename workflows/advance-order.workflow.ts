import { unplaced, type AdvanceOrder, type HoldEvent } from '../domain/orders/advance-order.state';
import * as decide from '../domain/orders/advance-order.decide';
import { onDue } from '../domain/orders/advance-order.due';
import { eventSummary } from '../domain/orders/advance-order.standing';
import { policyOf } from '../domain/policy';
import { allocateUpdate, cancelUpdate, decideReceivedUpdate, extendUpdate, placeUpdate, receiptMatched } from '../messages/orders.messages';
import type { ProcessStart } from '../messages/core.messages';
import { DurableProcess, type Resumed } from './process';

/**
 * An advance order paid by BACS (ADV-1..4): held from the moment BACS was chosen until finance's bank statement shows the
 * transfer, or finance accepts, extends or cancels. Reminders at 7 and 12 days, overdue at 14, then finance every week.
 */
export async function advanceOrder(start: ProcessStart, resumed?: Resumed<AdvanceOrder>): Promise<string> {
  const policy = policyOf(start);
  const order = new DurableProcess<HoldEvent, AdvanceOrder>(
    start,
    'advance-order',
    unplaced(start.reference, start.tenant, start.organisation!),
    resumed,
  );

  order.opensBy(placeUpdate, (body, at) => decide.place({ ...order.state, payer: body.payer }, body, policy, at));
  order.hears(
    receiptMatched,
    (news) => news.receipt,
    (news) => decide.receive(order.state, news, news.at),
  );
  order.accepts(decideReceivedUpdate, (body, at) => decide.decideReceived(order.state, body.choice, at));
  order.accepts(allocateUpdate, (body, at) => decide.allocate(order.state, body.receipts, body.acceptOtherAmount, at));
  order.accepts(extendUpdate, (body, at) => decide.extend(order.state, body.days, policy, at));
  order.accepts(cancelUpdate, (_body, at) => decide.cancel(order.state, at));

  if (await order.opened()) {
    await order.keepSchedule(
      (due) => onDue(order.state, due, policy),
      (due) => eventSummary(order.state, due),
    );
  }
  return order.closed();
}
