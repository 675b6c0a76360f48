import type { Knex } from 'knex';
import { protect } from './helpers';

/** Dates of learners that came by a file, with what they were: undone for some hours, which is a question of time and no wait (LRN-1, IMP-1). */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    create table learner_imports (
      id uuid primary key,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      file_name text not null,
      rows_read int not null check (rows_read > 0),
      changed int not null check (changed between 0 and rows_read),
      made_by uuid not null references users,
      made_at timestamptz not null,
      undone_at timestamptz check (undone_at >= made_at),
      version int not null default 1
    );
    create index centre_charges_of_learner on centre_charges (learner_id, id desc) where learner_id is not null;
    create index learner_imports_newest on learner_imports (organisation_id, id desc);
    create table learner_import_changes (
      import_id uuid not null references learner_imports,
      learner_id uuid not null references learners,
      tenant_id uuid not null references tenants,
      organisation_id uuid not null references organisations,
      was_start_on date,
      was_planned_end_on date,
      start_on date,
      planned_end_on date,
      -- Changed by somebody else in between: it stays as it is when the import is undone.
      is_kept boolean not null default false,
      primary key (import_id, learner_id)
    );
  `);
  await protect(knex, 'learner_imports', 'select, insert, update', true);
  await protect(knex, 'learner_import_changes', 'select, insert, update', true);
}
