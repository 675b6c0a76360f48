import type { Knex } from 'knex';

/** Bookings that came with a registration: they go with it where it is undone (REG-17, IMP-1). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table booking_groups add column registration_group_id uuid references registration_groups;
    create index booking_groups_of_registration on booking_groups (registration_group_id) where registration_group_id is not null;
  `);
}
