import { v7 as uuid } from 'uuid';
import type { ReceiptChange } from '../../domain/decision';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import type { ReceiptRow } from './receipt.model';
import { auditChange } from '../core/audit.commands';
import type { RequestedBy } from '../core/requests.commands';
import { tellCase } from './suspense.commands';

/**
 * Moves a receipt as decided, if it still is in suspense with that amount and belongs to no other order: the row's lock
 * makes a receipt go to one order only (ADV-4). Answers false where somebody else was first.
 */
export async function changeReceipt(trx: Transaction, change: ReceiptChange, order: string, at: Instant): Promise<boolean> {
  const state = change.to === 'linked' ? 'suspense' : change.to;
  const changed = await trx('receipts')
    .where({ id: change.receipt, pence: change.pence.toString(), state: 'suspense' })
    .where((mine) => mine.whereNull('order_id').orWhere('order_id', order).orWhereNotExists(openOrderOf(trx)))
    .update({ state, order_id: order, version: trx.raw('version + 1') });
  if (changed !== 1) return false;
  await tellCase(trx, change.receipt, at);
  return true;
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
    .update({ state: 'returning', version: trx.raw('version + 1') });
  if (changed !== 1) return false;
  const entry = uuid();
  const pence = receipt.pence;
  await trx('journal_entries').insert({ id: entry, tenant_id: tenant, key: `receipt/${receipt.id}/return`, kind: 'return', at });
  await trx('postings').insert([
    { entry_id: entry, tenant_id: tenant, account: 'suspense', pence: pence.toString() },
    { entry_id: entry, tenant_id: tenant, account: 'returns', pence: (-pence).toString() },
  ]);
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
  await tellCase(trx, receipt.id, at);
  return true;
}

/** What a cancelled order had received stays in suspense, linked to it, for a decision about each receipt (ADV-3, BNK-2). */
export async function releaseReceipts(trx: Transaction, order: string, at: Instant): Promise<void> {
  const released = await trx('receipts')
    .where({ order_id: order, state: 'suspense' })
    .update({ version: trx.raw('version + 1') })
    .returning('id');
  for (const { id } of released) await tellCase(trx, id, at);
}

/** A cancelled order leaves its money linked in suspense (ADV-3); another order may take it from there. */
function openOrderOf(trx: Transaction) {
  return trx('advance_orders as o').whereRaw('o.id = receipts.order_id').whereNotIn('o.state', ['allocated', 'cancelled']).select('o.id');
}
