import type { Knex } from 'knex';
import { appendOnly, protect } from './helpers';

/** Small files, each under the key of the person whom it is about (SEC-12), and signed messages of outside services, each once. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table person_keys (
      user_id uuid primary key references users,
      tenant_id uuid not null references tenants,
      wrapped bytea not null,
      key_id text not null
    );
    create table files (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid references organisations,
      entity_id uuid not null,
      person_id uuid not null references users,
      name text not null,
      type text not null,
      bytes int not null,
      sha256 bytea not null,
      content bytea not null,
      uploaded_by uuid not null references users,
      uploaded_at timestamptz not null,
      removed_at timestamptz
    );
    create index files_of_entity on files (entity_id, id);
    create table webhook_messages (
      source text not null,
      message_id text not null,
      tenant_id uuid not null references tenants,
      body_hash bytea not null,
      type text not null,
      received_at timestamptz not null default now(),
      primary key (source, message_id)
    );
    create function outbox_tenant(given uuid) returns uuid language sql stable security definer set search_path = public as
      $$ select tenant_id from outbox where id = given $$;
    revoke all on function outbox_tenant from public;
    grant execute on function outbox_tenant to countersign_app;
    alter table outbox add column delivered_at timestamptz;

    -- Mail and SMS are one queue of the work board.
    drop view mail_queue;
    create view mail_queue with (security_invoker = true) as
      select o.*, j.attempts, j.run_at, j.locked_at, j.last_error,
        case when o.done_at is not null then 'completed' when o.failed_at is not null then 'failed'
             when j.locked_at is not null then 'active' when j.attempts > 0 then 'delayed' else 'waiting' end as status
      from outbox o left join graphile_worker._private_jobs j on j.key = o.id::text
      where o.kind in ('mail', 'sms');
    grant select on mail_queue to countersign_app;
    drop index outbox_mails;
    create index outbox_mails on outbox (tenant_id, created_at desc) where kind in ('mail', 'sms');
  `);
  await protect(knex, 'person_keys', 'select, insert, delete');
  await protect(knex, 'files', 'select, insert, update');
  await knex.raw(`
    drop policy scope on files;
    create policy scope on files using (tenant_id = app_tenant() and (app_organisation() is null or app_organisation() in (organisation_id, person_id)));
  `);
  await protect(knex, 'webhook_messages', 'select, insert');
  await appendOnly(knex, 'webhook_messages');
}
