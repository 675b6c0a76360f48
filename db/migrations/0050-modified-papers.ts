import type { Knex } from 'knex';
import { asLookup, openToLookups, protect } from './helpers';

/** Modified papers of bookings, and the evidence of need that is asked for by sample (REG-15, REG-12). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table modified_papers (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      -- Another one once it was moved (BKG-5).
      booking_id uuid not null references bookings,
      learner_id uuid not null references learners,
      asked_at timestamptz not null,
      -- What was asked for when the learner was booked; it follows the learner until the papers are made.
      modifications jsonb not null check (jsonb_typeof(modifications) = 'object'),
      contact_email text,
      needs_version int not null default 1,
      needs_since timestamptz not null,
      processed_at timestamptz,
      despatched_at timestamptz,
      carrier text,
      tracking text,
      evidence text not null default 'notAsked' check (evidence in ('notAsked', 'awaited', 'late', 'toDecide', 'accepted', 'refused', 'dropped')),
      evidence_since timestamptz not null,
      -- Why staff asked for other evidence, or refused it.
      evidence_reason text,
      state text not null default 'none' check (state in ('none', 'requested', 'processed', 'unshown', 'despatched', 'cancelled', 'withheld', 'missed')),
      state_since timestamptz not null,
      is_open boolean not null default true,
      version int not null default 0,
      check (despatched_at is null or processed_at is not null),
      check (despatched_at is not null or num_nonnulls(carrier, tracking) = 0)
    );
    create unique index modified_papers_once on modified_papers (booking_id) where state <> 'cancelled';
    create index modified_papers_of_booking on modified_papers (booking_id, id desc);
    create index modified_papers_of_learner on modified_papers (learner_id, id desc);
    create index modified_papers_newest on modified_papers (organisation_id, id desc);
    create index modified_papers_of_tenant on modified_papers (tenant_id, id desc);
    create index modified_papers_in_state on modified_papers (tenant_id, state, id desc);
    create table evidence_of_need (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      papers_id uuid not null references modified_papers,
      round int not null check (round > 0),
      name text not null,
      type text not null,
      bytes int not null,
      sha256 bytea not null,
      content bytea not null,
      -- Its own key, wrapped: without it nobody opens the content.
      wrapped bytea not null,
      key_id text not null,
      uploaded_by uuid not null references users,
      uploaded_at timestamptz not null,
      unique (papers_id, round)
    );
  `);
  await protect(knex, 'modified_papers', 'select, insert, update', true);
  await protect(knex, 'evidence_of_need', 'select, insert', true);
  await told(knex);
}

/** The contact of the arrangement is an address, not a user; of evidence whoever booked is told as well, once where they are one. */
async function told(knex: Knex): Promise<void> {
  await openToLookups(knex, 'modified_papers', 'select (id, tenant_id, booking_id, contact_email)');
  await openToLookups(knex, 'bookings', 'select (id, group_id)');
  await openToLookups(knex, 'booking_groups', 'select (id, booked_by)');
  await asLookup(
    knex,
    `
    create function papers_recipients(given_tenant uuid, given text) returns table (id uuid, address text)
      language sql stable security definer set search_path = public as $$
      with papers as (
        select p.id, p.contact_email, u.id as user_id, u.email from modified_papers p join bookings b on b.id = p.booking_id
          join booking_groups g on g.id = b.group_id left join users u on u.id = g.booked_by and u.state = 'active'
        where p.tenant_id = given_tenant and given in ('arrangement/' || p.id, 'evidence/' || p.id))
      select id, contact_email from papers where contact_email is not null
      union all select user_id, email from papers where given like 'evidence/%' and user_id is not null and email is distinct from contact_email
    $$;
    revoke all on function papers_recipients from public;
    do $$ begin
      execute replace(pg_get_functiondef('claim_deliveries(jsonb, interval)'::regprocedure), ') r where r.address',
        'union all select b.id, b.address from papers_recipients(c.tenant_id, c.target) b where c.target like any(''{arrangement/%,evidence/%}'') ) r where r.address');
    end $$`,
  );
}
