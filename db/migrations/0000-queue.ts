import type { Knex } from 'knex';

/**
 * What later migrations read of the queue that deliveries stood in until 0013: on a database that never had it, empty. 0022 drops
 * it.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create schema if not exists graphile_worker;
    create table if not exists graphile_worker._private_tasks (id int primary key, identifier text not null);
    create table if not exists graphile_worker._private_jobs (
      id bigint primary key, task_id int not null, key text, attempts int not null, run_at timestamptz not null, locked_at timestamptz, last_error text
    );
  `);
}
