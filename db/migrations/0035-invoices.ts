import type { Knex } from 'knex';
import { LOOKUP_ROLE } from '../roles';
import { asLookup, inEachTenant, openToLookups, protect } from './helpers';

/** Invoices and credit notes in one series without gaps (ORD-6), and fees with the days from which they stand (MON-3). */
export async function up(knex: Knex): Promise<void> {
  await invoices(knex);
  await numbers(knex);
  await documents(knex);
  await recipients(knex);
  await fees(knex);
}

/** What stands on one is a snapshot: nothing that changes later changes it. It stands for one entry of the journal, once. */
async function invoices(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table tenants add column seller_address text[] not null default '{}', add column vat_number text;
    create table invoices (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      node_id uuid not null references nodes,
      kind text not null check (kind in ('invoice', 'creditNote')),
      number int check (number > 0),
      credits_id uuid unique references invoices,
      entry_key text not null,
      application_order_id uuid references application_orders,
      advance_order_id uuid references advance_orders,
      card_payment_id uuid references card_payments,
      issued_at timestamptz not null,
      paid_by text not null check (paid_by in ('card', 'funds', 'bacs', 'outside')),
      seller jsonb not null,
      billed_to jsonb not null,
      billing_office_id uuid not null references nodes,
      accounts_contact text not null,
      attention_of text,
      purchase_order text,
      lines jsonb not null,
      net_pence bigint not null,
      vat_pence bigint not null check (vat_pence >= 0),
      pence bigint not null check (pence = net_pence + vat_pence and pence > 0),
      unique (tenant_id, number),
      unique (tenant_id, entry_key),
      foreign key (tenant_id, entry_key) references journal_entries (tenant_id, key) deferrable initially deferred,
      check ((kind = 'creditNote') = (credits_id is not null)),
      check (num_nonnulls(application_order_id, advance_order_id, card_payment_id) = 1)
    );
    create index invoices_newest on invoices (tenant_id, id desc);
    create index invoices_of_organisation on invoices (organisation_id, id desc);
    create index invoices_of_application_order on invoices (application_order_id);
    create index invoices_of_advance_order on invoices (advance_order_id);
    create index invoices_of_card_payment on invoices (card_payment_id);
  `);
  await protect(knex, 'invoices', 'select, insert', true);
}

/** The series is locked last of all, as the paying transaction commits: one that is rolled back has taken no number, and none is waited for longer. */
async function numbers(knex: Knex): Promise<void> {
  await knex.raw(`
    create table invoice_series (
      tenant_id uuid primary key references tenants,
      last_number int not null
    );
  `);
  await protect(knex, 'invoice_series', 'select');
  await openToLookups(knex, 'invoice_series', 'select, insert, update');
  await openToLookups(knex, 'invoices', 'select (id, tenant_id, organisation_id, accounts_contact, billing_office_id), update (number)');
  await asLookup(
    knex,
    `
    create function number_invoice() returns trigger language plpgsql security definer set search_path = public as $$
      begin with taken as (insert into invoice_series as s (tenant_id, last_number) values (new.tenant_id, 1)
          on conflict (tenant_id) do update set last_number = s.last_number + 1 returning last_number)
        update invoices i set number = taken.last_number from taken where i.id = new.id;
        return null;
      end $$`,
  );
  await knex.raw(`
    create constraint trigger numbered after insert on invoices deferrable initially deferred
      for each row execute function number_invoice();
  `);
}

/** A document of an employer is one that its people see; its case begins in the transaction in which one of them pays. */
async function documents(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table documents drop constraint documents_kind_check;
    alter table documents add constraint documents_kind_check check (kind in ('day-report', 'invoice'));
    alter table documents add column organisation_id uuid references organisations;
    create index documents_about on documents (about_id);
    drop policy scope on documents;
    create policy scope on documents using (tenant_id = app_tenant() and (app_organisation() is null or organisation_id = app_organisation()));
    -- A stage is written by the statement that writes its process, which sees neither yet.
    alter policy scope on process_stages with check (tenant_id = app_tenant() and (app_organisation() is null or organisation_id = app_organisation()));
  `);
}

/** An invoice goes to the accounts contact, an address or one of the organisation's people, and to those of the billing office who see its purchases. */
async function recipients(knex: Knex): Promise<void> {
  await openToLookups(knex, 'nodes', 'select (id, parent_id)');
  await knex.raw(`
    grant select (user_id, node_id, name, tenant_id) on grants to ${LOOKUP_ROLE};
    grant select (given_name, family_name, organisation_id) on users to ${LOOKUP_ROLE};
  `);
  await asLookup(
    knex,
    `
    create function invoice_recipients(given_tenant uuid, given text) returns table (id uuid, address text)
      language sql stable security definer set search_path = public as $$
      with recursive invoice as (
        select i.* from (select i.id, i.organisation_id, trim(i.accounts_contact) as contact, i.billing_office_id from invoices i
          where i.tenant_id = given_tenant and given = 'invoice/' || i.id) i
      ), levels as (
        select n.id, n.parent_id from nodes n join invoice i on n.id = i.billing_office_id
        union all select n.id, n.parent_id from nodes n join levels l on n.id = l.parent_id
      ), people as (
        select u.id, u.email, i.contact in (u.email, u.given_name || ' ' || u.family_name) as is_contact from users u join invoice i on u.organisation_id = i.organisation_id
        where u.state = 'active' and (i.contact in (u.email, u.given_name || ' ' || u.family_name) or exists (
          select from grants g where g.user_id = u.id and g.name in ('viewPurchases', 'purchasing')
            and (g.node_id is null or g.node_id in (select l.id from levels l))))
      )
      select p.id, p.email from people p
      union all select i.id, i.contact from invoice i
        where i.contact ~ '^[^@[:space:]]+@[^@[:space:]]+[.][^@[:space:]]+$' and not exists (select from people p where p.email = i.contact)
    $$;
    revoke all on function invoice_recipients from public;
    do $$ begin
      execute replace(pg_get_functiondef('claim_deliveries(jsonb, interval)'::regprocedure), ') r where r.address',
        'union all select i.id, i.address from invoice_recipients(c.tenant_id, c.target) i where c.target like ''invoice/%'' ) r where r.address');
    end $$`,
  );
}

/** MON-3: what is charged from a day on; the price of the day on which an order is closed stands on its lines. */
async function fees(knex: Knex): Promise<void> {
  await knex.raw(`
    create table fees (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      item text not null,
      card_type text,
      net_pence bigint not null check (net_pence >= 0),
      vat_pence bigint not null check (vat_pence >= 0),
      vat_basis_points int not null check (vat_basis_points between 0 and 10000),
      effective_from date not null,
      unique nulls not distinct (tenant_id, item, card_type, effective_from)
    );
    alter table application_order_lines add column card_type text, add column net_pence bigint, add column vat_pence bigint, add column vat_basis_points int;
    grant update (net_pence, vat_pence, vat_basis_points) on application_order_lines to countersign_app;
    alter table approvals drop constraint approvals_what_check;
    alter table approvals add constraint approvals_what_check check (what in ('policy', 'adjustment', 'bankAccount', 'orderPayment', 'fee'));
  `);
  await protect(knex, 'fees', 'select, insert');
  await inEachTenant(
    knex,
    `update application_order_lines l set card_type = a.card_type from applications a where a.id = l.application_id;
     update application_order_lines l set net_pence = (o.pence - o.vat_pence) / c.count, vat_pence = o.vat_pence / c.count, vat_basis_points = 2000
     from application_orders o, (select order_id, count(*) as count from application_order_lines group by 1) c
     where o.id = l.order_id and c.order_id = o.id and o.pence is not null`,
  );
}
