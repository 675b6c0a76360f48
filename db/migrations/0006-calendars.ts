import type { Knex } from 'knex';

/** Bank holidays as data, one calendar for all tenants (TIM-1); each import makes a version (CAL-1). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table bank_holidays (day date primary key, name text not null);
    grant select on bank_holidays to countersign_app;
    create function calendar_version() returns text language sql stable as
      $$ select coalesce(max(day) || '/' || count(*), 'none') from bank_holidays $$;
    alter table audit add column calendar_version text not null default 'none';
    alter table processes add column calendar_version text not null default 'none';
  `);
}
