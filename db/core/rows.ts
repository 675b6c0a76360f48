import type { Ask, Stands } from '../../domain/commit';
import { decided, type Effects } from '../../domain/decision';
import type { Policy } from '../../domain/policy';
import type { CaseState, RowsDefinition } from '../../domain/process';
import { nameIn, rowKinds, type ProcessStart, type RowsKind } from '../../domain/processes';
import type { Standing } from '../../domain/standing';
import { shownOf } from '../../domain/stands';
import type { Calendar, Instant } from '../../domain/working-days';
import { fromJson } from '../../platform/json';
import { prepared, type Transaction } from './database';
import { startProcess } from './outbox.commands';
import { recordStep } from './record';
import type { RequestedBy } from './requests.commands';
import { calendarOnce, policyOnce } from './rules';
import { wakeProcesses } from './wakes';

/** How far the rows under one wait have come, and when the next one falls due: at once, at an instant, or when it is woken. */
export interface RowsProgress {
  progress: object;
  nextDue: 'atOnce' | Instant | 'whenWoken';
  /** What has happened, and what follows from it beside the rows: kept as a stage, where there is something to say. */
  event?: string;
  effects?: Effects;
}

/** What is done to rows stands on: their progress as it was kept last, and the numbers that their process runs on. */
export interface RowsSituation {
  entity: string;
  at: Instant;
  before: object;
  policy: Policy;
  calendar: Calendar;
}

/** What is done to the rows that are due: one chunk a transaction, each row on its own (design 4). */
export interface RowsStore {
  act(trx: Transaction, situation: RowsSituation): Promise<RowsProgress>;
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
  const row = await hold(trx, start.businessId);
  const told = await store.act(trx, await situationOf(trx, start, row, at));
  const standing = standingOf(start, told.progress, row.opened_at);
  const isMoved = standing.ended !== Boolean(row.ended_at) || standing.stage !== row.stage || standing.dueAt !== row.due_at;
  const version = isMoved || told.event ? row.version + 1 : row.version;
  if (version > row.version) await recordRows(trx, { process: start, ...told, version, asked: null, at, since: row.opened_at });
  const of = { reference: start.reference, tenant: row.tenant };
  const wake = { what: 'act', at: told.nextDue === 'atOnce' ? at : told.nextDue, summary: standing.why };
  const sleeps = standing.ended || told.nextDue === 'whenWoken';
  return { version, wake: sleeps ? null : wake, ended: standing.ended, show: shownOf(standing, of) };
}

/**
 * What a person's command makes of the rows: kept at once with who and why (AUD-1); their process is woken and goes on from there.
 * Locks the process first, as `actOnDue` does, then whatever `change` locks.
 */
export async function changeRows(
  trx: Transaction,
  process: ProcessStart,
  asked: RequestedBy,
  at: Instant,
  change: (situation: RowsSituation) => Promise<RowsProgress>,
): Promise<void> {
  const row = await hold(trx, process.businessId);
  const situation = await situationOf(trx, process, row, at);
  const told = await change(situation);
  await recordRows(trx, { process, ...told, version: row.version + 1, asked, at, since: row.opened_at });
  await wakeProcesses(trx, [situation.entity]);
}

const HOLD = `
  select version, ended_at, opened_at, stage, due_at, state, held_calendar() as calendar, (select key from tenants t where t.id = tenant_id) as tenant
  from processes where business_id = $1 for update`;

interface HeldRows {
  version: number;
  ended_at: Instant | null;
  opened_at: Instant;
  stage: string;
  due_at: Instant | null;
  state: unknown;
  calendar: string;
  tenant: string;
}

async function hold(trx: Transaction, businessId: string): Promise<HeldRows> {
  const [row] = await prepared<HeldRows>(trx, 'hold-rows', HOLD, [businessId]);
  if (!row) throw new Error(`${businessId} has no row`);
  return row;
}

async function situationOf(
  trx: Transaction,
  { businessId, tenant, policyVersion }: ProcessStart,
  { state, calendar }: HeldRows,
  at: Instant,
): Promise<RowsSituation> {
  return {
    entity: nameIn(businessId),
    at,
    before: fromJson<object>(JSON.stringify(state)),
    policy: await policyOnce(trx, tenant, policyVersion),
    calendar: await calendarOnce(trx, tenant, calendar),
  };
}

interface RowsStep extends Pick<RowsProgress, 'progress' | 'event' | 'effects'> {
  process: ProcessStart;
  version: number;
  asked: RequestedBy | null;
  at: Instant;
  since: Instant;
}

async function recordRows(trx: Transaction, { process, progress, version, asked, at, since, effects, ...told }: RowsStep): Promise<void> {
  const standing = standingOf(process, progress, since);
  const event = told.event ?? eventOf(standing);
  const next: CaseState = { ...progress, id: nameIn(process.businessId), state: standing.stage, stateSince: at, schedule: [] };
  const policy = await policyOnce(trx, process.tenant, process.policyVersion);
  const key = `${process.businessId}/${event}/${version}`;
  const decision = decided(next, event, { ...effects, evidence: { receivedAt: since } });
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
