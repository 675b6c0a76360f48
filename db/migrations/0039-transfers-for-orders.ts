import type { Knex } from 'knex';

/** Orders for cards that are paid by BACS: the hold that exists, for an order instead of credits (ORD-3). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table advance_orders add column application_order_id uuid references application_orders;
    alter table advance_orders drop constraint advance_orders_credits_check;
    alter table advance_orders add check (credits >= 0 and (credits > 0) = (application_order_id is null));
    -- Nothing else pays an order while its transfer is awaited.
    create unique index advance_orders_paying on advance_orders (application_order_id) where state not in ('allocated', 'reversed', 'cancelled');
  `);
}
