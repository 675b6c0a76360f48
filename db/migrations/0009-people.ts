import type { Knex } from 'knex';
import { protect } from './helpers';

/** Who works here and what they may do: organisations with their addresses, users with their grants, credentials, invitations and requests for access (SEC-1..15). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table policies (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      version text not null,
      effective_from timestamptz not null,
      changes jsonb not null,
      unique (tenant_id, version),
      unique (tenant_id, effective_from)
    );
    -- The version in force, as processes and audit rows keep it; the first one stands in the code.
    create function policy_at(given_tenant uuid, at timestamptz) returns policies language sql stable security definer set search_path = public as
      $$ select * from policies where tenant_id = given_tenant and effective_from <= at order by effective_from desc limit 1 $$;
    create function policy_version(at timestamptz) returns text language sql stable as
      $$ select coalesce((policy_at(app_tenant(), at)).version, '2026-11-01') $$;

    alter table organisations
      add column number text,
      add column state text not null default 'active' check (state in ('applied', 'vetted', 'termsSigned', 'active', 'withdrawn')),
      add column checker_type text check (checker_type in ('client', 'mainContractor', 'employer', 'employmentBusiness')),
      add column user_cap int check (user_cap > 0),
      add column registered_addresses text[] not null default '{}',
      add column head_office_id uuid references nodes,
      add column version int not null default 1,
      add check ((kind = 'checker') = (checker_type is not null));
    create unique index organisations_by_number on organisations (tenant_id, kind, number) where number is not null;
    create index organisations_by_name on organisations (tenant_id, name, id);
    alter table nodes add column version int not null default 1;
    create function nodes_within(roots uuid[]) returns setof uuid language sql stable as $$
      with recursive tree as (
        select id from nodes where id = any(roots)
        union select n.id from nodes n join tree t on n.parent_id = t.id
      ) select id from tree
    $$;
    drop function nodes_below;
    create table addresses (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      node_id uuid references nodes,
      label text not null,
      lines text[] not null,
      postcode text not null,
      version int not null default 1
    );
    create index addresses_of_organisation on addresses (organisation_id);
    create table product_approvals (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      product text not null,
      approved_at timestamptz not null,
      withdrawn_at timestamptz
    );
    create unique index product_approvals_standing on product_approvals (organisation_id, product) where withdrawn_at is null;

    create table grants (
      user_id uuid not null references users,
      node_id uuid references nodes,
      name text not null,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      granted_at timestamptz not null,
      granted_by uuid references users,
      unique nulls not distinct (user_id, node_id, name)
    );
    create unique index grants_lrs_administrator on grants (organisation_id) where name = 'updateUlns';
    create index grants_of_organisation on grants (organisation_id, name);
    insert into grants (user_id, node_id, name, tenant_id, organisation_id, granted_at)
      select u.id, u.node_id, bundle, u.tenant_id, u.organisation_id, now() from users u,
        unnest(array['employees', 'purchasing', 'applications', 'endorsement', 'userAdmin', 'generalAdmin', 'useFunds']) bundle
      where u.role = 'employerUser';
    alter table users drop constraint users_role_check, drop constraint users_check;
    alter table users
      drop column node_id,
      alter column password_hash drop not null,
      add column given_name text,
      add column family_name text not null default '',
      add column mobile text,
      add column state text not null default 'active' check (state in ('invited', 'active', 'withdrawn')),
      add column training_until date,
      add column version int not null default 1,
      add check (role in ('caseOperator', 'finance', 'eqa', 'dpo', 'administrator', 'employerUser', 'centreUser', 'checkerUser', 'individual')),
      add check ((role in ('employerUser', 'centreUser', 'checkerUser')) = (organisation_id is not null));
    update users set given_name = display_name;
    alter table users drop column display_name, alter column given_name set not null;
    create index users_of_organisation on users (tenant_id, organisation_id, id);

    alter table sessions add column agent text not null default '', add column end_reason text;
    create index sessions_open on sessions (user_id) where ended_at is null;
    create table api_keys (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid references organisations,
      user_id uuid not null references users,
      name text not null,
      prefix text not null,
      secret_hash bytea not null unique,
      permissions text[] not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      last_used_at timestamptz,
      last_used_ip text,
      revoked_at timestamptz
    );
    create index api_keys_of_user on api_keys (user_id);
    alter table requests alter column session_id drop not null, add column api_key_id uuid;
    alter table audit add column api_key_id uuid;

    -- Failures by the hash of what was typed, known or not: both are answered alike (SEC-1).
    create table sign_in_failures (
      email_hash bytea primary key,
      failed_at timestamptz[] not null,
      locked_until timestamptz
    );
    grant select, insert, update, delete on sign_in_failures to countersign_app;
    -- A code that was sent: the code itself is derived from a key and these columns, and stands nowhere.
    create table codes (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      user_id uuid not null references users,
      purpose text not null check (purpose in ('signIn', 'activation', 'reset')),
      sent int not null default 1,
      tries int not null default 0,
      sent_at timestamptz not null,
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create table invitations (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid references organisations,
      user_id uuid not null references users,
      purpose text not null check (purpose in ('activation', 'reset')),
      made_by uuid references users,
      state text not null default 'made' check (state in ('made', 'sent', 'accepted', 'expired', 'withdrawn')),
      state_since timestamptz not null,
      link int not null default 0,
      expires_at timestamptz,
      -- What the row learns before its process hears of it: whatever comes first counts.
      moved_at timestamptz,
      code_id uuid references codes,
      process_state jsonb,
      version int not null default 0
    );
    create index invitations_of_user on invitations (user_id, id desc);
    create unique index invitations_standing on invitations (user_id) where state in ('made', 'sent') and moved_at is null;
    create table access_requests (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      given_name text not null,
      family_name text not null,
      email text not null,
      mobile text not null,
      state text not null default 'none' check (state in ('none', 'asked', 'withStaff', 'approved', 'declined')),
      state_since timestamptz not null,
      process_state jsonb,
      user_id uuid references users,
      version int not null default 0
    );
    create unique index access_requests_open on access_requests (organisation_id, lower(email)) where state in ('none', 'asked', 'withStaff');
    create index access_requests_newest on access_requests (tenant_id, id desc);
    create table approvals (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      what text not null check (what in ('policy', 'adjustment')),
      proposed_by uuid not null references users,
      reason text not null,
      decided_by uuid references users,
      state text not null check (state in ('awaiting', 'approved', 'declined')),
      state_since timestamptz not null,
      process_state jsonb not null,
      version int not null
    );
    create index approvals_newest on approvals (tenant_id, id desc);
    create table affinity_partners (
      tenant_id uuid not null references tenants,
      name text not null,
      primary key (tenant_id, name)
    );
    create table consents (
      user_id uuid not null references users,
      tenant_id uuid not null references tenants,
      kind text not null check (kind in ('marketing', 'affinityPartner', 'employmentBusinessChecks', 'specialCategory')),
      partner text not null default '',
      given_at timestamptz,
      withdrawn_at timestamptz,
      primary key (user_id, kind, partner)
    );
    alter table outbox drop constraint outbox_kind_check;
    alter table outbox add constraint outbox_kind_check check (kind in ('mail', 'sms', 'signal', 'start'));
  `);
  await protect(knex, 'policies', 'select, insert');
  await protect(knex, 'addresses', 'select, insert, update, delete', true);
  await protect(knex, 'product_approvals', 'select, insert, update', true);
  await protect(knex, 'grants', 'select, insert, delete', true);
  await protect(knex, 'api_keys', 'select, insert, update', true);
  await protect(knex, 'codes', 'select, insert, update');
  await protect(knex, 'invitations', 'select, insert, update');
  await protect(knex, 'approvals', 'select, insert, update');
  await protect(knex, 'access_requests', 'select, insert, update', true);
  await protect(knex, 'affinity_partners', 'select');
  await protect(knex, 'consents', 'select, insert, update');
  await knex.raw(`
    grant insert, update on organisations, nodes to countersign_app;
    grant insert, update on users to countersign_app;
    grant update on sessions to countersign_app;
    -- An organisation's users see their own organisation and its users, and no other (SEC-9); an individual, whose scope is himself, sees himself.
    drop policy scope on organisations;
    create policy scope on organisations using (tenant_id = app_tenant() and (app_organisation() is null or id = app_organisation()));
    drop policy scope on audit;
    create policy scope on audit using (tenant_id = app_tenant() and (app_organisation() is null or app_organisation() in (organisation_id, user_id)));
    drop policy scope on users;
    create policy scope on users using (tenant_id = app_tenant() and (app_organisation() is null or app_organisation() in (organisation_id, id)));
  `);
  await credentials(knex);
}

/** What is asked before the scope is known: by the exact address, token or number, and nothing else. */
async function credentials(knex: Knex): Promise<void> {
  await knex.raw(`
    drop function find_sign_in, use_session, end_session;
    create function find_sign_in(given_email text) returns table (user_id uuid, tenant_id uuid, password_hash text, state text)
      language sql stable security definer set search_path = public as
      $$ select u.id, u.tenant_id, u.password_hash, case when o.state = 'withdrawn' then 'withdrawn' else u.state end
         from users u left join organisations o on o.id = u.organisation_id where lower(u.email) = lower(given_email) $$;
    create function find_code(given uuid) returns uuid language sql stable security definer set search_path = public as
      $$ select tenant_id from codes where id = given $$;
    create function find_centre(given_tenant text, given_number text) returns table (tenant_id uuid, organisation_id uuid)
      language sql stable security definer set search_path = public as
      $$ select t.id, o.id from tenants t join organisations o on o.tenant_id = t.id and o.kind = 'centre' and o.state = 'active'
         where t.key = given_tenant and o.number = given_number $$;
    -- The caller with all that decides what he may do, in one round trip; a page that polls is no activity (SEC-2).
    create function use_credential(given_hash bytea, is_key boolean, idle_minutes int, is_activity boolean, given_ip text)
      returns table (session_id uuid, key_id uuid, tenant_id uuid, organisation_id uuid, user_id uuid, role text, training_until date,
        organisation_state text, registered_addresses text[], limited_to text[], grants jsonb, policy_version text, policy_changes jsonb)
      language plpgsql security definer set search_path = public as $$
      #variable_conflict use_column
      declare s sessions; k api_keys; u users; p policies; idle interval;
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
          idle := make_interval(mins => coalesce((p.changes->>'session.idleMinutes')::int, idle_minutes));
          if s.last_seen_at <= now() - idle then return; end if;
          if is_activity and s.last_seen_at < now() - interval '1 second' then update sessions set last_seen_at = now() where id = s.id; end if;
        elsif k.last_used_at is null or k.last_used_at < now() - interval '1 second' then
          update api_keys set last_used_at = now(), last_used_ip = given_ip where id = k.id;
        end if;
        return query select s.id, k.id, u.tenant_id, u.organisation_id, u.id, u.role, u.training_until, o.state, o.registered_addresses, k.permissions,
          (select coalesce(jsonb_agg(jsonb_build_object('right', g.name, 'node', g.node_id)), '[]') from grants g where g.user_id = u.id),
          p.version, p.changes
          from (select 1) one left join organisations o on o.id = u.organisation_id where o.state is distinct from 'withdrawn';
      end $$;
    create function end_session(given_hash bytea) returns void
      language sql security definer set search_path = public as
      $$ update sessions set ended_at = now(), end_reason = 'signedOut' where token_hash = given_hash and ended_at is null $$;
    revoke all on function find_sign_in, find_code, find_centre, use_credential, end_session from public;
    grant execute on function find_sign_in, find_code, find_centre, use_credential, end_session to countersign_app;
  `);
}
