import type { Knex } from 'knex';
import { appendOnly, protect } from './helpers';

/**
 * CAL-1: each tenant's calendar in versions, of which each says for ever what it was; the published table is the first of all, under the
 * name that decisions have recorded (docs/decisions/0047). Whoever counts by a calendar holds it until his transaction ends: a new one
 * comes into force between counts, never during one. Tasks keep how their date was counted; what a change moved, it keeps.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table calendars (
      tenant_id uuid not null references tenants,
      number int not null check (number > 1),
      version text not null generated always as ('calendar-' || number) stored,
      holidays jsonb not null,
      published_until date not null,
      since timestamptz not null,
      approval_id uuid not null unique references approvals,
      action_id uuid not null unique references bulk_actions,
      primary key (tenant_id, number)
    );
    create table calendar_moves (
      action_id uuid not null references bulk_actions,
      wait text not null,
      position bigint not null generated always as identity,
      tenant_id uuid not null references tenants,
      kind text not null,
      reference text,
      entity_type text not null,
      entity_id uuid not null,
      outcome text not null check (outcome in ('moved', 'failed')),
      moves jsonb not null,
      detail text,
      primary key (action_id, wait)
    );
    create index calendar_moves_in_order on calendar_moves (action_id, position);
    alter table work_items add column counted jsonb;
    create index work_items_counted on work_items (tenant_id, id) where closed_at is null and counted is not null;
    create index processes_open on processes (tenant_id, business_id) where ended_at is null;
    alter table bulk_actions add column cursor text;
    alter table approvals drop constraint approvals_what_check;
    alter table approvals add constraint approvals_what_check check (what in ('policy', 'adjustment', 'bankAccount', 'orderPayment', 'fee', 'calendar'));
  `);
  await protect(knex, 'calendars', 'select, insert');
  await protect(knex, 'calendar_moves', 'select, insert');
  await appendOnly(knex, 'calendars');
  await appendOnly(knex, 'calendar_moves');
  await knex.raw(`
    create or replace function calendar_version() returns text language sql stable as $$
      select coalesce(
        (select version from calendars where tenant_id = app_tenant() order by number desc limit 1),
        (select max(day) || '/' || count(*) from bank_holidays), 'none') $$;
    -- Volatile: its second statement sees what was in force once the first one has waited.
    create function held_calendar() returns text language plpgsql volatile as $$
      begin
        perform pg_advisory_xact_lock_shared(hashtextextended('calendar/' || app_tenant(), 0));
        return calendar_version();
      end $$;
  `);
}
