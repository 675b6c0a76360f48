import type { CommitInput } from '../../domain/commit';
import type { Reversal } from '../../domain/bank/reversal.state';
import type { Transaction } from '../core/database';
import { lockFunds, usableFunds } from './funds';
import { refused } from '../core/commit-refused';
import { openCases } from './suspense.commands';

/**
 * Writes a reversal under its version; an approved one takes the receipts back to suspense and proves, under the fund's lock,
 * that what it takes from the funds is still there (ADV-5). Answers what stood before.
 */
export async function writeReversal(trx: Transaction, input: CommitInput, next: Reversal): Promise<Record<string, unknown> | null> {
  const row = {
    state: next.state,
    state_since: next.stateSince,
    debt_pence: next.debt.toString(),
    schedule: JSON.stringify(next.schedule),
    version: input.expectedVersion + 1,
  };
  if (input.expectedVersion === 0) {
    const { id, tenant, order, pence, requestedBy, allocatedBy } = next;
    const inserted = await trx('reversals')
      .insert({
        ...row,
        id,
        tenant_id: tenant,
        order_id: order,
        pence: pence.toString(),
        requested_by: requestedBy,
        allocated_by: allocatedBy,
      })
      .onConflict(trx.raw(`(order_id) where state <> 'declined'`))
      .ignore()
      .returning('id');
    if (inserted.length === 0)
      throw refused(
        'reversed',
        'ADV-5',
        `${next.reference} is being reversed, or was`,
        'Read GET /v1/reversals?order=… for how it stands.',
      );
    return null;
  }
  const before = await trx('reversals').where({ id: next.id, version: input.expectedVersion }).forUpdate().first('state');
  if (!before) throw new Error(`Reversal ${next.id} is not at version ${input.expectedVersion}`);
  await trx('reversals').where({ id: next.id }).update(row);
  if (next.state === 'approved') await takeBack(trx, input, next);
  return { state: before.state };
}

async function takeBack(trx: Transaction, input: CommitInput, next: Reversal): Promise<void> {
  await lockFunds(trx, next.node);
  const usable = await usableFunds(trx, next.node);
  if (usable < next.pence - next.debt || (next.debt > 0n && usable !== next.pence - next.debt))
    throw refused(
      'fundsMoved',
      'ADV-5',
      'The funds were spent from, or grew, meanwhile',
      'Approve it again: the debt is then computed anew.',
    );
  const back = await trx('receipts')
    .whereIn('id', next.receipts)
    .where({ state: 'allocated', order_id: next.order })
    .update({ state: 'suspense', order_id: null, suspense_since: input.at, version: trx.raw('version + 1') });
  if (back !== next.receipts.length) throw new Error(`Reversal ${next.id} found ${back} of ${next.receipts.length} receipts`);
  await openCases(trx, next.tenant, next.receipts, []);
}
