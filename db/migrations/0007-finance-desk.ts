import type { Knex } from 'knex';
import { protect } from './helpers';

/**
 * What finance's desk adds: several statements a file (camt.053), receipts in suspense as cases, splits, questions to likely
 * payers, claims and reversals (ADV-5, BNK-2, BNK-3).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table statements add column part int not null default 1;
    alter table statements drop constraint statements_bank_account_id_file_hash_key;
    alter table statements add constraint statements_of_file unique (bank_account_id, file_hash, part);

    alter table receipts drop constraint receipts_state_check;
    alter table receipts add constraint receipts_state_check check (state in ('suspense', 'allocated', 'returning', 'split'));
    alter table receipts add column parent_id uuid references receipts;
    alter table receipts add column suspense_since timestamptz;
    update receipts set suspense_since = received_at;
    alter table receipts alter column suspense_since set not null;
    create index receipts_quoting on receipts using gin (quoted) where state = 'suspense' and quoted <> '{}';
    create index receipts_by_amount on receipts (tenant_id, pence, booked_on) where state = 'suspense';
    create index receipts_of_parent on receipts (parent_id) where parent_id is not null;

    -- A receipt may come back to suspense: a process for each time, one open at most.
    drop index processes_by_entity;
    create index processes_by_entity on processes (entity_id, opened_at);
    create unique index processes_open_of_entity on processes (entity_id) where ended_at is null;

    -- Where a receipt stands, as its case hears it: with the open order that it is linked to.
    create function receipt_position(r receipts) returns jsonb language sql stable as $$
      select jsonb_build_object('version', r.version, 'state', r.state, 'order',
        (select jsonb_build_object('reference', o.reference, 'dueAt', to_char(o.due_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
         from advance_orders o where o.id = r.order_id and o.state not in ('allocated', 'cancelled'))) $$;

    create table suspense_cases (
      business_id text primary key,
      tenant_id uuid not null references tenants,
      receipt_id uuid not null references receipts,
      state text not null check (state in ('open', 'escalated', 'linked', 'allocated', 'split', 'returned')),
      state_since timestamptz not null,
      schedule jsonb not null,
      later jsonb not null,
      position jsonb not null,
      version int not null
    );
    create index suspense_cases_of_receipt on suspense_cases (receipt_id);

    create table questions (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      receipt_id uuid not null references receipts,
      order_id uuid not null references advance_orders,
      user_id uuid not null references users,
      asked_at timestamptz not null,
      expires_at timestamptz not null,
      answered_at timestamptz,
      unique (receipt_id, order_id)
    );
    create table claims (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      order_id uuid not null references advance_orders,
      receipt_id uuid references receipts,
      pence bigint not null check (pence > 0),
      booked_on date not null,
      quoted text not null,
      state text not null check (state in ('open', 'confirmed', 'declined')),
      claimed_at timestamptz not null,
      claimed_by uuid not null references users,
      decided_at timestamptz,
      decided_by uuid references users,
      reason text,
      version int not null default 1
    );
    create unique index claims_open_of_order on claims (order_id) where state = 'open';
    create index claims_newest on claims (tenant_id, id desc);

    create table reversals (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      order_id uuid not null references advance_orders,
      pence bigint not null check (pence > 0),
      debt_pence bigint not null default 0,
      state text not null check (state in ('awaiting', 'approved', 'declined')),
      state_since timestamptz not null,
      requested_by uuid not null references users,
      allocated_by uuid[] not null,
      schedule jsonb not null,
      version int not null
    );
    create unique index reversals_standing on reversals (order_id) where state <> 'declined';
    create index reversals_newest on reversals (tenant_id, id desc);

    -- A message may be meant for later. Cases are opened one after the other, behind all else: nothing in them is urgent, and a
    -- statement may bring thousands.
    alter table outbox add column not_before timestamptz;
    create or replace function enqueue_delivery() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        perform graphile_worker.add_job('deliver', json_build_object('id', new.id, 'tenant', new.tenant_id), max_attempts := 25,
          job_key := new.id::text, run_at := coalesce(new.not_before, now()),
          queue_name := case when new.name = 'suspense' then 'cases' end, priority := case when new.name = 'suspense' then 10 else 0 end);
        return null;
      end $$;
    -- What a process is started with stands in the row itself from now on.
    update outbox o set facts = jsonb_build_object('start', jsonb_build_object('kind', p.kind, 'businessId', p.business_id, 'reference', p.reference,
        'owner', p.owner, 'tenant', p.tenant_id, 'organisation', p.organisation_id, 'policyVersion', p.policy_version),
        'input', jsonb_build_object('statement', o.entity_id))
      from processes p where o.kind = 'start' and o.done_at is null and p.entity_id = o.entity_id;
    -- What lies in suspense already becomes a case each.
    insert into outbox (id, tenant_id, kind, entity_id, name, facts)
      select gen_random_uuid(), tenant_id, 'start', id, 'suspense', jsonb_build_object('receipts', jsonb_build_array(id)) from receipts where state = 'suspense';
  `);
  await protect(knex, 'suspense_cases', 'select, insert, update');
  await protect(knex, 'questions', 'select, insert, update');
  await protect(knex, 'claims', 'select, insert, update', true);
  await protect(knex, 'reversals', 'select, insert, update');
}
