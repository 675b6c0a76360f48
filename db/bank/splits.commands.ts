import { v7 as uuid } from 'uuid';
import type { Pence } from '../../domain/money';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import type { ReceiptRow } from './receipt.model';
import { auditChange } from '../core/audit.commands';
import type { RequestedBy } from '../core/requests.commands';
import { tellOfReceipts, type ToldOrder } from './matching.commands';
import { openCases } from './suspense.commands';
import { wakeProcesses } from '../core/wakes';

/** A part of a receipt: for an order, or null for what stays in suspense. */
export interface SplitPart {
  order: ToldOrder | null;
  pence: Pence;
}

/**
 * Splits a free receipt over several orders (BNK-2): its parts are receipts in suspense of their own, each told to its order;
 * no money moves yet. Answers the parts' IDs, or null where the receipt is not free in suspense.
 */
export async function splitReceipt(
  trx: Transaction,
  tenant: string,
  receipt: ReceiptRow,
  parts: SplitPart[],
  asked: RequestedBy,
  at: Instant,
): Promise<string[] | null> {
  const [whole] = await trx('receipts')
    .where({ id: receipt.id, state: 'suspense', version: receipt.version })
    .update({ state: 'split', order_id: null, moved_at: at, version: trx.raw('version + 1') })
    .returning('*');
  if (!whole) return null;
  // What the database makes of a row itself cannot be written.
  const { words: _made, ...copied } = whole;
  const made = parts.map((part) => ({ ...part, id: uuid() }));
  await trx('receipts').insert(
    made.map(({ id, pence, order }) => ({
      ...copied,
      id,
      entry: null,
      pence: pence.toString(),
      quoted: order ? [order.reference] : [],
      state: 'suspense',
      parent_id: whole.id,
      order_id: null,
      version: 1,
      moved_at: at,
    })),
  );
  const orders = made.flatMap((part) => (part.order ? [{ ...part, order: part.order }] : []));
  await tellOfReceipts(trx, tenant, orders, at);
  const ids = made.map(({ id }) => id);
  await openCases(
    trx,
    tenant,
    ids,
    orders.map(({ id }) => id),
  );
  const after = {
    state: 'split',
    parts: made.map(({ id, order, pence }) => ({ receipt: id, order: order?.id ?? null, pence: pence.toString() })),
  };
  await auditChange(
    trx,
    { tenant, entity: { type: 'receipt', id: whole.id }, event: 'split', at, before: { state: 'suspense' }, after },
    asked,
  );
  await wakeProcesses(trx, [whole.id]);
  return ids;
}
