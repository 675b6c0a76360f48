import { v7 as uuid } from 'uuid';
import type { Approval } from '../../domain/work/approval.state';
import type { CommitInput } from '../../domain/commit';
import { inPounds } from '../../domain/money';
import type { Transaction } from '../core/database';
import { refused } from '../core/commit-refused';
import { moveRow, stateColumns } from '../core/process-rows';
import type { RequestedBy } from '../core/requests.commands';
import { lockFunds, usableFunds } from '../bank/offers';

/** Writes a proposal; an approved one takes effect in the same transaction (SEC-8, TIM-3). Answers what stood before. */
export async function writeApproval(
  trx: Transaction,
  input: CommitInput,
  next: Approval,
  asked: RequestedBy | null,
): Promise<Record<string, unknown> | null> {
  if (input.expectedVersion === 0) {
    await trx('approvals').insert({
      ...stateColumns(input, next),
      id: next.id,
      tenant_id: next.tenant,
      what: next.proposal!.what,
      proposed_by: next.proposedBy,
      reason: asked!.reason ?? '',
    });
    return null;
  }
  const before = await moveRow(trx, 'approvals', input, next, { decided_by: asked?.by.user_id ?? null });
  if (next.state === 'approved') await takeEffect(trx, next);
  return before;
}

async function takeEffect(trx: Transaction, { tenant, proposal }: Approval): Promise<void> {
  if (proposal!.what === 'adjustment') return insistOnFunds(trx, proposal!.from, proposal!.pence);
  const { version, effectiveFrom, changes } = proposal!;
  const made = await trx('policies')
    .insert({ id: uuid(), tenant_id: tenant, version, effective_from: effectiveFrom, changes: JSON.stringify(changes) })
    .onConflict(['tenant_id', 'effective_from'])
    .ignore()
    .returning('id');
  if (made.length === 0)
    throw refused(
      'effectiveFrom',
      'TIM-3',
      'Another policy comes into force at that moment',
      'Decline it, and propose it for another day.',
    );
}

/** Funds never go below nothing by an adjustment (ADV-6). */
async function insistOnFunds(trx: Transaction, account: string, pence: bigint): Promise<void> {
  const [kind, node] = account.split('/');
  if (kind !== 'funds') return;
  await lockFunds(trx, node!);
  const usable = await usableFunds(trx, node!);
  if (usable < pence)
    throw refused('fundsMoved', 'SEC-8', `Only ${inPounds(usable)} is left there`, 'Decline it, and propose a smaller one.');
}
