import type { Knex } from 'knex';
import { asLookup } from './helpers';

/**
 * Tenants take turns in each lane of the outbox: a tenant's first due row comes before another's second. Cases are opened one
 * after the other within a tenant, so that nobody waits behind another's statement of thousands.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create index outbox_due_of_tenant on outbox (lane, tenant_id, due_at, id) where done_at is null and failed_at is null and skipped_at is null;
    drop index outbox_due;
  `);
  await asLookup(
    knex,
    `
    create or replace function claim_deliveries(places jsonb, lease interval)
      returns table (id uuid, tenant_id uuid, tenant_name text, kind text, lane text, entity_id uuid, name text, target text, facts jsonb, attempts int, addresses text[])
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
          case when c.kind = 'sms' then array(select u.mobile from users u where u.tenant_id = c.tenant_id and u.id::text = substr(c.target, 6))
               when c.target like 'user/%' then array(select u.email from users u where u.tenant_id = c.tenant_id and u.id::text = substr(c.target, 6))
               when c.target like 'request/%' then array(select q.email from access_requests q where q.tenant_id = c.tenant_id and q.id::text = substr(c.target, 9))
               when c.target like 'queue/%' then array(select u.email from users u where u.tenant_id = c.tenant_id and u.role = substr(c.target, 7) and u.state = 'active')
               else '{}' end
        from claimed c join tenants t on t.id = c.tenant_id order by c.turn, c.was_due_at, c.id $$
    `,
  );
}
