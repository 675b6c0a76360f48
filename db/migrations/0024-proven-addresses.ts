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
    create policy scope on outbox using (tenant_id = app_tenant() and (app_organisation() is null or app_organisation() in (organisation_id, entity_id)));
  `);
  await protect(knex, 'former_mobiles', 'select, insert');
  await openToLookups(knex, 'former_mobiles', 'select');
  await asLookup(
    knex,
    `
    create function is_proven_elsewhere(given_user uuid) returns boolean language sql stable security definer set search_path = public as
      $$ select exists (select from users u join users o on lower(o.email) = lower(u.email) and o.id <> u.id and o.state = 'active'
         where u.id = given_user) $$;
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

    -- An SMS may go to a number that was replaced: the rest of the function stays as it is.
    do $do$
    declare before text := pg_get_functiondef('claim_deliveries'::regproc); after text;
    begin
      after := replace(before, 'select q.id, q.email from access_requests q', 'select m.id, m.mobile from former_mobiles m where m.tenant_id = c.tenant_id and c.target = ''former/'' || m.id
              union all
              select q.id, q.email from access_requests q');
      if after = before then raise exception 'claim_deliveries is not the one that is known here'; end if;
      execute after;
    end $do$
    `,
  );
}
