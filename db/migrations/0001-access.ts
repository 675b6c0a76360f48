import type { Knex } from 'knex';
import { protect } from './helpers';

/** Tenants, their organisations and company trees, users and sessions (SEC-1, SEC-7..9). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function app_tenant() returns uuid language sql stable as
      $$ select nullif(current_setting('app.tenant', true), '')::uuid $$;
    create function app_organisation() returns uuid language sql stable as
      $$ select nullif(current_setting('app.organisation', true), '')::uuid $$;
    create function refuse_change() returns trigger language plpgsql as
      $$ begin raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege'; end $$;

    create table tenants (
      id uuid primary key,
      key text not null unique,
      name text not null,
      kind text not null check (kind in ('card-scheme', 'awarding-body'))
    );
    grant select on tenants to countersign_app;

    create table organisations (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      name text not null,
      kind text not null check (kind in ('employer', 'centre', 'checker'))
    );
    create table nodes (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      parent_id uuid references nodes,
      kind text not null check (kind in ('company', 'group', 'office')),
      name text not null
    );
    create index nodes_of_organisation on nodes (organisation_id);
    -- A node and all below it: rights and funds are inherited downwards only (SEC-7).
    create function nodes_below(root uuid) returns setof uuid language sql stable as $$
      with recursive tree as (
        select id from nodes where id = root
        union all select n.id from nodes n join tree t on n.parent_id = t.id
      ) select id from tree
    $$;
    create table users (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid references organisations,
      node_id uuid references nodes,
      email text not null,
      display_name text not null,
      password_hash text not null,
      role text not null check (role in ('employerUser', 'finance', 'caseOperator', 'administrator')),
      check ((role = 'employerUser') = (organisation_id is not null and node_id is not null))
    );
    create unique index users_by_email on users (lower(email));
    create table sessions (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      user_id uuid not null references users,
      token_hash bytea not null unique,
      ip text not null,
      created_at timestamptz not null default now(),
      last_seen_at timestamptz not null default now(),
      ended_at timestamptz
    );
  `);
  await protect(knex, 'organisations', 'select', false);
  await protect(knex, 'nodes', 'select', true);
  await protect(knex, 'users', 'select');
  await protect(knex, 'sessions', 'select, insert');
  await knex.raw(`
    -- Before the scope is known: by the exact e-mail address, by the exact token, and nothing else.
    create function find_sign_in(given_email text)
      returns table (user_id uuid, tenant_id uuid, password_hash text)
      language sql stable security definer set search_path = public as
      $$ select id, tenant_id, password_hash from users where lower(email) = lower(given_email) $$;
    create function use_session(given_hash bytea, idle interval)
      returns table (session_id uuid, tenant_id uuid, organisation_id uuid, node_id uuid, user_id uuid, role text, display_name text)
      language sql security definer set search_path = public as $$
        with live as (
          select * from sessions where token_hash = given_hash and ended_at is null and last_seen_at > now() - idle
        ), seen as (
          update sessions s set last_seen_at = now() from live where s.id = live.id and live.last_seen_at < now() - interval '15 seconds'
        )
        select live.id, u.tenant_id, u.organisation_id, u.node_id, u.id, u.role, u.display_name from live join users u on u.id = live.user_id
      $$;
    create function end_session(given_hash bytea) returns void
      language sql security definer set search_path = public as
      $$ update sessions set ended_at = now() where token_hash = given_hash and ended_at is null $$;
    revoke all on function find_sign_in, use_session, end_session from public;
    grant execute on function find_sign_in, use_session, end_session to countersign_app;
  `);
}
