import { v7 as uuid } from 'uuid';
import type { Stands } from '../../domain/commit';
import { toJson } from '../../platform/json';
import { prepared, type Transaction } from './database';
import { MENDED } from './engineers-tasks';
import { hashOf } from './held';
import type { Step } from './row-store';

/** One statement: a round trip less for each table is what keeps a decision near a bare update (bench). */
const RECORD = `
  with input as (select $1::jsonb as j), kept as (
    insert into commits (tenant_id, key, input_hash, result, at)
    select tenant_id, key, decode(hash, 'hex'), result, at from input, jsonb_to_record(j->'commit') as c(tenant_id uuid, key text, hash text, result jsonb, at timestamptz)
  ), audited as (
    insert into audit (tenant_id, organisation_id, entity_type, entity_id, event, at, user_id, session_id, api_key_id, ip, request_id, reason, before, after, policy_version, evidence, calendar_version)
    select tenant_id, organisation_id, entity_type, entity_id, event, at, user_id, session_id, api_key_id, ip, request_id, reason, before, after, policy_version, evidence, calendar_version()
    from input, jsonb_to_record(j->'audit') as a(tenant_id uuid, organisation_id uuid, entity_type text, entity_id uuid, event text, at timestamptz,
      user_id uuid, session_id uuid, api_key_id uuid, ip text, request_id uuid, reason text, before jsonb, after jsonb, policy_version text, evidence jsonb)
  ), entries as (
    insert into journal_entries (id, tenant_id, key, kind, at)
    select id, tenant_id, key, kind, at from input, jsonb_to_recordset(j->'entries') as e(id uuid, tenant_id uuid, key text, kind text, at timestamptz)
  ), posted as (
    insert into postings (entry_id, account, tenant_id, pence)
    select entry_id, account, tenant_id, pence from input, jsonb_to_recordset(j->'postings') as p(entry_id uuid, account text, tenant_id uuid, pence bigint)
  ), sent as (
    insert into outbox (id, tenant_id, organisation_id, kind, entity_id, name, target, facts)
    select id, tenant_id, organisation_id, kind, entity_id, name, target, facts
    from input, jsonb_to_recordset(j->'outbox') as o(id uuid, tenant_id uuid, organisation_id uuid, kind text, entity_id uuid, name text, target text, facts jsonb)
    union all
    select t.id, p.tenant_id, p.organisation_id, 'signal', p.entity_id, 'wake', p.business_id, 'null'
    from input, jsonb_to_recordset(j->'tells') as t(id uuid, entity uuid) join processes p on p.entity_id = t.entity and p.ended_at is null
  ), closed as (
    update work_items w set closed_at = (j->>'at')::timestamptz, closed_by = j->>'key'
    from input where w.entity_id = (j->'audit'->>'entity_id')::uuid and w.closed_at is null and (w.task in (select jsonb_array_elements_text(j->'closes')) or (w.task = 'decisionFailing' and starts_with(w.detail, (j->>'trigger') || ':')))
  ), opened as (
    insert into work_items (id, tenant_id, queue, task, entity_type, entity_id, due_at, opened_at, counted)
    select id, tenant_id, queue, task, entity_type, entity_id, due_at, opened_at, counted
    from input, jsonb_to_recordset(j->'opens') as w(id uuid, tenant_id uuid, queue text, task text, entity_type text, entity_id uuid, due_at timestamptz, opened_at timestamptz, counted jsonb)
    on conflict (entity_id, task) where closed_at is null do update set due_at = excluded.due_at, counted = excluded.counted
  ), standing as (
    insert into processes as old (business_id, tenant_id, organisation_id, kind, entity_type, entity_id, reference, owner, state, stage, awaiting, clock, since, why, next, holds, due_at, policy_version, opened_at, ended_at, version, changed_version, calendar_version)
    select business_id, tenant_id, organisation_id, kind, entity_type, entity_id, reference, owner, state, stage, awaiting, clock, since, why, next, holds, due_at, policy_version, opened_at, ended_at, version, changed_version, calendar_version()
    from input, jsonb_to_record(j->'process') as p(business_id text, tenant_id uuid, organisation_id uuid, kind text, entity_type text, entity_id uuid, reference text, owner text,
      state jsonb, stage text, awaiting text, clock text, since timestamptz, why text, next jsonb, holds jsonb, due_at timestamptz, policy_version text, opened_at timestamptz, ended_at timestamptz, version int, changed_version int)
    on conflict (business_id) do update set state = excluded.state, stage = excluded.stage, awaiting = excluded.awaiting, clock = excluded.clock, since = excluded.since,
      why = excluded.why, next = excluded.next, holds = excluded.holds, due_at = excluded.due_at, ended_at = excluded.ended_at, version = excluded.version, changed_version = excluded.changed_version
  )
  insert into process_stages (business_id, version, tenant_id, organisation_id, stage, awaiting, clock, entered_at, event)
  select business_id, version, tenant_id, organisation_id, stage, awaiting, clock, opened_at, event
  from input, jsonb_to_record(j->'process') as p(business_id text, version int, tenant_id uuid, organisation_id uuid, stage text, awaiting text, clock text, opened_at timestamptz, event text)`;

/** The same of several steps at once. */
const RECORD_ALL = RECORD.replace('select $1::jsonb as j', 'select value as j from jsonb_array_elements($1::jsonb)');

/** What a step leaves behind beside what it decides: its entity, what was asked, and how it stands by then. */
export interface Recorded {
  entity: string;
  body: unknown;
  stands: Stands;
}

/** A mail that was written, and what tells it from others: its template and who gets it. */
export interface SentMail {
  id: string;
  recipient: string;
}

/**
 * Writes all that a decision leaves behind: its key with the result, audit row, journal, outbox, tasks, the process's row and
 * stage (design 3). Answers its mails.
 */
export async function recordStep(trx: Transaction, step: Step, of: Recorded): Promise<SentMail[]> {
  const { record, mails } = recordOf(step, of);
  await prepared(trx, 'record', RECORD, [toJson(record)]);
  return mails;
}

/** The same of several cases, each of which takes its first step, in one statement. */
export async function recordSteps(trx: Transaction, steps: readonly (readonly [Step, Recorded])[]): Promise<void> {
  await prepared(trx, 'record-all', RECORD_ALL, [toJson(steps.map(([step, of]) => recordOf(step, of).record))]);
}

function recordOf(step: Step, of: Recorded): { record: object; mails: SentMail[] } {
  const { decision, process, at, key } = step;
  const tenant_id = process.tenant;
  const owned = { tenant_id, organisation_id: process.organisation };
  const about = { entity_type: of.entity, entity_id: decision.next.id };
  const entries = decision.entries.map((entry) => ({ ...entry, id: uuid() }));
  const mails = decision.mails.map((mail) => ({
    id: uuid(),
    name: mail.template,
    target: Object.entries(mail.to)[0]!.join('/'),
    facts: mail.facts,
  }));
  const starts = decision.starts.map(({ kind, entities }) => ({ id: uuid(), name: kind, target: null, facts: { entities } }));
  const record = {
    at,
    key,
    commit: {
      tenant_id,
      key,
      hash: hashOf(process.businessId, step.trigger, of.body).toString('hex'),
      result: { outcome: 'committed', ...of.stands },
      at,
    },
    audit: auditRow(step, { ...owned, ...about }),
    entries: entries.map((entry) => ({ id: entry.id, key: entry.key, kind: entry.kind, at, tenant_id })),
    postings: entries.flatMap(({ id, postings }) =>
      postings.map(({ account, pence }) => ({ entry_id: id, account, pence: pence.toString(), tenant_id })),
    ),
    outbox: [
      ...mails.map((mail) => ({ ...owned, ...mail, kind: 'mail', entity_id: decision.next.id })),
      ...starts.map((start) => ({ ...start, tenant_id, organisation_id: null, kind: 'start', entity_id: start.facts.entities[0] })),
    ],
    tells: decision.tells.map(({ entity }) => ({ id: uuid(), entity })),
    trigger: step.trigger,
    closes: [...decision.closes, ...MENDED],
    opens: decision.opens.map(({ queue, task, dueAt, counted = null }) => ({
      ...{ ...about, id: uuid(), tenant_id, queue, task },
      ...{ due_at: dueAt, opened_at: at, counted },
    })),
    process: processRow(step, { ...owned, ...about }),
  };
  return { record, mails: mails.map(({ id, name, target }) => ({ id, recipient: `${name}/${target}` })) };
}

/** Mails that their successors have overtaken before they left are kept, not sent (design 3). */
export async function skipOvertaken(trx: Transaction, mails: string[]): Promise<void> {
  await prepared(trx, 'skip-overtaken', 'update outbox set skipped_at = now() where id = any($1)', [mails]);
}

function auditRow(step: Step, about: Record<string, unknown>) {
  const { decision, process, at, asked, trigger } = step;
  return {
    ...about,
    event: decision.event,
    at,
    ...asked?.by,
    reason: asked?.reason ?? null,
    before: step.version === 1 ? null : step.before,
    after: decision.next,
    policy_version: process.policyVersion,
    evidence: { ...decision.evidence, decidedAt: at, trigger },
  };
}

function processRow({ process, standing, decision, at, version, changedVersion }: Step, about: Record<string, unknown>) {
  return {
    ...about,
    business_id: process.businessId,
    kind: process.kind,
    reference: process.reference,
    owner: process.owner,
    state: decision.next,
    stage: standing.stage,
    awaiting: standing.awaiting,
    clock: standing.clock,
    since: standing.since,
    why: standing.why,
    next: standing.next,
    holds: standing.holds,
    due_at: standing.dueAt,
    policy_version: process.policyVersion,
    opened_at: at,
    ended_at: standing.ended ? at : null,
    version,
    changed_version: changedVersion,
    event: decision.event,
  };
}
