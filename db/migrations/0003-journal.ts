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

    create function check_balanced() returns trigger language plpgsql as $$
      begin
        if (select coalesce(sum(pence), 1) from postings where entry_id = coalesce(new.entry_id, old.entry_id)) <> 0 then
          raise exception 'Journal entry % does not sum to zero', new.entry_id using errcode = 'check_violation';
        end if;
        return null;
      end $$;
    create constraint trigger balanced after insert on postings deferrable initially deferred
      for each row execute function check_balanced();
    create function check_not_empty() returns trigger language plpgsql as $$
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

/** Takes it all away again. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop table postings, journal_entries; drop function check_balanced, check_not_empty;');
}
