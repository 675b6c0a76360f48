import type { Knex } from 'knex';
import { appendOnly, protect } from './helpers';

/** The journal: entries whose postings sum to zero, append-only, idempotent by key (MON-2). Balances are sums. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table journal_entries (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      key text not null,
      kind text not null,
      at timestamptz not null,
      recorded_at timestamptz not null default now(),
      unique (tenant_id, key)
    );
    create index journal_entries_by_day on journal_entries (tenant_id, at);
    create table postings (
      entry_id uuid not null references journal_entries,
      account text not null,
      tenant_id uuid not null references tenants,
      pence bigint not null check (pence <> 0),
      primary key (entry_id, account)
    );
    create index postings_of_account on postings (tenant_id, account) include (pence);

    -- What one statement adds to an entry sums to zero, so every entry does at all times; 20 times cheaper than a
    -- deferred check of each row, and stricter (docs/decisions/0006).
    create function check_balanced() returns trigger language plpgsql as $$
      declare off uuid;
      begin
        select entry_id into off from added group by entry_id having sum(pence) <> 0 limit 1;
        if off is not null then
          raise exception 'Journal entry % does not sum to zero', off using errcode = 'check_violation';
        end if;
        return null;
      end $$;
    create trigger balanced after insert on postings referencing new table as added
      for each statement execute function check_balanced();
    create function check_not_empty() returns trigger language plpgsql security definer set search_path = public set enable_seqscan = off as $$
      begin
        if not exists (select from postings where entry_id = new.id) then
          raise exception 'Journal entry % has no postings', new.id using errcode = 'check_violation';
        end if;
        return null;
      end $$;
    create constraint trigger not_empty after insert on journal_entries deferrable initially deferred
      for each row execute function check_not_empty();
  `);
  await protect(knex, 'journal_entries', 'select, insert');
  await protect(knex, 'postings', 'select, insert');
  await appendOnly(knex, 'journal_entries');
  await appendOnly(knex, 'postings');
}
