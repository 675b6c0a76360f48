import { z } from 'zod';
import { toMoney, sum } from '../../domain/money';
import { isOpen } from '../../domain/orders/advance-order.state';
import type { AdvanceOrderRow } from '../../db/orders/advance-order.model';
import type { OrderDetails } from '../../db/orders/advance-orders.queries';
import { money } from '../core/schemas';

/** An advance order as everybody sees it (ADV-2, BNK-3). */
export const advanceOrder = z.object({
  id: z.uuid(),
  reference: z.string(),
  purchaseOrder: z.string(),
  level: z.uuid(),
  billingOffice: z.uuid(),
  accountsContact: z.string(),
  credits: z.int().describe('None of a transfer for an order for cards'),
  order: z.uuid().nullable().describe('The order for cards that it is the transfer for'),
  due: money,
  received: money,
  allocated: money,
  reversed: money.describe('What was allocated once and was taken back: it is usable no more'),
  state: z.enum(['held', 'partPaid', 'overPaid', 'overdue', 'allocated', 'reversed', 'cancelled']),
  bacsChosenAt: z.iso.datetime(),
  dueAt: z.iso.datetime(),
  notice: z.string().nullable(),
  payTo: z
    .object({ accountName: z.string(), sortCode: z.string(), accountNumber: z.string() })
    .nullable()
    .describe('The account to transfer to, while the order is open'),
  version: z.int(),
});
advanceOrder.register(z.globalRegistry, { id: 'AdvanceOrder' });

/** What the payer is told with every order that is still open (ADV-2). */
function noticeFor(order: AdvanceOrderRow): string | null {
  if (!isOpen(order)) return null;
  return `No funds are usable until finance has allocated your transfer, which may take up to 2 weeks. Quote ${order.reference} exactly: a wrong reference delays it.`;
}

/** An advance order; `received` counts what was received for it and not returned. */
export function orderBody({ order, receipts, payTo }: OrderDetails) {
  return {
    id: order.id,
    reference: order.reference,
    purchaseOrder: order.purchaseOrder,
    level: order.nodeId,
    billingOffice: order.billingOfficeId,
    accountsContact: order.accountsContact,
    credits: order.credits,
    order: order.applicationOrderId,
    due: toMoney(order.duePence),
    received: toMoney(sum(receipts.filter((receipt) => receipt.state !== 'returning').map((receipt) => receipt.pence))),
    allocated: toMoney(order.allocatedPence),
    reversed: toMoney(order.reversedPence),
    state: order.state,
    bacsChosenAt: order.chosenAt,
    dueAt: order.dueAt,
    notice: noticeFor(order),
    payTo: isOpen(order) ? payTo : null,
    version: order.version,
  };
}
