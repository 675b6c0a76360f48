import type { Knex } from 'knex';

/**
 * How often an address tried credentials or made us send something in its present minute, for all API processes together (SEC-1):
 * the table of rate-limiter-flexible, which names its columns.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table shared_counts (key varchar(255) primary key, points int not null, expire double precision);
    create index shared_counts_by_expire on shared_counts (expire);
    grant select, insert, update, delete on shared_counts to countersign_app;
  `);
}
