import type { Knex } from 'knex';
import { asLookup, openToLookups, protect } from './helpers';

/**
 * An address is one user's in his tenant; over all tenants it is his who has proved that he reads it, by activating his account
 * (SEC-3, SEC-9). A session ends when it is so old, however busy it was (SEC-2). Numbers that were replaced are told of it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index users_by_email;
    create unique index users_by_email on users (lower(email), tenant_id);
    create unique index users_by_proven_email on users (lower(email)) where state = 'active';
    create table former_mobiles (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      user_id uuid not null references users,
      mobile text not null,
      replaced_at timestamptz not null
    );
    create index former_mobiles_of_user on former_mobiles (user_id);
    -- A person with an own account lets messages about himself leave, as he writes his own trail.
    drop policy scope on outbox;
    create policy scope on outbox using (tenant_id = app_tenant() and (app_organisation() is null or app_organisation() = organisation_id or (
      app_organisation() = entity_id and exists (select from users where id = app_organisation() and role = 'individual'))));
  `);
  await protect(knex, 'former_mobiles', 'select, insert');
  await openToLookups(knex, 'former_mobiles', 'select');
  await asLookup(
    knex,
    `
    create function is_proven_elsewhere(given_user uuid) returns boolean language sql stable security definer set search_path = public as
      $$ select exists (select from users u join users o on lower(o.email) = lower(u.email) and o.id <> u.id and o.state = 'active'
         where u.id = given_user and u.tenant_id = app_tenant()) $$;
    revoke all on function is_proven_elsewhere from public;
    grant execute on function is_proven_elsewhere to countersign_app;

    -- The caller of a live credential, as before; a session lives so many hours at most.
    drop function use_credential;
    create function use_credential(given_hash bytea, is_key boolean, idle_minutes int, absolute_hours int, is_activity boolean, given_ip text)
      returns table (session_id uuid, key_id uuid, tenant_id uuid, organisation_id uuid, user_id uuid, role text, training_until date,
        organisation_state text, registered_addresses text[], limited_to text[], grants jsonb, policy_version text, policy_changes jsonb)
      language plpgsql security definer set search_path = public as $$
      #variable_conflict use_column
      declare s sessions; k api_keys; u users; p policies;
      begin
        if is_key then
          select * into k from api_keys where secret_hash = given_hash and revoked_at is null and expires_at > now();
          select * into u from users where id = k.user_id and state = 'active';
        else
          select * into s from sessions where token_hash = given_hash and ended_at is null;
          select * into u from users where id = s.user_id and state = 'active';
        end if;
        if u.id is null then return; end if;
        p := policy_at(u.tenant_id, now());
        if not is_key then
          if s.last_seen_at <= now() - make_interval(mins => least(coalesce((p.changes->>'session.idleMinutes')::numeric, idle_minutes), 480)::int)
            or s.created_at <= now() - make_interval(hours => coalesce((p.changes->>'session.absoluteHours')::int, absolute_hours)) then return; end if;
          if is_activity and s.last_seen_at < now() - interval '1 second' then update sessions set last_seen_at = now() where id = s.id; end if;
        elsif k.last_used_at is null or k.last_used_at < now() - interval '1 second' then
          update api_keys set last_used_at = now(), last_used_ip = given_ip where id = k.id;
        end if;
        return query select s.id, k.id, u.tenant_id, u.organisation_id, u.id, u.role, u.training_until, o.state, o.registered_addresses, k.permissions,
          (select coalesce(jsonb_agg(jsonb_build_object('right', g.name, 'node', g.node_id)), '[]') from grants g where g.user_id = u.id),
          p.version, p.changes
          from (select 1) one left join organisations o on o.id = u.organisation_id where o.state is distinct from 'withdrawn';
      end $$;
    revoke all on function use_credential from public;
    grant execute on function use_credential to countersign_app;

    -- As before, and an SMS may go to a number that was replaced.
    create or replace function claim_deliveries(places jsonb, lease interval)
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
              select m.id, m.mobile from former_mobiles m where m.tenant_id = c.tenant_id and c.target = 'former/' || m.id
              union all
              select q.id, q.email from access_requests q where q.tenant_id = c.tenant_id and c.target = 'request/' || q.id
            ) r where r.id <> all(c.reached)), '[]') end
        from claimed c join tenants t on t.id = c.tenant_id order by c.turn, c.was_due_at, c.id $$;
    `,
  );
}
