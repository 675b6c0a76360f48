import type { Knex } from 'knex';
import { appendOnly, protect } from './helpers';

/**
 * The trail as a chain (AUD-1): each row of a tenant's trail gets a link whose hash covers the row and the link before, under a
 * key that the database does not have. Rows are linked in the order in which their transactions ended, so that none slips in behind.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table audit add column txid xid8 not null default pg_current_xact_id();
    create index audit_unlinked on audit (tenant_id, txid, seq);
    create index audit_by_time on audit (tenant_id, at, seq);
    create table audit_links (
      tenant_id uuid not null references tenants,
      position bigint not null,
      audit_seq bigint not null references audit,
      txid xid8 not null,
      key_id text not null,
      hash bytea not null,
      linked_at timestamptz not null default now(),
      primary key (tenant_id, position),
      unique (audit_seq)
    );
    -- What a link covers: the whole row, written alike each time.
    create function audit_text(a audit) returns text language sql stable as $$ select to_jsonb(a)::text $$;
  `);
  await protect(knex, 'audit_links', 'select, insert');
  await appendOnly(knex, 'audit_links');
}
