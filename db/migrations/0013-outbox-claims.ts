import type { Knex } from 'knex';

/**
 * The outbox row itself says how its delivery stands: tries, next try, lease, last error. The relay claims due rows in batches and
 * looks for them itself: a row costs its commit no job and no NOTIFY, whose lock commits would queue for (docs/decisions/0018).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    drop view mail_queue;
    drop trigger enqueue on outbox;
    drop function enqueue_delivery();
    alter table outbox add column attempts int not null default 0;
    alter table outbox add column next_try_at timestamptz;
    alter table outbox add column leased_until timestamptz;
    alter table outbox add column last_error text;
    -- Overtaken by its successor: it never leaves.
    alter table outbox add column skipped_at timestamptz;
    alter table outbox add column due_at timestamptz generated always as (coalesce(leased_until, next_try_at, not_before, created_at)) stored;
    -- Each lane has places of its own, so that no kind holds up another; cases go one after the other.
    alter table outbox add column lane text generated always as
      (case when kind = 'start' and name = 'suspense' then 'case' when kind in ('signal', 'start') then 'process' else kind end) stored;
    update outbox o set attempts = j.attempts, next_try_at = j.run_at, last_error = j.last_error
      from graphile_worker._private_jobs j where j.key = o.id::text and o.done_at is null;
    update outbox set attempts = 1 where done_at is not null;
    delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t where t.id = j.task_id and t.identifier = 'deliver';
    create index outbox_due on outbox (lane, due_at, id) where done_at is null and failed_at is null and skipped_at is null;

    create view mail_queue with (security_invoker = true) as
      select o.*, case when coalesce(done_at, failed_at, skipped_at) is null then coalesce(next_try_at, not_before, created_at) end as run_at,
        case when done_at is not null then 'completed' when failed_at is not null then 'failed' when skipped_at is not null then 'skipped'
             when leased_until is not null then 'active' when attempts > 0 then 'delayed' else 'waiting' end as status
      from outbox o where kind in ('mail', 'sms');
    grant select on mail_queue to countersign_app;
  `);
  await claims(knex);
}

/** Over all tenants at once, therefore as the owner: whom a row goes to is looked up within its own tenant. */
async function claims(knex: Knex): Promise<void> {
  await knex.raw(`
    create function claim_deliveries(places jsonb, lease interval)
      returns table (id uuid, tenant_id uuid, tenant_name text, kind text, lane text, entity_id uuid, name text, target text, facts jsonb, attempts int, addresses text[])
      language sql security definer set search_path = public as $$
        with due as materialized (
          select o.* from jsonb_each_text(places) free(lane, count) cross join lateral (
            select b.id, b.sending_at, b.due_at from outbox b
            where b.lane = free.lane and b.due_at <= now() and b.done_at is null and b.failed_at is null and b.skipped_at is null
            order by b.due_at, b.id limit free.count::int for update skip locked) o
        ), claimed as (
          update outbox o set sending_at = now(), attempts = o.attempts + 1, leased_until = now() + lease,
            possible_repeats = possible_repeats + (case when o.kind in ('mail', 'sms') and due.sending_at is not null then 1 else 0 end)
          from due where o.id = due.id
          returning o.*, due.due_at as was_due_at
        )
        select c.id, c.tenant_id, t.name, c.kind, c.lane, c.entity_id, c.name, c.target, c.facts, c.attempts,
          case when c.kind = 'sms' then array(select u.mobile from users u where u.tenant_id = c.tenant_id and u.id::text = substr(c.target, 6))
               when c.target like 'user/%' then array(select u.email from users u where u.tenant_id = c.tenant_id and u.id::text = substr(c.target, 6))
               when c.target like 'request/%' then array(select q.email from access_requests q where q.tenant_id = c.tenant_id and q.id::text = substr(c.target, 9))
               when c.target like 'queue/%' then array(select u.email from users u where u.tenant_id = c.tenant_id and u.role = substr(c.target, 7) and u.state = 'active')
               else '{}' end
        from claimed c join tenants t on t.id = c.tenant_id order by c.was_due_at, c.id $$;

    -- How tries ended: a delivered row closes its task; a try that surely sent nothing takes back its mark; the last one is a task.
    create function end_deliveries(given jsonb, most_tries int) returns void language sql security definer set search_path = public as $$
        with ended as materialized (
          select * from jsonb_to_recordset(given) as e(id uuid, message_id text, error text, nothing_sent boolean)
        ), delivered as (
          update outbox o set done_at = now(), failed_at = null, leased_until = null, last_error = null, message_id = e.message_id
          from ended e where o.id = e.id and e.error is null returning o.id
        ), closed as (
          update work_items w set closed_at = now(), closed_by = 'delivered' from delivered d where w.entity_id = d.id and w.closed_at is null
        ), tried as (
          update outbox o set leased_until = null, last_error = e.error, sending_at = case when e.nothing_sent then null else o.sending_at end,
            next_try_at = now() + exp(least(10, o.attempts)) * interval '1 second', failed_at = case when o.attempts >= most_tries then now() end
          from ended e where o.id = e.id and e.error is not null and o.done_at is null returning o.*
        )
        insert into work_items (id, tenant_id, queue, task, entity_type, entity_id, due_at, opened_at)
        select gen_random_uuid(), tenant_id, 'administrator', 'messageFailed', 'message', id, now(), now() from tried where failed_at is not null
        on conflict (entity_id, task) where closed_at is null do nothing $$;

    -- What a dead relay had claimed, or a claim whose answer was lost, is due again.
    create function free_deliveries(under_way uuid[]) returns void language sql security definer set search_path = public as $$
        update outbox set leased_until = null
        where leased_until is not null and done_at is null and failed_at is null and skipped_at is null and id <> all(under_way) $$;

    -- A mail is tried again at once, from its first attempt; one that is under way ends its try first.
    create or replace function retry_delivery(given uuid) returns boolean language sql security definer set search_path = public as $$
        with queued as (
          update outbox set failed_at = null, attempts = 0, next_try_at = now(), last_error = null
          where id = given and tenant_id = app_tenant() and done_at is null and skipped_at is null returning id
        ) select exists (select from queued) $$;
    revoke all on function claim_deliveries, end_deliveries, free_deliveries from public;
    grant execute on function claim_deliveries, end_deliveries, free_deliveries to countersign_app;
  `);
}
