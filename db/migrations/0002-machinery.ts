import type { Knex } from 'knex';
import { appendOnly, protect } from './helpers';

/** Reserved requests, commits, audit, processes with their stages, outbox and work items: what every command uses. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table requests (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid references organisations,
      user_id uuid not null references users,
      session_id uuid not null,
      ip text not null,
      route text not null,
      key text not null,
      body_hash bytea not null,
      body bytea not null,
      body_key_id text not null,
      received_at timestamptz not null,
      business_id text,
      answer json,
      answered_at timestamptz,
      unique (user_id, key)
    );
    create table commits (
      tenant_id uuid not null references tenants,
      key text not null,
      input_hash bytea not null,
      result jsonb not null,
      at timestamptz not null,
      primary key (tenant_id, key)
    );
    create table audit (
      seq bigint generated always as identity primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid references organisations,
      entity_type text not null,
      entity_id uuid not null,
      event text not null,
      at timestamptz not null,
      recorded_at timestamptz not null default now(),
      user_id uuid references users,
      session_id uuid,
      ip text,
      request_id uuid,
      reason text,
      before jsonb,
      after jsonb not null,
      policy_version text not null,
      evidence jsonb not null
    );
    create index audit_of_entity on audit (entity_id, seq);
    create table processes (
      business_id text primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid references organisations,
      kind text not null,
      entity_type text not null,
      entity_id uuid not null,
      reference text not null,
      owner text not null,
      stage text not null,
      awaiting text not null,
      clock text not null,
      since timestamptz not null,
      why text not null,
      next jsonb not null,
      due_at timestamptz,
      policy_version text not null,
      opened_at timestamptz not null,
      ended_at timestamptz,
      version int not null
    );
    create unique index processes_by_entity on processes (entity_id);
    create index processes_open_by_due on processes (tenant_id, due_at, business_id) where ended_at is null;
    create table process_stages (
      business_id text not null references processes,
      version int not null,
      tenant_id uuid not null references tenants,
      organisation_id uuid references organisations,
      stage text not null,
      awaiting text not null,
      clock text not null,
      entered_at timestamptz not null,
      event text not null,
      primary key (business_id, version)
    );
    create table outbox (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid references organisations,
      kind text not null check (kind in ('mail', 'signal', 'start')),
      entity_id uuid not null,
      name text not null,
      target text,
      facts jsonb not null,
      created_at timestamptz not null default now(),
      sending_at timestamptz,
      done_at timestamptz,
      failed_at timestamptz,
      possible_repeats int not null default 0,
      message_id text
    );
    create index outbox_of_entity on outbox (entity_id, created_at);
    create index outbox_mails on outbox (tenant_id, created_at desc) where kind = 'mail';
    create table work_items (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      queue text not null,
      task text not null,
      entity_type text not null,
      entity_id uuid not null,
      due_at timestamptz not null,
      opened_at timestamptz not null,
      closed_at timestamptz,
      closed_by text
    );
    create unique index work_items_open on work_items (entity_id, task) where closed_at is null;
    create index work_items_by_due on work_items (tenant_id, queue, due_at, id) where closed_at is null;
  `);
  await protect(knex, 'requests', 'select, insert, update');
  await protect(knex, 'commits', 'select, insert');
  await protect(knex, 'audit', 'select, insert', true);
  await protect(knex, 'processes', 'select, insert, update', true);
  await protect(knex, 'process_stages', 'select, insert', true);
  await protect(knex, 'outbox', 'select, insert, update', true);
  await protect(knex, 'work_items', 'select, insert, update');
  await appendOnly(knex, 'audit');
  await appendOnly(knex, 'commits');
  await appendOnly(knex, 'process_stages');
  await knex.raw(`
    -- The job that delivers a row is enqueued by the row itself, in the same transaction.
    create function enqueue_delivery() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        perform graphile_worker.add_job('deliver', json_build_object('id', new.id, 'tenant', new.tenant_id), max_attempts := 25, job_key := new.id::text);
        return null;
      end $$;
    create trigger enqueue after insert on outbox for each row execute function enqueue_delivery();

    -- The mail queue with the job's attempts and next try, for the work board.
    create view mail_queue with (security_invoker = true) as
      select o.*, j.attempts, j.run_at, j.locked_at, j.last_error,
        case when o.done_at is not null then 'completed' when o.failed_at is not null then 'failed'
             when j.locked_at is not null then 'active' when j.attempts > 0 then 'delayed' else 'waiting' end as status
      from outbox o left join graphile_worker._private_jobs j on j.key = o.id::text
      where o.kind = 'mail';
    grant select on mail_queue to countersign_app;

    -- A mail is tried again at once, from its first attempt.
    create function retry_delivery(given uuid) returns boolean language plpgsql security definer set search_path = public as $$
      declare item outbox;
      begin
        update outbox set failed_at = null where id = given and tenant_id = app_tenant() and done_at is null returning * into item;
        if item.id is null then return false; end if;
        perform graphile_worker.add_job('deliver', json_build_object('id', item.id, 'tenant', item.tenant_id), max_attempts := 25, job_key := item.id::text);
        return true;
      end $$;
    revoke all on function retry_delivery from public;
    grant execute on function retry_delivery to countersign_app;
  `);
}
