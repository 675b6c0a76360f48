import type { Knex } from 'knex';
import { protect } from './helpers';

/** REG-13, BKG-6: external and controlled bookings are listed apart, of a centre and of all: the newest first, of a state, of a window, of a product, and by the day on which they are sat. What a report was made of. */
export async function up(knex: Knex): Promise<void> {
  await indexes(knex);
  await reports(knex);
}

async function indexes(knex: Knex): Promise<void> {
  await knex.raw(`
    drop index bookings_newest;
    drop index bookings_of_tenant;
    drop index controlled_newest;
    drop index controlled_of_tenant;
    create index bookings_newest on bookings (organisation_id, is_controlled, id desc);
    create index bookings_of_tenant on bookings (tenant_id, is_controlled, id desc);
    create index bookings_of_state on bookings (organisation_id, is_controlled, state, id desc);
    create index bookings_of_tenant_of_state on bookings (tenant_id, is_controlled, state, id desc);
    create index bookings_of_centre_in_window on bookings (organisation_id, window_id, id desc) where window_id is not null;
    create index bookings_of_product_anywhere on bookings (product_id, id desc);
    create index booking_groups_by_day on booking_groups (organisation_id, assessment_on desc, id desc);
    create index booking_groups_of_tenant_by_day on booking_groups (tenant_id, assessment_on desc, id desc);
  `);
  // The same rule; of "is null or" the planner believes that staff see one row in two hundred, and reads all of them where it joins.
  for (const table of ['learners', 'bookings', 'booking_groups'])
    await knex.raw(
      `alter policy scope on ${table} using (tenant_id = app_tenant() and coalesce(organisation_id = app_organisation(), true))`,
    );
}

/** A report of controlled bookings, beside the other papers; a centre lists its own. */
async function reports(knex: Knex): Promise<void> {
  await knex.raw(`
    create table bookings_report_lines (
      report_id uuid not null,
      position int not null,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      booking_id uuid not null references bookings,
      state text not null,
      primary key (report_id, position)
    );
    alter table documents drop constraint documents_kind_check;
    alter table documents add constraint documents_kind_check check (kind in ('day-report', 'invoice', 'registration', 'booking-confirmation',
      'invigilator-register', 'entry-learner-list', 'bookings-report'));
    drop index documents_of_bookings;
    create index documents_of_bookings on documents (tenant_id, organisation_id, id desc)
      where kind in ('booking-confirmation', 'invigilator-register', 'entry-learner-list', 'bookings-report');
  `);
  await protect(knex, 'bookings_report_lines', 'select, insert', true);
}
