import type { Knex } from 'knex';

/** Row-level security on tenant, and on organisation where rows have one (SEC-9); the app's role owns nothing. */
export async function protect(knex: Knex, table: string, grants: string, byOrganisation = false): Promise<void> {
  const organisation = byOrganisation ? ' and (app_organisation() is null or organisation_id = app_organisation())' : '';
  await knex.raw(`
    alter table ${table} enable row level security;
    create policy scope on ${table} using (tenant_id = app_tenant()${organisation});
    grant ${grants} on ${table} to countersign_app;
  `);
}

/** Nobody updates or deletes, the owner included (AUD-1, MON-2). */
export async function appendOnly(knex: Knex, table: string): Promise<void> {
  await knex.raw(`
    create trigger append_only before update or delete or truncate on ${table}
      for each statement execute function refuse_change();
  `);
}
