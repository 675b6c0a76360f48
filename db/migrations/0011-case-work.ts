import type { Knex } from 'knex';
import { appendOnly, protect } from './helpers';

/** Case work (WRK-1): assignment, notes, half-done work, saved filters, bulk actions, and counts that a home page reads without counting. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table work_items add column assignee_id uuid references users, add column version int not null default 1;
    create index work_items_of_assignee on work_items (assignee_id, due_at, id) where closed_at is null;
    create index work_items_of_entity on work_items (entity_id);
    create index work_items_all_by_due on work_items (tenant_id, due_at, id) where closed_at is null;

    create table notes (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      entity_id uuid not null,
      user_id uuid not null references users,
      at timestamptz not null,
      text text not null
    );
    create index notes_of_entity on notes (entity_id, id);
    create table drafts (
      user_id uuid not null references users,
      entity_id uuid not null,
      form text not null,
      tenant_id uuid not null references tenants,
      content jsonb not null,
      saved_at timestamptz not null,
      primary key (user_id, entity_id, form)
    );
    create table saved_filters (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      user_id uuid not null references users,
      name text not null,
      query jsonb not null,
      unique (user_id, name)
    );
    create table bulk_actions (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      action jsonb not null,
      requested_by uuid not null references users,
      requested_at timestamptz not null,
      request_id uuid not null,
      total int not null,
      done int not null default 0,
      failed int not null default 0
    );
    create index bulk_actions_of_user on bulk_actions (requested_by, id desc);
    create table bulk_items (
      action_id uuid not null references bulk_actions,
      position int not null,
      tenant_id uuid not null references tenants,
      work_item_id uuid not null,
      outcome text,
      detail text,
      primary key (action_id, position)
    );
    create index bulk_items_left on bulk_items (action_id, position) where outcome is null;

    -- Open tasks by queue and by person, kept by the transaction that changes them; the daily sweep proves them.
    create function tally_work() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        insert into tallies as t (tenant_id, name, share, value)
        select tenant_id, name, pg_backend_pid() % 64, sum(by) from (
          select tenant_id, 'work/' || queue as name, 1 as by from added where closed_at is null
          union all select tenant_id, 'assigned/' || assignee_id, 1 from added where closed_at is null and assignee_id is not null
          union all select tenant_id, 'work/' || queue, -1 from removed where closed_at is null
          union all select tenant_id, 'assigned/' || assignee_id, -1 from removed where closed_at is null and assignee_id is not null
        ) moved group by 1, 2 having sum(by) <> 0 order by 1, 2
        on conflict (tenant_id, name, share) do update set value = t.value + excluded.value;
        return null;
      end $$;
    create function tally_new_work() returns trigger language plpgsql security definer set search_path = public as $$
      begin
        insert into tallies as t (tenant_id, name, share, value)
        select tenant_id, 'work/' || queue, pg_backend_pid() % 64, count(*) from added where closed_at is null group by 1, 2 order by 1, 2
        on conflict (tenant_id, name, share) do update set value = t.value + excluded.value;
        return null;
      end $$;
    create trigger tally_new after insert on work_items referencing new table as added for each statement execute function tally_new_work();
    create trigger tally_moved after update on work_items referencing new table as added old table as removed
      for each statement execute function tally_work();
    insert into tallies select tenant_id, 'work/' || queue, 0, count(*) from work_items where closed_at is null group by 1, 2;
  `);
  await protect(knex, 'notes', 'select, insert');
  await protect(knex, 'drafts', 'select, insert, update, delete');
  await protect(knex, 'saved_filters', 'select, insert, delete');
  await protect(knex, 'bulk_actions', 'select, insert, update');
  await protect(knex, 'bulk_items', 'select, insert, update');
  await appendOnly(knex, 'notes');
}
