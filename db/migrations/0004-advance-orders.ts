import type { Knex } from 'knex';
import { protect } from './helpers';

/** Advance orders and the sequence that their references are permuted from (ADV-1, ADV-2). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create sequence order_references minvalue 0 start 0;
    grant usage on sequence order_references to countersign_app;
    create table advance_orders (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      node_id uuid not null references nodes,
      payer_id uuid not null references users,
      reference text not null unique,
      purchase_order text not null,
      billing_office_id uuid not null references nodes,
      accounts_contact text not null,
      credits int not null check (credits > 0),
      due_pence bigint not null check (due_pence > 0),
      state text not null check (state in ('held', 'partPaid', 'overPaid', 'overdue', 'allocated', 'cancelled')),
      state_since timestamptz not null,
      chosen_at timestamptz not null,
      due_at timestamptz not null,
      schedule jsonb not null,
      awaits_rest boolean not null,
      allocated_pence bigint not null,
      policy_version text not null,
      version int not null
    );
    create index advance_orders_newest on advance_orders (tenant_id, id desc);
    create index advance_orders_of_organisation on advance_orders (organisation_id, id desc);
    create index advance_orders_open on advance_orders (tenant_id, reference) where state not in ('allocated', 'cancelled');
  `);
  await protect(knex, 'advance_orders', 'select, insert, update', true);
}
