import type { Reversal, ReversalFacts } from '../../domain/bank/reversal.state';
import { refused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import type { RowStore, Step } from '../core/row-store';
import { findOrder, reverseOrder } from '../orders/offers';
import { lockFunds, usableFunds } from './funds';
import { ReversalRow } from './reversal.model';
import { allocatedByHand } from './reversals.queries';

/** How a reversal meets its tables: its row, the order's receipts that come back to suspense, the fund that they came from (ADV-5). */
export const reversalStore: RowStore<Reversal, ReversalFacts> = {
  table: 'reversals',
  facts: async (trx, { state, trigger, body }) => {
    if (trigger === 'request') return { allocation: await allocationOf(trx, (body as { order: string }).order), usable: 0n };
    if (trigger !== 'approve') return { allocation: null, usable: 0n };
    await lockFunds(trx, state.node);
    return { allocation: null, usable: await usableFunds(trx, state.node) };
  },
  write: async (trx, step) => {
    if (step.version === 1) return insert(trx, step);
    const { id, state, stateSince, debt } = step.decision.next;
    const decidedBy = state === 'awaiting' ? null : (step.asked?.by.user_id ?? null);
    await ReversalRow.query(trx)
      .findById(id)
      .patch({ state: state as ReversalRow['state'], stateSince, debtPence: debt, decidedBy, version: step.version });
    if (state === 'approved') await takeBack(trx, step);
  },
};

async function allocationOf(trx: Transaction, id: string): Promise<ReversalFacts['allocation']> {
  const found = await findOrder(trx, id, null);
  const receipts = found?.receipts.filter((receipt) => receipt.state === 'allocated') ?? [];
  if (!found || receipts.length === 0) return null;
  const { nodeId, allocatedPence, payerId } = found.order;
  const money = { node: nodeId, pence: allocatedPence, receipts: receipts.map((receipt) => receipt.id) };
  return { order: id, ...money, allocatedBy: await allocatedByHand(trx, id), payer: payerId };
}

async function insert(trx: Transaction, { decision, version, asked }: Step<Reversal>): Promise<void> {
  const { id, tenant, order, pence, debt, requestedBy, allocatedBy, state, stateSince, reference } = decision.next;
  const inserted = await trx('reversals')
    .insert({
      id,
      tenant_id: tenant,
      order_id: order,
      pence: pence.toString(),
      debt_pence: debt.toString(),
      requested_by: requestedBy,
      reason: asked?.reason ?? '',
      allocated_by: allocatedBy,
      state,
      state_since: stateSince,
      version,
    })
    .onConflict(trx.raw(`(order_id) where state <> 'declined'`))
    .ignore()
    .returning('id');
  if (inserted.length === 0)
    throw refused('reversed', 'ADV-5', `${reference} is being reversed, or was`, 'Read GET /v1/reversals?order=… for how it stands.');
}

async function takeBack(trx: Transaction, { decision, at, asked }: Step<Reversal>): Promise<void> {
  const { id, receipts, order, pence, debt } = decision.next;
  await reverseOrder(trx, order, { reversal: id, pence, debt }, { at, asked });
  const back = await trx('receipts')
    .whereIn('id', receipts)
    .where({ state: 'allocated', order_id: order })
    .update({ state: 'suspense', order_id: null, suspense_since: at, moved_at: at, version: trx.raw('version + 1') });
  if (back !== receipts.length) throw new Error(`Reversal ${id} found ${back} of ${receipts.length} receipts`);
}
