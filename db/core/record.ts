import { v7 as uuid } from 'uuid';
import type { CommitInput } from '../../domain/commit';
import { toJson } from '../../platform/json';
import { prepared, type Transaction } from './database';
import type { RequestedBy } from './requests.commands';

/** One statement: a round trip less for each table is what keeps a decision near a bare update (bench). */
const RECORD = `
  with input as (select $1::jsonb as j), audited as (
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
  ), closed as (
    update work_items w set closed_at = (j->>'at')::timestamptz, closed_by = j->>'key'
    from input where w.entity_id = (j->'audit'->>'entity_id')::uuid and w.closed_at is null and w.task in (select jsonb_array_elements_text(j->'closes'))
  ), opened as (
    insert into work_items (id, tenant_id, queue, task, entity_type, entity_id, due_at, opened_at)
    select id, tenant_id, queue, task, entity_type, entity_id, due_at, opened_at
    from input, jsonb_to_recordset(j->'opens') as w(id uuid, tenant_id uuid, queue text, task text, entity_type text, entity_id uuid, due_at timestamptz, opened_at timestamptz)
    on conflict (entity_id, task) where closed_at is null do update set due_at = excluded.due_at
  ), standing as (
    insert into processes as old (business_id, tenant_id, organisation_id, kind, entity_type, entity_id, reference, owner, stage, awaiting, clock, since, why, next, due_at, policy_version, opened_at, ended_at, version, calendar_version)
    select business_id, tenant_id, organisation_id, kind, entity_type, entity_id, reference, owner, stage, awaiting, clock, since, why, next, due_at, policy_version, opened_at, ended_at, version, calendar_version()
    from input, jsonb_to_record(j->'process') as p(business_id text, tenant_id uuid, organisation_id uuid, kind text, entity_type text, entity_id uuid, reference text, owner text,
      stage text, awaiting text, clock text, since timestamptz, why text, next jsonb, due_at timestamptz, policy_version text, opened_at timestamptz, ended_at timestamptz, version int)
    on conflict (business_id) do update set stage = excluded.stage, awaiting = excluded.awaiting, clock = excluded.clock, since = excluded.since,
      why = excluded.why, next = excluded.next, due_at = excluded.due_at, ended_at = excluded.ended_at, version = excluded.version
  )
  insert into process_stages (business_id, version, tenant_id, organisation_id, stage, awaiting, clock, entered_at, event)
  select business_id, version, tenant_id, organisation_id, stage, awaiting, clock, opened_at, event
  from input, jsonb_to_record(j->'process') as p(business_id text, version int, tenant_id uuid, organisation_id uuid, stage text, awaiting text, clock text, opened_at timestamptz, event text)`;

/** Writes all that a decision leaves behind: audit row, journal, outbox, work items, the process's row and stage. */
export async function recordDecision(
  trx: Transaction,
  input: CommitInput,
  asked: RequestedBy | null,
  before: Record<string, unknown> | null,
): Promise<void> {
  const { decision, process, entity, at } = input;
  const owned = { tenant_id: process.tenant, organisation_id: process.organisation };
  const about = { entity_type: entity.type, entity_id: entity.id };
  const entries = decision.entries.map((entry) => ({ ...entry, id: uuid() }));
  const record = {
    at,
    key: input.key,
    audit: {
      ...owned,
      ...about,
      event: decision.event,
      at,
      ...asked?.by,
      reason: asked?.reason ?? null,
      before,
      after: decision.next,
      policy_version: process.policyVersion,
      evidence: { ...decision.evidence, decidedAt: at, trigger: input.input.trigger },
    },
    entries: entries.map(({ id, key, kind }) => ({ id, key, kind, at, tenant_id: process.tenant })),
    postings: entries.flatMap(({ id, postings }) =>
      postings.map(({ account, pence }) => ({ entry_id: id, account, pence: pence.toString(), tenant_id: process.tenant })),
    ),
    outbox: decision.mails.map((mail) => ({
      ...owned,
      id: uuid(),
      kind: 'mail',
      entity_id: entity.id,
      name: mail.template,
      target: Object.entries(mail.to)[0]!.join('/'),
      facts: mail.facts,
    })),
    closes: decision.closes,
    opens: decision.opens.map((item) => ({
      ...about,
      id: uuid(),
      tenant_id: process.tenant,
      queue: item.queue,
      task: item.task,
      due_at: item.dueAt,
      opened_at: at,
    })),
    process: processRow(input),
  };
  await prepared(trx, 'record', RECORD, [toJson(record)]);
}

function processRow({ decision, process, entity, at, expectedVersion }: CommitInput) {
  const { standing } = decision;
  return {
    business_id: process.businessId,
    tenant_id: process.tenant,
    organisation_id: process.organisation,
    kind: process.kind,
    entity_type: entity.type,
    entity_id: entity.id,
    reference: process.reference,
    owner: process.owner,
    stage: standing.stage,
    awaiting: standing.awaiting,
    clock: standing.clock,
    since: standing.since,
    why: standing.why,
    next: standing.next,
    due_at: standing.dueAt,
    policy_version: process.policyVersion,
    opened_at: at,
    ended_at: standing.ended ? at : null,
    version: expectedVersion + 1,
    event: decision.event,
  };
}
