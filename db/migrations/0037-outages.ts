import type { Knex } from 'knex';
import { asLookup, openToLookups, protect } from './helpers';

/** Circuits before outside services, and the ledger of outages (OUT-1); who may post applications in bulk (SEC-10). */
export async function up(knex: Knex): Promise<void> {
  await ledger(knex);
  await claims(knex);
  await ends(knex);
  await knex.raw('alter table organisations add column posts_in_bulk boolean not null default false');
}

async function ledger(knex: Knex): Promise<void> {
  await knex.raw(`
    create table outages (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      service text not null,
      since timestamptz not null,
      state text not null default 'none' check (state in ('none', 'down', 'back', 'over')),
      state_since timestamptz not null,
      version int not null default 0
    );
    create index outages_newest on outages (tenant_id, since desc, id desc);
    -- Calls that fail one after the other; from down_at on the circuit is open, and no call is made but a probe.
    create table outage_spells (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      service text not null,
      failing_since timestamptz not null,
      failures int not null check (failures > 0),
      last_error text not null,
      outage_id uuid references outages,
      down_at timestamptz check (down_at >= failing_since),
      probe_at timestamptz,
      back_at timestamptz check (back_at >= down_at),
      check ((outage_id is null) = (down_at is null) and (probe_at is null) = (down_at is null) and (back_at is null or down_at is not null))
    );
    create unique index outage_spells_current on outage_spells (tenant_id, service) where back_at is null;
    create index outage_spells_of_outage on outage_spells (outage_id, down_at);
    -- What waited: a row of the outbox, or what an activity asks about.
    create table outage_waits (
      outage_id uuid not null references outages,
      delivery_id uuid not null,
      tenant_id uuid not null references tenants,
      entity_id uuid not null,
      name text not null,
      waits_since timestamptz not null,
      over_at timestamptz check (over_at >= waits_since),
      outcome text check (outcome in ('wentOn', 'gaveUp')),
      primary key (outage_id, delivery_id),
      check ((over_at is null) = (outcome is null))
    );
    create index outage_waits_open on outage_waits (delivery_id) where over_at is null;
  `);
  for (const table of ['outages', 'outage_waits']) await protect(knex, table, 'select, insert, update');
  await protect(knex, 'outage_spells', 'select, insert, update, delete');
  await openToLookups(knex, 'outage_spells', 'select');
  await openToLookups(knex, 'outage_waits', 'select, insert, update (over_at, outcome)');
}

/** As before, and of a service that is away one row of a tenant is claimed, when its probe is due. */
async function claims(knex: Knex): Promise<void> {
  const joined = `left join outage_spells s on s.tenant_id = t.id and s.service = free.lane and s.down_at is not null and s.back_at is null
              cross join lateral (
              select b.id`;
  const limited = `limit case when free.lane = 'case' then 1
                when s.id is null then free.count::int
                when s.probe_at <= now() and not exists (select from outbox u where u.lane = free.lane and u.tenant_id = t.id and u.leased_until > now()
                  and u.done_at is null and u.failed_at is null and u.skipped_at is null) then 1
                else 0 end`;
  await asLookup(
    knex,
    `
    do $$
    declare before text := pg_get_functiondef('claim_deliveries(jsonb, interval)'::regprocedure); after text;
    begin
      after := regexp_replace(before, 'cross join lateral \\(\\s*select b\\.id', $new$${joined}$new$);
      after := replace(after, 'limit case when free.lane = ''case'' then 1 else free.count::int end', $new$${limited}$new$);
      if after not like '%outage_spells%' or after not like '%probe_at%' then raise exception 'claim_deliveries is not as it was'; end if;
      execute after;
    end $$`,
  );
}

/**
 * As before; a try while the service is away counts as none, so that no outage uses up a message's tries. What waited for an outage has
 * gone on with its delivery. Answers the services whose circuits have to hear of the calls: how many failed, and whether any was answered.
 */
async function ends(knex: Knex): Promise<void> {
  await asLookup(
    knex,
    `
    drop function end_deliveries(jsonb, int);
    create function end_deliveries(given jsonb, most_tries int) returns table (tenant text, service text, failed int, answered boolean, error text)
      language sql security definer set search_path = public as $$
        with ended as materialized (
          select e.*, array(select jsonb_array_elements_text(coalesce(e.reached, '[]'))::uuid) as now_reached, o.tenant_id, o.lane,
            s.id is not null as is_failing, s.down_at is not null as is_down, s.outage_id, s.failing_since
          from jsonb_to_recordset(given) as e(id uuid, message_id text, error text, nothing_sent boolean, final boolean, reached jsonb, answered boolean)
          join outbox o on o.id = e.id
          left join outage_spells s on s.tenant_id = o.tenant_id and s.service = o.lane and s.back_at is null
        ), delivered as (
          update outbox o set done_at = now(), failed_at = null, leased_until = null, last_error = null, message_id = e.message_id
          from ended e where o.id = e.id and e.error is null returning o.*, e.outage_id, e.failing_since
        ), closed as (
          update work_items w set closed_at = now(), closed_by = 'delivered' from delivered d where w.entity_id = d.id and w.closed_at is null
        ), tried as (
          update outbox o set leased_until = null, last_error = e.error, sending_at = case when e.nothing_sent then null else o.sending_at end,
            attempts = case when e.is_down then greatest(1, o.attempts - 1) else o.attempts end,
            next_try_at = now() + exp(least(10, o.attempts)) * interval '1 second', reached = o.reached || e.now_reached,
            failed_at = case when e.final or (o.attempts >= most_tries and not e.is_down) then now() end
          from ended e where o.id = e.id and e.error is not null and o.done_at is null returning o.*
        ), went_on as (
          update outage_waits w set over_at = greatest(now(), w.waits_since), outcome = 'wentOn' from delivered d
          where w.delivery_id = d.id and w.over_at is null and d.outage_id is null
        ), probed as (
          insert into outage_waits (outage_id, delivery_id, tenant_id, entity_id, name, waits_since, over_at, outcome)
          select outage_id, id, tenant_id, entity_id, name, greatest(coalesce(not_before, created_at), failing_since), greatest(now(), created_at, failing_since), 'wentOn'
          from delivered where outage_id is not null
          on conflict (outage_id, delivery_id) do update set over_at = excluded.over_at, outcome = excluded.outcome
        ), gave_up as (
          update outage_waits w set over_at = greatest(now(), w.waits_since), outcome = 'gaveUp' from tried t
          where w.delivery_id = t.id and w.over_at is null and t.failed_at is not null
        ), tasks as (
          insert into work_items (id, tenant_id, queue, task, entity_type, entity_id, due_at, opened_at)
          select gen_random_uuid(), tenant_id, 'administrator', 'messageFailed', 'message', id, now(), now() from tried where failed_at is not null
          on conflict (entity_id, task) where closed_at is null do nothing
        )
        select tenant_id::text, lane, (count(*) filter (where not e.answered))::int, bool_or(e.answered), max(e.error) filter (where not e.answered)
        from ended e where lane not in ('process', 'case') and e.answered is not null
        group by 1, 2 having bool_or(not e.answered) or bool_or(is_failing) $$;
    revoke all on function end_deliveries from public;
    grant execute on function end_deliveries to countersign_app`,
  );
}
