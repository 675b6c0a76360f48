import type { Knex } from 'knex';
import { protect } from './helpers';

/** Controlled assessment: topics, bookings with a topic, and materials (CAS-1, MAT-1). */
export async function up(knex: Knex): Promise<void> {
  await topics(knex);
  await bookings(knex);
}

async function topics(knex: Knex): Promise<void> {
  await knex.raw(`
    -- How the topic of a component is given, and whether a centre may bring its own one (CAS-1).
    create table topic_lists (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      product_id uuid not null references products,
      component text not null,
      giving text not null check (giving in ('automatic', 'chosen', 'random')),
      takes_own boolean not null,
      version int not null default 1,
      unique (product_id, component),
      check (giving <> 'random' or not takes_own)
    );
    create index topic_lists_of_tenant on topic_lists (tenant_id, id);
    create table topics (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      list_id uuid not null references topic_lists,
      code text not null,
      title text not null,
      valid_from date not null,
      valid_until date check (valid_until >= valid_from),
      version int not null default 1,
      unique (list_id, code),
      -- Materials name a topic of their own list.
      unique (list_id, id)
    );
    create table materials (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      list_id uuid not null references topic_lists,
      -- Null: of every topic.
      topic_id uuid,
      title text not null,
      -- From here on, until the window or the day of a booking is over (MAT-1).
      released_at timestamptz not null,
      withdrawn_at timestamptz,
      name text not null,
      type text not null,
      bytes int not null,
      sha256 bytea not null,
      content bytea not null,
      content_key_id text not null,
      uploaded_at timestamptz not null,
      version int not null default 1,
      foreign key (list_id, topic_id) references topics (list_id, id)
    );
    create index materials_of_list on materials (list_id, id);
  `);
  await protect(knex, 'topic_lists', 'select, insert, update');
  await protect(knex, 'topics', 'select, insert, update');
  await protect(knex, 'materials', 'select, insert, update');
}

async function bookings(knex: Knex): Promise<void> {
  await knex.raw(`
    -- Controlled assessment is sat at the centre itself.
    alter table booking_groups alter location drop not null;
    alter table bookings add is_controlled boolean not null default false;
    create index controlled_newest on bookings (organisation_id, id desc) where is_controlled;
    create index controlled_of_tenant on bookings (tenant_id, id desc) where is_controlled;
    -- A topic that was drawn is the learner's for ever (CAS-1).
    create table drawn_topics (
      learner_id uuid not null references learners,
      component text not null,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      topic_id uuid not null references topics,
      drawn_at timestamptz not null,
      primary key (learner_id, component)
    );
    -- What a controlled booking is beside a booking.
    create table controlled_bookings (
      booking_id uuid primary key references bookings,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      -- Null: a topic of the centre's own, of which it holds the materials.
      topic_id uuid references topics,
      completion_year int,
      declaration_version text,
      declared_at timestamptz,
      declared_by uuid references users,
      cancelled_because text,
      check (num_nonnulls(declaration_version, declared_at, declared_by) in (0, 3))
    );
  `);
  await protect(knex, 'drawn_topics', 'select, insert', true);
  await protect(knex, 'controlled_bookings', 'select, insert, update', true);
}
