import type { Knex } from 'knex';
import { asLookup, protect } from './helpers';

/** A row about a person is seen by staff, by an employer while it employs the person, and by the person (EMP-3). */
const EMPLOYED = (person: string) => `exists (select from employments e
  where e.person_id = ${person} and e.organisation_id = app_organisation() and e.ended_on is null)`;

/**
 * Applications for cards, the orders that they are on, and what occupations need (APP-1, APP-4, APP-9, ORD-2); results of health and
 * safety assessments as they came, and exemptions (HSE-1, HSE-5).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create function utc_text(given timestamptz) returns text language sql stable strict as
      $$ select to_char(given at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
  `);
  await applications(knex);
  await orders(knex);
  await assessments(knex);
}

async function applications(knex: Knex): Promise<void> {
  await knex.raw(`
    create table occupation_grades (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      occupation text not null,
      grade text not null default '',
      name text not null,
      needs text[] not null,
      valid_from date not null,
      valid_to date,
      check (valid_to >= valid_from)
    );
    create unique index occupation_grades_from on occupation_grades (tenant_id, occupation, grade, valid_from);
    create table applications (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      node_id uuid not null references nodes,
      person_id uuid not null references persons,
      card_type text not null check (card_type in ('craft', 'managerial', 'apprentice')),
      phone text,
      email text,
      hse_choice text check (hse_choice in ('onRecord', 'laterAtCentre', 'laterOnline')),
      occupation text,
      grade text,
      more_occupations text[] not null default '{}',
      form_version int not null default 1,
      form_changed_at timestamptz not null,
      created_at timestamptz not null,
      created_by uuid not null references users,
      state text not null check (state in ('beingCompleted', 'readyToFinalise', 'finalised', 'ordered', 'paid', 'onHold', 'beingProduced',
        'completed', 'rejected', 'lapsed', 'declined', 'abandoned')),
      state_since timestamptz not null,
      version int not null default 0
    );
    -- APP-1: one open application of a person and card type, whoever the employer is.
    create unique index applications_open on applications (tenant_id, person_id, card_type)
      where state not in ('completed', 'rejected', 'lapsed', 'declined', 'abandoned');
    create index applications_by_state on applications (organisation_id, state, id desc);
    create index applications_of_tenant on applications (tenant_id, state, id desc);
    create index applications_held on applications (person_id) where state in ('onHold', 'beingCompleted', 'readyToFinalise');
  `);
  await protect(knex, 'occupation_grades', 'select, insert, update');
  await protect(knex, 'applications', 'select, insert, update');
  await knex.raw(`
    drop policy scope on applications;
    create policy scope on applications using (tenant_id = app_tenant() and (app_organisation() is null
      or (organisation_id = app_organisation() and ${EMPLOYED('applications.person_id')}) or person_id = (select app_person())));
    alter table cards add column application_id uuid unique references applications, add column accepted_at timestamptz;
    alter table cards drop constraint cards_state_check;
    alter table cards add constraint cards_state_check check (state in ('approved', 'issued', 'cancelled'));
    -- A card that the printer has not accepted yet has no number.
    alter table cards alter column number drop not null, add check (number is not null or state = 'approved');
    grant insert, update (state, accepted_at, number) on cards to countersign_app;
  `);
}

async function orders(knex: Knex): Promise<void> {
  await knex.raw(`
    create table application_orders (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      node_id uuid not null references nodes,
      purchase_order text not null,
      billing_office_id uuid not null references nodes,
      delivery_office_id uuid not null references nodes,
      accounts_contact text not null,
      attention_of text,
      state text not null default 'open' check (state in ('open', 'closed', 'paid')),
      created_at timestamptz not null,
      created_by uuid not null references users,
      closed_at timestamptz,
      paid_at timestamptz,
      pence bigint,
      vat_pence bigint,
      version int not null default 1,
      check ((state = 'open') = (closed_at is null) and (state = 'paid') = (paid_at is not null) and (closed_at is null) = (pence is null))
    );
    create index application_orders_newest on application_orders (organisation_id, id desc);
    create index application_orders_of_tenant on application_orders (tenant_id, id desc);
    create table application_order_lines (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      order_id uuid not null references application_orders,
      application_id uuid not null unique references applications,
      added_at timestamptz not null
    );
    create index application_order_lines_of_order on application_order_lines (order_id, id);
    alter table approvals drop constraint approvals_what_check;
    alter table approvals add constraint approvals_what_check check (what in ('policy', 'adjustment', 'bankAccount', 'orderPayment'));
  `);
  await protect(knex, 'application_orders', 'select, insert, update', true);
  await protect(knex, 'application_order_lines', 'select, insert, delete', true);
}

async function assessments(knex: Knex): Promise<void> {
  await knex.raw(`
    -- What was on record before is known since ever.
    alter table hse_records add column received_at timestamptz not null default '1970-01-01';
    grant insert on hse_records to countersign_app;
    create table hse_exemptions (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      person_id uuid not null references persons,
      application_id uuid not null references applications,
      evidence_id uuid not null references files,
      accepted_at timestamptz not null,
      accepted_by uuid not null references users,
      reason text not null
    );
    create index hse_exemptions_of_person on hse_exemptions (person_id);
    create table hse_results (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      number text not null,
      person_number text,
      given_name text,
      family_name text,
      birth_date date,
      taken_on date not null,
      mode text not null check (mode in ('atCentre', 'online')),
      result text not null check (result in ('pass', 'fail')),
      source text not null check (source in ('provider', 'operator', 'csv')),
      received_at timestamptz not null,
      record_id uuid references hse_records,
      state text not null check (state in ('recorded', 'unmatched')),
      version int not null default 1,
      check ((state = 'recorded') = (record_id is not null))
    );
    create unique index hse_results_numbered on hse_results (tenant_id, upper(number));
    create index hse_results_unmatched on hse_results (tenant_id, id) where state = 'unmatched';
  `);
  await protect(knex, 'hse_exemptions', 'select, insert');
  await knex.raw(`
    drop policy scope on hse_exemptions;
    create policy scope on hse_exemptions using (tenant_id = app_tenant() and (app_organisation() is null
      or ${EMPLOYED('hse_exemptions.person_id')} or person_id = (select app_person())));
  `);
  await protect(knex, 'hse_results', 'select, insert, update');
  await asLookup(
    knex,
    `
    create function scheme_called(given text) returns uuid language sql stable security definer set search_path = public as
      $$ select id from tenants where key = given $$;
    revoke all on function scheme_called from public;
    grant execute on function scheme_called to countersign_app`,
  );
}
