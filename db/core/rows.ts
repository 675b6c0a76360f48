import type { Ask, Stands } from '../../domain/commit';
import { decided } from '../../domain/decision';
import type { CaseState, RowsDefinition } from '../../domain/process';
import { nameIn, rowKinds, type ProcessStart, type RowsKind } from '../../domain/processes';
import type { Standing } from '../../domain/standing';
import { shownOf } from '../../domain/stands';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from './database';
import { startProcess } from './outbox.commands';
import { recordStep } from './record';
import type { RequestedBy } from './requests.commands';
import { policyOnce } from './rules';

/** How far the rows under one wait have come, and when the next one falls due: at once, at an instant, or when it is woken. */
export interface RowsProgress {
  progress: object;
  nextDue: 'atOnce' | Instant | 'whenWoken';
}

/** What is done to the rows that are due: one chunk a transaction, each row on its own (design 4). */
export interface RowsStore {
  act(trx: Transaction, entity: string, at: Instant): Promise<RowsProgress>;
}

/** Opens the one wait of many rows in the transaction that makes them; the relay starts its workflow. */
export async function openRows(
  trx: Transaction,
  process: ProcessStart,
  progress: object,
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  await recordRows(trx, { process, progress, version: 1, event: 'opened', asked, at, since: at });
  await startProcess(trx, nameIn(process.businessId), process);
}

/**
 * Does the next chunk of what is due and answers when to wake next: the same shape as a commit (design 4, "many alike, one
 * wait"). Repeated after a crash it goes on where the last transaction ended.
 */
export async function actOnDue(trx: Transaction, store: RowsStore, { process, at }: Pick<Ask, 'process' | 'at'>): Promise<Stands> {
  const start = process as ProcessStart;
  const [row] = await prepared<HeldRows>(
    trx,
    'hold-rows',
    'select version, ended_at, opened_at, stage, due_at, (select key from tenants t where t.id = tenant_id) as tenant from processes where business_id = $1 for update',
    [start.businessId],
  );
  if (!row) throw new Error(`${start.businessId} has no row`);
  const { progress, nextDue } = await store.act(trx, nameIn(start.businessId), at);
  const standing = standingOf(start, progress, row.opened_at);
  const version = row.version + 1;
  const moves = standing.ended !== Boolean(row.ended_at) || standing.stage !== row.stage || standing.dueAt !== row.due_at;
  if (moves) await recordRows(trx, { process: start, progress, version, event: eventOf(standing), asked: null, at, since: row.opened_at });
  const of = { reference: start.reference, tenant: row.tenant };
  const wake = { what: 'act', at: nextDue === 'atOnce' ? at : nextDue, summary: standing.why };
  const sleeps = standing.ended || nextDue === 'whenWoken';
  return { version: moves ? version : row.version, wake: sleeps ? null : wake, ended: standing.ended, show: shownOf(standing, of) };
}

interface HeldRows {
  version: number;
  ended_at: Instant | null;
  opened_at: Instant;
  stage: string;
  due_at: Instant | null;
  tenant: string;
}

interface RowsStep {
  process: ProcessStart;
  progress: object;
  version: number;
  event: string;
  asked: RequestedBy | null;
  at: Instant;
  since: Instant;
}

async function recordRows(trx: Transaction, { process, progress, version, event, asked, at, since }: RowsStep): Promise<void> {
  const standing = standingOf(process, progress, since);
  const next: CaseState = { ...progress, id: nameIn(process.businessId), state: standing.stage, stateSince: at, schedule: [] };
  const policy = await policyOnce(trx, process.tenant, process.policyVersion);
  const key = `${process.businessId}/${event}/${version}`;
  const decision = decided(next, event, { evidence: { receivedAt: since } });
  const stands: Stands = {
    version,
    wake: null,
    ended: standing.ended,
    show: shownOf(standing, { reference: process.reference, tenant: '' }),
  };
  const step = { process, key, trigger: event, at, version, changedVersion: 0, before: next, decision, standing, policy, asked };
  await recordStep(trx, step, { entity: definitionOf(process).names.entity, body: null, stands });
}

function standingOf(process: ProcessStart, progress: object, since: Instant): Standing {
  return definitionOf(process).standing(progress as never, since);
}

function eventOf({ stage }: Standing): string {
  return stage.replace(/^./, (first) => first.toLowerCase());
}

function definitionOf({ kind }: ProcessStart): RowsDefinition {
  return rowKinds[kind as RowsKind];
}
