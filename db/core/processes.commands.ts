import { statementImportId } from '../../domain/business-ids';
import type { CommitInput } from '../../domain/commit';
import type { Decision } from '../../domain/decision';
import type { Standing } from '../../domain/process';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from './database';
import { policyInForce } from './policies.queries';
import { startProcess } from './outbox.commands';
import { recordDecision } from './record';
import type { RequestedBy } from './requests.commands';

/** Opens the import's process in the transaction that stores the statement; the relay starts its workflow. */
export async function openImport(trx: Transaction, tenant: string, statement: string, asked: RequestedBy, at: Instant): Promise<void> {
  const input = await importCommit(trx, tenant, statement, 0, at);
  await recordDecision(trx, input, asked, null);
  await startProcess(trx, statement, input.process, { statement });
}

/** Ends the import's process with its last lines. */
export async function finishImport(trx: Transaction, statement: string): Promise<void> {
  const process = await trx('processes').where({ entity_id: statement }).first('version', 'ended_at', 'tenant_id', 'opened_at');
  if (process.ended_at) return;
  await recordDecision(trx, await importCommit(trx, process.tenant_id, statement, process.version, process.opened_at), null, null);
}

async function importCommit(trx: Transaction, tenant: string, statement: string, version: number, at: Instant): Promise<CommitInput> {
  const row = await trx('statements').where({ id: statement }).first();
  const ended = version > 0;
  const standing: Standing = {
    stage: ended ? 'Posted' : 'Posting',
    awaiting: 'nobody',
    clock: ended ? 'stopped' : 'ours',
    since: at,
    why: ended
      ? `Ended: all ${row.line_count} lines are posted.`
      : `Posting ${row.line_count} lines since they were stored; it ends when each receipt is in suspense.`,
    next: [],
    dueAt: null,
    ended,
  };
  const decision: Decision<unknown> = {
    refusals: [],
    next: {
      id: statement,
      lines: row.line_count,
      known: row.known_count,
      receipts: row.receipt_count,
      matched: row.matched_count,
      proof: row.proof,
    },
    event: ended ? 'posted' : 'imported',
    standing,
    entries: [],
    receipts: [],
    mails: [],
    opens: [],
    closes: [],
    evidence: { receivedAt: at },
  };
  return {
    key: `${statementImportId(statement)}/${decision.event}`,
    at,
    requestId: null,
    input: { trigger: decision.event, body: statement },
    process: {
      kind: 'statement-import',
      businessId: statementImportId(statement),
      reference: row.file_name.slice(0, 60),
      owner: 'finance',
      tenant,
      organisation: null,
      ...(await policyInForce(trx)),
    },
    entity: { type: 'statement', id: statement },
    expectedVersion: version,
    decision,
  };
}
