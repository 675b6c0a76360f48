import type { Knex } from 'knex';
import { protect } from './helpers';

/** Documents that the document worker makes: each is asked for, tried, and in the end a file or a failure (OPS-2). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table documents (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      kind text not null check (kind in ('day-report')),
      about_type text not null,
      about_id text not null,
      state text not null default 'asked' check (state in ('asked', 'made', 'failed')),
      state_since timestamptz not null,
      attempts int not null default 0,
      last_error text,
      file_id uuid unique references files,
      requested_by uuid not null references users,
      requested_at timestamptz not null,
      request_id uuid,
      version int not null default 0,
      check (state <> 'made' or file_id is not null)
    );
    create index documents_newest on documents (tenant_id, id desc);
  `);
  await protect(knex, 'documents', 'select, insert, update');
}
