import type { Knex } from 'knex';
import { asLookup, openToLookups, protect } from './helpers';

/** Payments by card at the gateway's page, and what the gateway reports of them (ORD-5). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table card_payments (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      node_id uuid not null references nodes,
      order_id uuid references application_orders,
      credits int check (credits > 0),
      pence bigint not null check (pence > 0),
      vat_pence bigint not null check (vat_pence >= 0),
      payer_id uuid not null references users,
      begun_at timestamptz not null,
      expires_at timestamptz not null,
      session_id text,
      session_url text,
      state text not null check (state in ('pending', 'failed', 'expired', 'paid', 'inFunds', 'inDoubt', 'settled', 'closed')),
      state_since timestamptz not null,
      version int not null,
      check ((order_id is null) <> (credits is null)),
      check ((session_id is null) = (session_url is null))
    );
    -- Nothing else pays an order meanwhile.
    create unique index card_payments_pending on card_payments (order_id) where state = 'pending';
    create index card_payments_newest on card_payments (organisation_id, id desc);
    create index card_payments_of_tenant on card_payments (tenant_id, id desc);
    create index card_payments_of_order on card_payments (order_id, id desc);
    create table card_payment_reports (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      payment_id uuid not null references card_payments,
      outcome text not null check (outcome in ('succeeded', 'failed')),
      pence bigint not null,
      currency text not null,
      received_at timestamptz not null
    );
    create index card_payment_reports_of_payment on card_payment_reports (payment_id, received_at, id);
    alter table outbox drop constraint outbox_kind_check;
    alter table outbox add constraint outbox_kind_check check (kind in ('mail', 'sms', 'signal', 'start', 'identity', 'gateway'));
  `);
  await protect(knex, 'card_payments', 'select, insert, update', true);
  await protect(knex, 'card_payment_reports', 'select, insert', true);
  await openToLookups(knex, 'card_payments', 'select (id, tenant_id)');
  await asLookup(
    knex,
    `
    create function card_payment_tenant(given uuid) returns uuid language sql stable security definer set search_path = public as
      $$ select tenant_id from card_payments where id = given $$;
    revoke all on function card_payment_tenant from public;
    grant execute on function card_payment_tenant to countersign_app`,
  );
}
