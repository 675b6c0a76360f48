import type { Knex } from 'knex';

/** What is made of bookings, beside what was made before (BKG-6); a centre lists its own. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table documents drop constraint documents_kind_check;
    alter table documents add constraint documents_kind_check check (kind in ('day-report', 'invoice', 'registration', 'booking-confirmation',
      'invigilator-register', 'entry-learner-list'));
    create index documents_of_bookings on documents (tenant_id, organisation_id, id desc)
      where kind in ('booking-confirmation', 'invigilator-register', 'entry-learner-list');
  `);
}
