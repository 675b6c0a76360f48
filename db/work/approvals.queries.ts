import type { Approval, Proposal } from '../../domain/work/approval.state';
import { fromJson } from '../../platform/json';
import type { Transaction } from '../core/database';

/** A proposal with its state and who decided. */
export interface ApprovalRow {
  id: string;
  what: Proposal['what'];
  proposedBy: string;
  reason: string;
  decidedBy: string | null;
  state: 'awaiting' | 'approved' | 'declined';
  since: string;
  version: number;
  approval: Approval;
}

/** Proposals, newest first: of one kind, or all. */
export async function listApprovals(trx: Transaction, what?: string): Promise<ApprovalRow[]> {
  const query = proposals(trx).orderBy('a.id', 'desc').limit(100);
  if (what) query.where('a.what', what);
  return (await query).map(asRow);
}

/** A proposal, or undefined. */
export async function findApproval(trx: Transaction, id: string): Promise<ApprovalRow | undefined> {
  const row = await proposals(trx).where('a.id', id).first();
  return row && asRow(row);
}

function asRow(row: Record<string, unknown>): ApprovalRow {
  return {
    id: row['id'],
    what: row['what'],
    proposedBy: row['proposed_by'],
    reason: row['reason'],
    decidedBy: row['decided_by'],
    state: row['state'],
    since: row['state_since'],
    version: row['version'],
    approval: fromJson(JSON.stringify(row['process'])),
  } as ApprovalRow;
}

function proposals(trx: Transaction) {
  return trx('approvals as a').join('processes as p', 'p.entity_id', 'a.id').select('a.*', 'p.state as process');
}
