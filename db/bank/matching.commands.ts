import { v7 as uuid } from 'uuid';
import { matchReceipt } from '../../domain/bank/matching';
import { businessId } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { ENDED_STATES } from '../../domain/orders/advance-order.state';
import type { Transaction } from '../core/database';

/** A receipt that quotes references. */
interface Quoting {
  id: string;
  quoted: string[];
}

/** An order as it is told of a receipt. */
export interface ToldOrder {
  id: string;
  reference: string;
  organisation: string;
}

/** Tells orders of receipts that are for them, each under the receipt's own key: whether it takes it, an order decides (ADV-4, BNK-2). */
export async function tellOfReceipts(
  trx: Transaction,
  tenant: string,
  receipts: { id: string; order: ToldOrder }[],
  at: Instant,
): Promise<void> {
  const news = receipts.map(({ id, order }) => ({
    id: uuid(),
    tenant_id: tenant,
    organisation_id: order.organisation,
    kind: 'signal',
    entity_id: order.id,
    name: 'receiptMatched',
    target: businessId('advance-order', order.reference),
    facts: JSON.stringify({ key: id, body: { receipt: id }, at }),
  }));
  if (news.length > 0) await trx('outbox').insert(news);
}

/** Tells each receipt that quotes exactly one open order to that order (ADV-4). Answers the receipts told. */
export async function tellOrders(trx: Transaction, tenant: string, quoting: Quoting[], at: Instant): Promise<string[]> {
  if (quoting.length === 0) return [];
  const references = [...new Set(quoting.flatMap((receipt) => receipt.quoted))];
  const orders = await trx('advance_orders')
    .whereIn('reference', references)
    .whereNotIn('state', [...ENDED_STATES])
    .select('id', 'reference', 'organisation_id as organisation');
  const open = new Map((orders as ToldOrder[]).map((order) => [order.reference, order]));
  const told = quoting.flatMap(({ id, quoted }) => {
    const match = matchReceipt(quoted, (reference) => open.has(reference));
    return match.kind === 'order' ? [{ id, order: open.get(match.reference)! }] : [];
  });
  await tellOfReceipts(trx, tenant, told, at);
  return told.map(({ id }) => id);
}

/** Matches the free receipts in suspense again that quote an order which has appeared or ended (BNK-2). */
export async function rematch(trx: Transaction, tenant: string, reference: string, at: Instant): Promise<void> {
  const { rows } = await trx.raw(
    `select r.id, r.quoted from receipts r
     where r.state = 'suspense' and r.quoted <> '{}' and r.quoted @> array[?]
       and not exists (select from advance_orders o where o.id = r.order_id and o.state not in ('allocated', 'reversed', 'cancelled'))
     order by r.received_at, r.id limit 100`,
    [reference],
  );
  await tellOrders(trx, tenant, rows, at);
}
