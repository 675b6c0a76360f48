import type { Knex } from 'knex';
import { asLookup } from './helpers';

/**
 * A mail to a queue is one message a recipient: whom a row has reached stands in it, and a try goes on with the others. Tenants take
 * turns in each lane of the outbox: a tenant's first due row comes before another's second. Cases are opened one after the other
 * within a tenant, so that nobody waits behind another's statement of thousands. What recurs by the clock is the engine's: the
 * queue of jobs goes.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    drop schema graphile_worker cascade;
    create index outbox_due_of_tenant on outbox (lane, tenant_id, due_at, id) where done_at is null and failed_at is null and skipped_at is null;
    drop index outbox_due;

    alter table outbox add column reached uuid[] not null default '{}';
    drop view mail_queue;
    create view mail_queue with (security_invoker = true) as
      select o.*, case when coalesce(done_at, failed_at, skipped_at) is null then coalesce(next_try_at, not_before, created_at) end as run_at,
        case when done_at is not null then 'completed' when failed_at is not null then 'failed' when skipped_at is not null then 'skipped'
             when leased_until is not null then 'active' when attempts > 0 then 'delayed' else 'waiting' end as status
      from outbox o where kind in ('mail', 'sms');
    grant select on mail_queue to countersign_app;
  `);
  await asLookup(
    knex,
    `
    drop function claim_deliveries(jsonb, interval);
    create function claim_deliveries(places jsonb, lease interval)
      returns table (id uuid, tenant_id uuid, tenant_name text, kind text, lane text, entity_id uuid, name text, target text, facts jsonb, attempts int, recipients jsonb)
      language sql security definer set search_path = public as $$
        with chosen as materialized (
          select turns.* from jsonb_each_text(places) free(lane, count) cross join lateral (
            select own.* from tenants t cross join lateral (
              select b.id, row_number() over (order by b.due_at, b.id) as turn, b.due_at from outbox b
              where b.lane = free.lane and b.tenant_id = t.id and b.due_at <= now() and b.done_at is null and b.failed_at is null and b.skipped_at is null
                and not (free.lane = 'case' and exists (
                  select from outbox u where u.lane = 'case' and u.tenant_id = t.id and u.leased_until > now()
                    and u.done_at is null and u.failed_at is null and u.skipped_at is null))
              order by b.due_at, b.id limit case when free.lane = 'case' then 1 else free.count::int end) own
            order by own.turn, own.due_at, own.id limit greatest(0, free.count::int)) turns
        ), due as materialized (
          select o.id, o.sending_at, o.due_at, c.turn from outbox o join chosen c on c.id = o.id
          where o.due_at <= now() and o.done_at is null and o.failed_at is null and o.skipped_at is null for update of o skip locked
        ), claimed as (
          update outbox o set sending_at = now(), attempts = o.attempts + 1, leased_until = now() + lease,
            possible_repeats = possible_repeats + (case when o.kind in ('mail', 'sms') and due.sending_at is not null then 1 else 0 end)
          from due where o.id = due.id
          returning o.*, due.due_at as was_due_at, due.turn
        )
        select c.id, c.tenant_id, t.name, c.kind, c.lane, c.entity_id, c.name, c.target, c.facts, c.attempts,
          case when c.kind in ('mail', 'sms') then coalesce((
            select jsonb_agg(jsonb_build_object('id', r.id, 'address', r.address) order by r.id) from (
              select u.id, case when c.kind = 'sms' then u.mobile else u.email end as address from users u
              where u.tenant_id = c.tenant_id and (c.target = 'user/' || u.id or (c.target = 'queue/' || u.role and u.state = 'active'))
              union all
              select q.id, q.email from access_requests q where q.tenant_id = c.tenant_id and c.target = 'request/' || q.id
            ) r where r.id <> all(c.reached)), '[]') end
        from claimed c join tenants t on t.id = c.tenant_id order by c.turn, c.was_due_at, c.id $$;
    revoke all on function claim_deliveries from public;
    grant execute on function claim_deliveries to countersign_app;

    -- How tries ended: as before, and whom one reached; one that no further try can mend is the last.
    create or replace function end_deliveries(given jsonb, most_tries int) returns void language sql security definer set search_path = public as $$
        with ended as materialized (
          select e.*, array(select jsonb_array_elements_text(coalesce(e.reached, '[]'))::uuid) as now_reached
          from jsonb_to_recordset(given) as e(id uuid, message_id text, error text, nothing_sent boolean, final boolean, reached jsonb)
        ), delivered as (
          update outbox o set done_at = now(), failed_at = null, leased_until = null, last_error = null, message_id = e.message_id
          from ended e where o.id = e.id and e.error is null returning o.id
        ), closed as (
          update work_items w set closed_at = now(), closed_by = 'delivered' from delivered d where w.entity_id = d.id and w.closed_at is null
        ), tried as (
          update outbox o set leased_until = null, last_error = e.error, sending_at = case when e.nothing_sent then null else o.sending_at end,
            next_try_at = now() + exp(least(10, o.attempts)) * interval '1 second', reached = o.reached || e.now_reached,
            failed_at = case when e.final or o.attempts >= most_tries then now() end
          from ended e where o.id = e.id and e.error is not null and o.done_at is null returning o.*
        )
        insert into work_items (id, tenant_id, queue, task, entity_type, entity_id, due_at, opened_at)
        select gen_random_uuid(), tenant_id, 'administrator', 'messageFailed', 'message', id, now(), now() from tried where failed_at is not null
        on conflict (entity_id, task) where closed_at is null do nothing $$
    `,
  );
}
