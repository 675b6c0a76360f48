import type { Knex } from 'knex';
import { asLookup, protect } from './helpers';

/** Bookings of external assessments, in windows and on days outside them (BKG-1..5). */
export async function up(knex: Knex): Promise<void> {
  await waits(knex);
  // The demonstration data opens windows as the owner, and row-level security holds for him: he sees processes as the app does.
  await asLookup(knex, `do $$ begin execute format('grant execute on function is_of_former to %I', session_user); end $$`);
  await bookings(knex);
  await knex.raw(`
    alter table centre_charges drop constraint centre_charges_what_check;
    alter table centre_charges add constraint centre_charges_what_check check (what in ('registration', 'registrationUndone', 'cancelled',
      'transferredOut', 'transferredIn', 'toppedOut', 'toppedIn', 'nameAmended', 'fastTrack', 'lateBooking', 'veryLateBooking'));
  `);
}

/** What bookings wait under: a window with its moments as they were counted when it was approved, a day; and what of a window runs out. */
async function waits(knex: Knex): Promise<void> {
  await knex.raw(`
    create table booking_windows (
      window_id uuid primary key references assessment_windows,
      tenant_id uuid not null references tenants,
      late_from timestamptz not null,
      very_late_from timestamptz not null,
      refused_from timestamptz not null,
      over_from timestamptz not null,
      policy_version text not null,
      calendar_version text not null,
      version int not null default 1,
      check (late_from <= very_late_from and very_late_from <= refused_from and late_from <= over_from)
    );
    create table assessment_days (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      day date not null,
      unique (tenant_id, day)
    );
    -- Very late bookings that stand, of each centre and window; its row is the lock that counts them (BKG-3).
    create table very_late_places (
      organisation_id uuid not null references organisations,
      window_id uuid not null references booking_windows,
      tenant_id uuid not null references tenants,
      taken int not null check (taken >= 0),
      primary key (organisation_id, window_id)
    );
  `);
  await protect(knex, 'booking_windows', 'select, insert, update');
  await protect(knex, 'assessment_days', 'select, insert');
  await protect(knex, 'very_late_places', 'select, insert, update', true);
}

async function bookings(knex: Knex): Promise<void> {
  await knex.raw(`
    -- A place that was typed once is offered again (BKG-2).
    create table assessment_locations (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      name text not null,
      last_used_at timestamptz not null
    );
    create unique index assessment_locations_once on assessment_locations (organisation_id, lower(name));
    -- One component of learners who are booked together: when, where, in which band, and what that turned on (WHY-4).
    create table booking_groups (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      product_id uuid not null references products,
      session int not null,
      component text not null,
      window_id uuid references booking_windows,
      day_id uuid references assessment_days,
      assessment_on date not null,
      assessment_at timestamptz not null,
      location text not null,
      band text not null check (band in ('ordinary', 'fastTrack', 'late', 'veryLate')),
      fee_net_pence bigint not null check (fee_net_pence >= 0),
      fee_vat_pence bigint not null check (fee_vat_pence >= 0),
      fee_vat_basis_points int not null check (fee_vat_basis_points between 0 and 10000),
      purchase_order text,
      booked_by uuid not null references users,
      received_at timestamptz not null,
      evidence jsonb not null check (jsonb_typeof(evidence) = 'object'),
      check (num_nonnulls(window_id, day_id) = 1)
    );
    create table bookings (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      group_id uuid not null references booking_groups,
      learner_id uuid not null references learners,
      batch_id uuid not null references batches,
      product_id uuid not null references products,
      component text not null,
      window_id uuid references booking_windows,
      day_id uuid references assessment_days,
      address_id uuid references addresses,
      state text not null default 'active' check (state in ('active', 'cancelled', 'transferred', 'pendingResult', 'resultIssued')),
      state_since timestamptz not null,
      -- The booking that was moved here (BKG-5).
      came_from_id uuid references bookings,
      version int not null default 1
    );
    -- A component is booked once at a time; after its result it may be sat again.
    create unique index bookings_once on bookings (learner_id, component) where state in ('active', 'pendingResult');
    create index bookings_newest on bookings (organisation_id, id desc);
    create index bookings_of_tenant on bookings (tenant_id, id desc);
    create index bookings_of_batch on bookings (batch_id, id desc);
    create index bookings_of_product on bookings (organisation_id, product_id, id desc);
    create index bookings_of_learner on bookings (learner_id, id desc);
    create index bookings_of_group on bookings (group_id, id);
    create index bookings_moved on bookings (came_from_id) where came_from_id is not null;
    create index bookings_in_window on bookings (window_id, state, id) where window_id is not null;
    create index bookings_on_day on bookings (day_id, state, id) where day_id is not null;
  `);
  await protect(knex, 'assessment_locations', 'select, insert, update', true);
  await protect(knex, 'booking_groups', 'select, insert', true);
  await protect(knex, 'bookings', 'select, insert, update', true);
}
