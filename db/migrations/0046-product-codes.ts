import type { Knex } from 'knex';

/** A code is the same in whatever case it is written (REG-1, REG-7): no two products have one that differs in nothing else. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create unique index products_by_code on products (tenant_id, upper(code))');
}
