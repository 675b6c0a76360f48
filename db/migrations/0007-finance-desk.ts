import type { Knex } from 'knex';

/** What finance's desk adds: several statements a file (camt.053). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table statements add column part int not null default 1;
    alter table statements drop constraint statements_bank_account_id_file_hash_key;
    alter table statements add constraint statements_of_file unique (bank_account_id, file_hash, part);
  `);
}

/** Takes it all away again. */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    alter table statements drop constraint statements_of_file;
    alter table statements drop column part;
    alter table statements add constraint statements_bank_account_id_file_hash_key unique (bank_account_id, file_hash);
  `);
}
