import type { Knex } from 'knex';
import { protect } from './helpers';

/**
 * Sums that pages show without adding up millions of rows (FIN-1): the balance of each account and the number of receipts in each
 * state, kept by the database itself in the transaction that changes them. Each sum lies in several rows, one for each
 * connection's share, so that commits do not wait for each other; the daily sweep proves them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table tallies (
      tenant_id uuid not null references tenants,
      name text not null,
      share int not null,
      value bigint not null,
      primary key (tenant_id, name, share)
    );
    create function received_on(at timestamptz) returns text language sql stable as
      $$ select 'received/' || (at at time zone 'Europe/London')::date $$;
    create function tally_postings() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        insert into tallies as t (tenant_id, name, share, value)
        select tenant_id, 'account/' || account, pg_backend_pid() % 64, sum(pence) from added group by 1, 2 order by 1, 2
        on conflict (tenant_id, name, share) do update set value = t.value + excluded.value;
        return null;
      end $$;
    create trigger tally after insert on postings referencing new table as added for each statement execute function tally_postings();
    create function tally_receipts() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        insert into tallies as t (tenant_id, name, share, value)
        select tenant_id, 'receipts/' || state, pg_backend_pid() % 64, sum(by) from (
          select tenant_id, state, 1 as by from added union all select tenant_id, state, -1 from removed
        ) moved group by 1, 2 having sum(by) <> 0 order by 1, 2
        on conflict (tenant_id, name, share) do update set value = t.value + excluded.value;
        return null;
      end $$;
    create function tally_new_receipts() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        insert into tallies as t (tenant_id, name, share, value)
        select tenant_id, name, pg_backend_pid() % 64, sum(by) from (
          select tenant_id, 'receipts/' || state as name, 1 as by from added
          union all select tenant_id, received_on(received_at) || '/count', 1 from added where parent_id is null
          union all select tenant_id, received_on(received_at) || '/pence', pence from added where parent_id is null
        ) told group by 1, 2 order by 1, 2
        on conflict (tenant_id, name, share) do update set value = t.value + excluded.value;
        return null;
      end $$;
    create trigger tally_new after insert on receipts referencing new table as added for each statement execute function tally_new_receipts();
    create trigger tally_moved after update on receipts referencing new table as added old table as removed
      for each statement execute function tally_receipts();
    insert into tallies select tenant_id, 'account/' || account, 0, sum(pence) from postings group by 1, 2;
    insert into tallies select tenant_id, 'receipts/' || state, 0, count(*) from receipts group by 1, 2;
    insert into tallies select tenant_id, received_on(received_at) || '/count', 0, count(*) from receipts where parent_id is null group by 1, 2;
    insert into tallies select tenant_id, received_on(received_at) || '/pence', 0, sum(pence) from receipts where parent_id is null group by 1, 2;

    drop index journal_entries_by_day;
    create index journal_entries_by_day on journal_entries (tenant_id, kind, at);
    -- Lists of open processes by due date, of all kinds and of one.
    drop index processes_open_by_due;
    create index processes_open_by_due on processes (tenant_id, coalesce(due_at, 'infinity'::timestamptz), business_id) where ended_at is null;
    create index processes_of_kind_by_due on processes (tenant_id, kind, coalesce(due_at, 'infinity'::timestamptz), business_id) where ended_at is null;
    create index advance_orders_overdue on advance_orders (tenant_id, due_at) where state = 'overdue';
  `);
  await protect(knex, 'tallies', 'select');
}
