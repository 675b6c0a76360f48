import type { Knex } from 'knex';
import { inEachTenant, protect } from './helpers';

/** The catalogue of an awarding body (REG-18), what a centre asks its staff for, and fees of single products (MON-3). */
export async function up(knex: Knex): Promise<void> {
  await products(knex);
  await openings(knex);
  await requests(knex);
  await knex.raw(`
    alter table fees add column product_id uuid references products, add check (card_type is null or product_id is null);
    alter table fees drop constraint fees_tenant_id_item_card_type_effective_from_key;
    alter table fees add constraint fees_once unique nulls not distinct (tenant_id, item, card_type, product_id, effective_from);
    alter table approvals drop constraint approvals_what_check;
    alter table approvals add constraint approvals_what_check
      check (what in ('policy', 'adjustment', 'bankAccount', 'orderPayment', 'fee', 'calendar', 'window'));
  `);
  await inEachTenant(
    knex,
    `update processes set state = jsonb_set(state, '{proposal,product}', 'null') where kind = 'approval' and state->'proposal'->>'what' = 'fee'`,
  );
}

/** A product keeps its code; all else of it has versions, each from a London day on: nothing of a past one is changed. */
async function products(knex: Knex): Promise<void> {
  await knex.raw(`
    create table suites (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      code text not null,
      name text not null,
      version int not null default 1,
      unique (tenant_id, code)
    );
    create table units (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      code text not null,
      title text not null,
      level text,
      credits int check (credits >= 0),
      version int not null default 1,
      unique (tenant_id, code)
    );
    create table products (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      code text not null,
      version int not null default 1,
      made_at timestamptz not null,
      unique (tenant_id, code)
    );
    create table product_versions (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      product_id uuid not null references products,
      effective_from date not null,
      name text not null,
      number text,
      sector text not null,
      type text not null check (type in ('qualification', 'vCert', 'tLevel', 'technicalAward', 'functionalSkills', 'edsq', 'apprenticeship', 'bundle')),
      is_regulated boolean not null,
      is_open boolean not null,
      lapse_months int not null check (lapse_months > 0),
      grade_scale text not null,
      components jsonb not null default '[]' check (jsonb_typeof(components) = 'array'),
      modes text[] not null default '{}',
      has_windows boolean not null,
      late_allowed boolean not null,
      books_on_registration boolean not null,
      is_electronic_only boolean not null,
      takes_arrangements boolean not null,
      suite_id uuid references suites,
      made_at timestamptz not null,
      unique (product_id, effective_from),
      check (has_windows or not late_allowed)
    );
    create table product_units (
      version_id uuid not null references product_versions,
      unit_id uuid not null references units,
      tenant_id uuid not null references tenants,
      position int not null,
      is_mandatory boolean not null,
      unit_group text,
      primary key (version_id, unit_id)
    );
    -- What an apprenticeship or a bundle is made of (REG-11).
    create table product_members (
      version_id uuid not null references product_versions,
      member_id uuid not null references products,
      tenant_id uuid not null references tenants,
      position int not null,
      primary key (version_id, member_id)
    );
  `);
  await protect(knex, 'suites', 'select, insert, update');
  await protect(knex, 'units', 'select, insert, update');
  await protect(knex, 'products', 'select, insert, update');
  for (const table of ['product_versions', 'product_units', 'product_members']) await protect(knex, table, 'select, insert');
}

/** Sessions that are open beside the current one (REG-2), assessment windows as rows (BKG-3), countries of study (REG-6). */
async function openings(knex: Knex): Promise<void> {
  await knex.raw(`
    create table session_openings (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      product_id uuid not null references products,
      session int not null check (session between 2000 and 2100),
      opens_on date not null,
      closes_on date not null check (closes_on >= opens_on),
      version int not null default 1,
      unique (product_id, session)
    );
    create table assessment_windows (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      product_id uuid not null references products,
      name text not null,
      component text,
      opens_on date not null,
      cut_off_on date not null,
      closes_on date not null,
      version int not null default 1,
      unique nulls not distinct (product_id, component, name),
      check (closes_on >= opens_on and cut_off_on <= opens_on)
    );
    create index assessment_windows_by_day on assessment_windows (tenant_id, opens_on, id);
    create table countries (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      code text not null check (code ~ '^[A-Z]{2}$|^99$'),
      name text not null,
      version int not null default 1,
      withdrawn_at timestamptz,
      unique (tenant_id, code)
    );
  `);
  for (const table of ['session_openings', 'assessment_windows', 'countries']) await protect(knex, table, 'select, insert, update');
}

/** A centre asks for an approval, an address or a country, and is answered (REG-18). */
async function requests(knex: Knex): Promise<void> {
  await knex.raw(`
    create table centre_requests (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      what text not null check (what in ('approval', 'address', 'country')),
      asked jsonb not null check (jsonb_typeof(asked) = 'object'),
      reason text not null,
      requested_by uuid not null references users,
      decided_by uuid references users,
      answer text,
      state text not null check (state in ('none', 'asked', 'granted', 'declined', 'withdrawn')),
      state_since timestamptz not null,
      version int not null default 0
    );
    -- The same thing is asked for once at a time.
    create unique index centre_requests_open on centre_requests (organisation_id, what, md5(lower(asked::text))) where state in ('none', 'asked');
    create index centre_requests_newest on centre_requests (organisation_id, id desc);
    create index centre_requests_of_tenant on centre_requests (tenant_id, state, id desc);
  `);
  await protect(knex, 'centre_requests', 'select, insert, update', true);
}
