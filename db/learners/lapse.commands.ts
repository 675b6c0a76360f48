import { v7 as uuid } from 'uuid';
import type { LapseProgress } from '../../domain/learners/lapse.process';
import { comingOf, fallDue, type LapseMail } from '../../domain/learners/lapse-moments';
import type { Policy } from '../../domain/policy';
import { businessId, startOf } from '../../domain/processes';
import { londonDate, type Instant, type LocalDate } from '../../domain/working-days';
import { papersOfLearners } from '../bookings/offers';
import { auditChanges } from '../core/audit.commands';
import { prepared, type Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { openRows } from '../core/rows';
import { policyOnce } from '../core/rules';
import { wakeProcesses } from '../core/wakes';
import { BatchRow, LearnerRow } from '../registration/batch.model';
import { stateOf, writeStates } from './learner-state';

/** Shared: those who register, withdraw or move hinder none of one another; only the wait that acts waits for them, and they for it. */
const HELD = `
  select entity_id, policy_version from processes
  where kind = 'lapse' and entity_id = any($1::uuid[]) and ended_at is null order by entity_id for share`;
/** Whoever opens a wait holds its batch: of several at once the next ones find it open. */
const HOLD_CLOSED = 'select id from batches where id = any($1::uuid[]) order by id for no key update';
const TIMES = `select count(*)::int as times from processes where kind = 'lapse' and entity_id = $1`;
const PROGRESS = `
  select utc_text(next_at) as at, lapses_on, count(*)::int as learners from learners where batch_id = $1 and next_at is not null
  group by next_at, lapses_on order by next_at, lapses_on`;
const MAIL = `
  with told as (
    insert into lapse_mails (batch_id, day, what, tenant_id, organisation_id) select id, $2::date, $3, tenant_id, organisation_id from batches where id = $1
    on conflict do nothing returning batch_id, tenant_id, organisation_id)
  insert into outbox (id, tenant_id, organisation_id, kind, entity_id, name, target, facts)
  select $4, t.tenant_id, t.organisation_id, 'mail', t.batch_id, $5, 'batch/' || t.batch_id, jsonb_build_object('lapseBatch', t.batch_id::text, 'reference', b.number, 'day', $2::text)
  from told t join batches b on b.id = t.batch_id`;
const MAILS: Record<LapseMail, string> = { notice: 'lapse-notice', lapsed: 'learners-lapsed' };

/** The waits of some batches, held until the transaction ends: none of them acts or ends meanwhile (LAP-1). */
export interface LapseWaits {
  /** The numbers that a batch's wait runs on, or would. */
  policyOf(batch: string): Policy;
  /** Sees to it that each batch has its wait, which counts anew; called once its learners are there. */
  open(asked: RequestedBy | null, at: Instant): Promise<void>;
}

/** Holds the waits of batches. To be called before their learners are locked (design 3, locks). */
export async function holdLapses(
  trx: Transaction,
  { tenant, organisation }: { tenant: string; organisation: string },
  batches: string[],
): Promise<LapseWaits> {
  const versions = await openOf(trx, batches);
  const closed = batches.filter((batch) => !versions.has(batch));
  if (closed.length > 0) {
    await prepared(trx, 'hold-closed-lapses', HOLD_CLOSED, [closed]);
    for (const [batch, version] of await openOf(trx, closed)) versions.set(batch, version);
  }
  const { policyVersion } = await policyInForce(trx);
  const numbers = new Map<string, Policy>();
  for (const version of new Set([policyVersion, ...versions.values()])) numbers.set(version, await policyOnce(trx, tenant, version));
  return {
    policyOf: (batch) => numbers.get(versions.get(batch) ?? policyVersion)!,
    open: async (asked, at) => {
      await wakeProcesses(trx, [...versions.keys()]);
      for (const batch of batches)
        if (!versions.has(batch))
          await openLapse(trx, { tenant, organisation, policyVersion, policy: numbers.get(policyVersion)! }, batch, asked, at);
    },
  };
}

/** Of some batches those whose wait is open, held, each with the version of policy that it runs on. */
async function openOf(trx: Transaction, batches: string[]): Promise<Map<string, string>> {
  const held = await prepared<{ entity_id: string; policy_version: string }>(trx, 'hold-lapses', HELD, [batches]);
  return new Map(held.map(({ entity_id: batch, policy_version: version }) => [batch, version]));
}

/** How the registrations of a batch stand, by the numbers that its wait runs on (LAP-1). */
export async function progressOf(trx: Transaction, batch: string, policy: Policy): Promise<LapseProgress> {
  const rows = await prepared<{ at: Instant; learners: number; lapses_on: LocalDate }>(trx, 'lapse-progress', PROGRESS, [batch]);
  const groups = rows.map(({ at: nextAt, learners, lapses_on: lapsesOn }) => ({ nextAt, learners, lapsesOn }));
  return { open: groups.reduce((sum, { learners }) => sum + learners, 0), next: comingOf(groups, policy) };
}

/**
 * Lets what has fallen due of some locked learners by an instant happen, each at its own, and tells the centre, one mail a batch and
 * day; answers the learners as they stand then (LAP-1, design 3: nothing overtakes a moment).
 */
export async function letFallDue(
  trx: Transaction,
  learners: LearnerRow[],
  at: Instant,
  policyOf: (batch: string) => Policy,
): Promise<LearnerRow[]> {
  const stands = new Map(learners.map((row) => [row.id, row]));
  for (;;) {
    const due = [...stands.values()].filter(({ nextAt }) => nextAt !== null && nextAt <= at);
    if (due.length === 0) return [...stands.values()];
    const moment = due.reduce((first, { nextAt }) => (nextAt! < first ? nextAt! : first), due[0]!.nextAt!);
    const now = due.filter(({ nextAt }) => nextAt === moment);
    for (const row of await happen(trx, now, policyOf)) stands.set(row.id, row);
  }
}

async function happen(trx: Transaction, learners: LearnerRow[], policyOf: (batch: string) => Policy): Promise<LearnerRow[]> {
  const decided = learners.map((row) => ({ row, decision: fallDue(stateOf(row), policyOf(row.batchId)) }));
  await writeStates(
    trx,
    decided.map(({ decision: { next } }) => next),
  );
  const lapsed = decided.filter(({ decision }) => decision.event === 'lapsed');
  const changes = lapsed.map(({ row, decision }) => ({
    ...{ tenant: row.tenantId, organisation: row.organisationId, entity: { type: 'learner', id: row.id }, event: 'lapsed' },
    ...{ at: decision.next.stateSince, before: { state: row.state }, after: { state: decision.next.state } },
    evidence: { lapsesOn: row.lapsesOn },
  }));
  await auditChanges(trx, changes, null);
  const [{ nextAt }] = learners as [LearnerRow];
  const gone = lapsed.map(({ row }) => row.id);
  await papersOfLearners(trx, gone, nextAt!);
  const told = new Map(
    decided.map(({ row, decision }) => [`${row.batchId}/${decision.event}`, { batch: row.batchId, event: decision.event }]),
  );
  const inOrder = [...told.values()].sort((one, other) => (one.batch < other.batch ? -1 : 1));
  for (const { batch, event } of inOrder) await tell(trx, batch, londonDate(nextAt!), event === 'lapsed' ? 'lapsed' : 'notice');
  return decided.map(({ row, decision: { next } }) =>
    LearnerRow.fromJson(
      { ...row, state: next.state, stateSince: next.stateSince, nextAt: next.nextAt, version: row.version + 1 },
      { skipValidation: true },
    ),
  );
}

async function tell(trx: Transaction, batch: string, day: LocalDate, what: LapseMail): Promise<void> {
  await prepared(trx, 'lapse-mail', MAIL, [batch, day, what, uuid(), MAILS[what]]);
}

/** A batch whose wait has ended has its next one. */
async function openLapse(
  trx: Transaction,
  { policy, ...of }: { tenant: string; organisation: string; policyVersion: string; policy: Policy },
  batch: string,
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  const progress = await progressOf(trx, batch, policy);
  if (progress.open === 0) return;
  const [{ times }] = (await prepared<{ times: number }>(trx, 'lapse-times', TIMES, [batch])) as [{ times: number }];
  const { number } = await BatchRow.query(trx).findById(batch).throwIfNotFound();
  const start = startOf('lapse', batch, { owner: 'caseOperator', ...of });
  await openRows(trx, { ...start, businessId: businessId('lapse', batch, times + 1), reference: number }, progress, asked, at);
}
