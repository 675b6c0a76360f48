import { z } from 'zod';
import { toMoney } from '../../domain/money';
import { referenceOf } from '../../domain/processes';
import type { ReceiptRow } from '../../db/bank/receipt.model';
import { money } from '../core/schemas';

/** A receipt: money in, in suspense until allocated or returned (ADV-4). */
export const receipt = z.object({
  id: z.uuid(),
  reference: z.string(),
  bankAccount: z.uuid(),
  bookedOn: z.iso.date(),
  amount: money,
  payer: z.string(),
  texts: z.array(z.string()),
  state: z.enum(['suspense', 'allocated', 'returning', 'split']),
  partOf: z.uuid().nullable(),
  order: z.uuid().nullable(),
  orderReference: z.string().nullable(),
  receivedAt: z.iso.datetime(),
  statement: z.uuid(),
  row: z.int(),
  version: z.int(),
});
receipt.register(z.globalRegistry, { id: 'Receipt' });
/** A receipt with the parts that it was split into; none where it was not (BNK-2). */
export const whole = receipt.extend({ parts: z.array(receipt) });
whole.register(z.globalRegistry, { id: 'WholeReceipt' });

/** A receipt. */
export function receiptBody(receipt: ReceiptRow) {
  const { id, bookedOn, payer, texts, state, row, version } = receipt;
  return {
    id,
    reference: referenceOf('suspense', id),
    bankAccount: receipt.bankAccountId,
    bookedOn,
    amount: toMoney(receipt.pence),
    payer,
    texts,
    state,
    order: receipt.orderId,
    orderReference: receipt.order?.reference ?? null,
    partOf: receipt.parentId,
    receivedAt: receipt.receivedAt,
    statement: receipt.statementId,
    row,
    version,
  };
}
