import type { Knex } from 'knex';

/**
 * The version that people last made of a case: what `If-Match` is compared with, so that moments, early or late, take nobody's
 * command (design 3). A task of an engineer says what it is about.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table processes add column changed_version int not null default 0;
    update processes set changed_version = version;
    alter table work_items add column detail text;
  `);
}
