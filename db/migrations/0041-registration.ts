import type { Knex } from 'knex';
import { LOOKUP_ROLE } from '../roles';
import { asLookup, inEachTenant, openToLookups, protect } from './helpers';

/** Registrations on their way, batches with their learners (REG-1..12), and the centre's account (CEN-1). */
export async function up(knex: Knex): Promise<void> {
  await registrations(knex);
  await batches(knex);
  await learners(knex);
  await drafts(knex);
  await accounts(knex);
  await billed(knex);
  await told(knex);
  await inEachTenant(
    knex,
    `update api_keys set permissions = permissions || '{viewInvoices}' where permissions @> '{viewPurchases}' and not permissions @> '{viewInvoices}'`,
  );
}

/** A file or a form until each of its groups, one product each, is registered (REG-1, REG-8); its lines go when its case has ended. */
async function registrations(knex: Knex): Promise<void> {
  await knex.raw(`
    create table registrations (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      way text not null check (way in ('keyIn', 'single', 'bulk')),
      is_check_only boolean not null default false,
      file_id uuid references files,
      file_name text,
      file_hash bytea,
      rows_read int not null default 0,
      rows_checked int not null default 0 check (rows_checked <= rows_read),
      checked_at timestamptz,
      made_by uuid not null references users,
      made_at timestamptz not null,
      state text not null check (state in ('none', 'checking', 'open', 'registered', 'over', 'discarded', 'lapsed')),
      state_since timestamptz not null,
      version int not null default 0,
      check (way = 'keyIn' or file_name is not null)
    );
    create index registrations_newest on registrations (organisation_id, id desc);
    create index registrations_of_tenant on registrations (tenant_id, id desc);
  `);
  await protect(knex, 'registrations', 'select, insert, update', true);
}

/** Numbers: neighbours do not look alike; two check digits by ISO 7064 MOD 97-10, as persons have them (0028). */
async function batches(knex: Knex): Promise<void> {
  for (const [what, prefix, digits] of [
    ['batch', 'B', 8],
    ['learner', 'L', 10],
  ] as const)
    await knex.raw(`
      create sequence ${what}_numbers minvalue 0 start 0;
      grant usage on sequence ${what}_numbers to countersign_app;
      create function ${what}_number() returns text language plpgsql volatile as $$
        declare body bigint := trunc(mod(nextval('${what}_numbers')::numeric * 618033988749 + 577215664, 10::numeric ^ ${digits}));
        begin
          return '${prefix}' || lpad(body::text, ${digits}, '0') || lpad((98 - mod(body * 100, 97))::text, 2, '0');
        end $$;
    `);
  await knex.raw(`
    create table batches (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      number text not null default batch_number(),
      product_id uuid not null references products,
      session int not null,
      -- The apprenticeship's or bundle's batch that it is a part of (REG-11).
      bundle_batch_id uuid references batches,
      window_id uuid references assessment_windows,
      mode text,
      learner_address_id uuid references addresses,
      certificate_address_id uuid references addresses,
      contact_name text not null,
      contact_email text not null,
      -- All that count towards its limit (REG-3): whoever registers moves it under the row's lock.
      learner_count int not null default 0 check (learner_count >= 0),
      registered_at timestamptz not null,
      registered_by uuid not null references users,
      version int not null default 1,
      unique (tenant_id, number)
    );
    create index batches_newest on batches (organisation_id, id desc);
    create index batches_of_tenant on batches (tenant_id, id desc);
    create index batches_of_product on batches (organisation_id, product_id, id desc);
    create index batches_of_bundle on batches (bundle_batch_id);
    create index batches_by_number on batches (organisation_id, number);
    create index batches_of_session on batches (organisation_id, session, id desc);
  `);
  await protect(knex, 'batches', 'select, insert, update', true);
}

/** One row is one person registered on one product; on each qualification of a bundle under the same number (REG-11). */
async function learners(knex: Knex): Promise<void> {
  await knex.raw(`
    create table learners (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      batch_id uuid not null references batches,
      bundle_batch_id uuid references batches,
      group_id uuid,
      product_id uuid not null references products,
      session int not null,
      number text not null default learner_number(),
      forename text not null,
      middle_names text,
      surname text not null,
      birth_date date not null,
      gender text not null check (gender in ('M', 'F', 'U')),
      ethnicity text not null,
      country text not null,
      uln text check (uln ~ '^[1-9][0-9]{9}$'),
      centre_reference text,
      postcode text,
      start_on date,
      planned_end_on date check (planned_end_on >= start_on),
      contact_email text,
      arrangements text[] not null default '{}',
      modifications jsonb not null default '{}' check (jsonb_typeof(modifications) = 'object'),
      registered_at timestamptz not null,
      lapses_on date not null,
      state text not null default 'registered' check (state in ('registered', 'undone')),
      state_since timestamptz not null,
      version int not null default 1,
      name_key text generated always as (name_key(forename) || ' ' || name_key(surname)) stored,
      sorted_by text collate "C" generated always as (search_words(array[surname, forename])) stored,
      words text collate "C" generated always as (search_words(array[forename, surname])) stored,
      unique (batch_id, number),
      check ((arrangements = '{}' and modifications = '{}') or contact_email is not null)
    );
    -- REG-9: nobody stands twice on a product in a session, by ULN, else by names and birth date.
    create unique index learners_by_uln on learners (tenant_id, product_id, session, uln) where uln is not null and state <> 'undone';
    create unique index learners_by_name on learners (organisation_id, product_id, session, name_key, birth_date)
      where uln is null and state <> 'undone';
    create index learners_named on learners (organisation_id, product_id, session, name_key, birth_date);
    create index learners_of_batch on learners (batch_id, sorted_by, id);
    create index learners_of_bundle on learners (bundle_batch_id, sorted_by, id) where bundle_batch_id is not null;
    create index learners_of_group on learners (group_id);
    create index learners_of_bundle_born on learners (organisation_id, birth_date) where bundle_batch_id is not null;
    create index learners_by_sort on learners (organisation_id, sorted_by, id, words);
    create index learners_newest on learners (organisation_id, id desc);
    create index learners_numbered on learners (tenant_id, number);
    create index learners_referenced on learners (organisation_id, centre_reference) where centre_reference is not null;
    create index learners_with_uln on learners (uln, organisation_id) where uln is not null;
    -- REG-13: names are looked for by their beginnings, of a centre and of all; a session and what was undone by the newest.
    create index learners_by_forename on learners (organisation_id, words, id);
    create index learners_of_tenant on learners (tenant_id, id desc);
    create index learners_of_tenant_by_sort on learners (tenant_id, sorted_by, id, words);
    create index learners_of_product on learners (organisation_id, product_id, id desc);
    create index learners_of_session on learners (organisation_id, session, id desc);
    create index learners_undone on learners (organisation_id, id desc) where state = 'undone';
    create index learners_lapsing on learners (organisation_id, lapses_on, id) where state = 'registered';
  `);
  await protect(knex, 'learners', 'select, insert, update', true);
}

/** What a registration is made of until it is registered: groups of one product each, and their lines as sent and as read. */
async function drafts(knex: Knex): Promise<void> {
  await knex.raw(`
    create table registration_groups (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      registration_id uuid not null references registrations,
      position int not null,
      row int,
      product_code text not null,
      centre_reference text,
      -- The header of a bulk file as sent: it goes back with the file (IMP-1).
      cells text[] not null default '{}',
      product_id uuid references products,
      session int,
      -- Why nothing of it can be registered whatever its lines are: the faults of its header (REG-8).
      faults jsonb not null default '[]' check (jsonb_typeof(faults) = 'array'),
      removed_at timestamptz,
      batch_id uuid references batches,
      purchase_order text,
      registered_at timestamptz,
      undone_at timestamptz,
      unique (registration_id, position),
      check ((batch_id is null) = (registered_at is null) and (undone_at is null or registered_at is not null))
    );
    create index registration_groups_of_batch on registration_groups (batch_id);
    create index registration_groups_to_undo on registration_groups (organisation_id, registered_at)
      where registered_at is not null and undone_at is null;
    create table registration_lines (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      registration_id uuid not null references registrations,
      group_id uuid not null references registration_groups,
      row int not null,
      cells jsonb not null check (jsonb_typeof(cells) = 'object'),
      -- What its cells are read as; null where a fault keeps it from being a learner.
      learner jsonb check (jsonb_typeof(learner) = 'object'),
      faults jsonb not null default '[]' check (jsonb_typeof(faults) = 'array'),
      version int not null default 1,
      removed_at timestamptz
    );
    create index registration_lines_of_group on registration_lines (group_id, row, id);
    create index registration_lines_of_registration on registration_lines (registration_id);
    alter table learners add foreign key (group_id) references registration_groups;
  `);
  await protect(knex, 'registration_groups', 'select, insert, update', true);
  await protect(knex, 'registration_lines', 'select, insert, update, delete', true);
}

/** Every fee and credit of a centre with what decided it, and the month's invoice of them (CEN-1). */
async function accounts(knex: Knex): Promise<void> {
  await knex.raw(`
    create table centre_charges (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      entry_key text not null,
      what text not null check (what in ('registration', 'registrationUndone')),
      product_id uuid not null references products,
      batch_id uuid references batches,
      learner_id uuid references learners,
      -- So many at the price of one; a credit takes so many back.
      quantity int not null check (quantity <> 0),
      net_pence bigint not null check (net_pence >= 0),
      vat_pence bigint not null check (vat_pence >= 0),
      vat_basis_points int not null check (vat_basis_points between 0 and 10000),
      purchase_order text,
      decided_at timestamptz not null,
      policy_version text not null,
      invoice_id uuid references invoices,
      foreign key (tenant_id, entry_key) references journal_entries (tenant_id, key) deferrable initially deferred
    );
    create index centre_charges_of_tenant on centre_charges (tenant_id, id desc);
    create index centre_charges_newest on centre_charges (organisation_id, id desc);
    create index centre_charges_uninvoiced on centre_charges (tenant_id, organisation_id, decided_at) where invoice_id is null;
    create index centre_charges_of_batch on centre_charges (batch_id);
    create table billing_runs (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      -- The first day of the London month that it invoices.
      month date not null,
      unique (tenant_id, month)
    );
    alter table invoices
      add column billing_run_id uuid references billing_runs,
      alter column node_id drop not null,
      alter column billing_office_id drop not null,
      alter column entry_key drop not null,
      drop constraint invoices_paid_by_check,
      drop constraint invoices_check2,
      add constraint invoices_paid_by_check check (paid_by in ('card', 'funds', 'bacs', 'outside', 'account')),
      add constraint invoices_about check (num_nonnulls(application_order_id, advance_order_id, card_payment_id, billing_run_id) = 1),
      add constraint invoices_of_payment check ((billing_run_id is not null) = (paid_by = 'account')
        and (billing_run_id is not null) = (entry_key is null) and (billing_run_id is not null) = (node_id is null)
        and (billing_run_id is not null) = (billing_office_id is null));
    create unique index invoices_of_run on invoices (billing_run_id, organisation_id) where billing_run_id is not null;
    alter table documents drop constraint documents_kind_check;
    alter table documents add constraint documents_kind_check check (kind in ('day-report', 'invoice', 'registration'));
  `);
  await protect(knex, 'centre_charges', 'select, insert, update (invoice_id)', true);
  await protect(knex, 'billing_runs', 'select, insert');
}

/** CEN-1: the invoice of a centre's month goes to its Portal Admins, what was paid to whom it went before. */
async function billed(knex: Knex): Promise<void> {
  await knex.raw(`grant select (billing_run_id) on invoices to ${LOOKUP_ROLE}`);
  await asLookup(
    knex,
    `
    do $$ begin
      execute replace(replace(pg_get_functiondef('invoice_recipients(uuid, text)'::regprocedure),
        'i.billing_office_id from invoices i', 'i.billing_office_id, i.billing_run_id from invoices i'),
        'g.name in (''viewPurchases'', ''purchasing'')', 'g.name = any(case when i.billing_run_id is null then ''{viewPurchases,purchasing}''::text[] else ''{portalAdmin}'' end)');
    end $$`,
  );
}

/** REG-10: whoever is told of a batch is its contact, and whoever registered it; once where they are one. */
async function told(knex: Knex): Promise<void> {
  await openToLookups(knex, 'batches', 'select (id, tenant_id, contact_email, registered_by)');
  await asLookup(
    knex,
    `
    create function batch_recipients(given_tenant uuid, given text) returns table (id uuid, address text)
      language sql stable security definer set search_path = public as $$
      with batch as (select b.id, b.contact_email, b.registered_by from batches b where b.tenant_id = given_tenant and given = 'batch/' || b.id)
      select u.id, u.email from batch b join users u on u.id = b.registered_by where u.state = 'active'
      union all select b.id, b.contact_email from batch b
        where not exists (select from users u where u.id = b.registered_by and u.state = 'active' and u.email = b.contact_email)
    $$;
    revoke all on function batch_recipients from public;
    do $$ begin
      execute replace(pg_get_functiondef('claim_deliveries(jsonb, interval)'::regprocedure), ') r where r.address',
        'union all select b.id, b.address from batch_recipients(c.tenant_id, c.target) b where c.target like ''batch/%'' ) r where r.address');
    end $$`,
  );
}
