import type { Knex } from 'knex';

/** Solved challenges that were given with a sign-in, until they are out of time: each serves once (SEC-1). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table used_proofs (proof_hash bytea primary key, until timestamptz not null);
    create index used_proofs_until on used_proofs (until);
    grant select, insert, delete on used_proofs to countersign_app;
  `);
}
