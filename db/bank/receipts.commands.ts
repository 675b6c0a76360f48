import { ENDED_STATES, type ReceiptFact } from '../../domain/orders/advance-order.state';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { postEntry } from './entries.commands';
import type { ReceiptRow } from './receipt.model';
import { auditChange } from '../core/audit.commands';
import type { RequestedBy } from '../core/requests.commands';
import { wakeProcesses } from '../core/wakes';

/** Receipts as facts of an order's decision, their rows locked in order: free where they lie in suspense for no other open order (ADV-4). */
export async function lockReceipts(trx: Transaction, receipts: string[], order: string): Promise<ReceiptFact[]> {
  await trx.raw('select id from receipts where id = any(?::uuid[]) order by id for update', [receipts]);
  const { rows } = await trx.raw(
    `select r.id as receipt, r.pence, r.state = 'suspense' and not exists (
       select from advance_orders o where o.id = r.order_id and o.id <> ? and o.state not in ('allocated', 'reversed', 'cancelled')) as "isFree"
     from receipts r where r.id = any(?::uuid[]) order by r.id`,
    [order || null, receipts],
  );
  return rows as ReceiptFact[];
}

/** Moves receipts of an order, locked before, as it decided about them (ADV-4). */
export async function moveReceipts(
  trx: Transaction,
  receipts: { receipt: string }[],
  state: ReceiptRow['state'],
  order: string,
  at: Instant,
): Promise<void> {
  if (receipts.length === 0) return;
  const ids = receipts.map(({ receipt }) => receipt);
  const moved = await trx('receipts')
    .whereIn('id', ids)
    .where({ state: 'suspense' })
    .update({ state, order_id: order, moved_at: at, version: trx.raw('version + 1') });
  if (moved !== ids.length) throw new Error(`Order ${order} found ${moved} of ${ids.length} receipts in suspense`);
}

/**
 * Sends a receipt that belongs to no open order back (Dr suspense, Cr returns), with its journal entry and audit row.
 * Answers false where it is not free in suspense.
 */
export async function returnReceipt(
  trx: Transaction,
  tenant: string,
  receipt: ReceiptRow,
  asked: RequestedBy,
  at: Instant,
): Promise<boolean> {
  const changed = await trx('receipts')
    .where({ id: receipt.id, state: 'suspense' })
    .where((free) => free.whereNull('order_id').orWhereNotExists(openOrderOf(trx)))
    .update({ state: 'returning', moved_at: at, version: trx.raw('version + 1') });
  if (changed !== 1) return false;
  const postings = [
    { account: 'suspense', pence: receipt.pence },
    { account: 'returns', pence: -receipt.pence },
  ];
  await postEntry(trx, tenant, { key: `receipt/${receipt.id}/return`, kind: 'return', postings }, at);
  await auditChange(
    trx,
    {
      tenant,
      entity: { type: 'receipt', id: receipt.id },
      event: 'returned',
      at,
      before: { state: receipt.state },
      after: { state: 'returning' },
    },
    asked,
  );
  await wakeProcesses(trx, [receipt.id]);
  return true;
}

/** What a cancelled order had received stays in suspense, linked to it, for a decision about each receipt (ADV-3, BNK-2). */
export async function releaseReceipts(trx: Transaction, order: string, at: Instant): Promise<void> {
  await trx('receipts')
    .where({ order_id: order, state: 'suspense' })
    .update({ moved_at: at, version: trx.raw('version + 1') });
}

/** A cancelled order leaves its money linked in suspense (ADV-3); another order may take it from there. */
function openOrderOf(trx: Transaction) {
  return trx('advance_orders as o')
    .whereRaw('o.id = receipts.order_id')
    .whereNotIn('o.state', [...ENDED_STATES])
    .select('o.id');
}
