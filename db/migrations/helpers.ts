import type { Knex } from 'knex';
import { LOOKUP_ROLE } from '../roles';

/**
 * Row-level security on tenant, and on organisation where rows have one (SEC-9). It holds for the owner of the tables too: whoever
 * connects as him by mistake sees no tenant's rows. The app's role owns nothing.
 */
export async function protect(knex: Knex, table: string, grants: string, byOrganisation = false): Promise<void> {
  const organisation = byOrganisation ? ' and (app_organisation() is null or organisation_id = app_organisation())' : '';
  await knex.raw(`
    alter table ${table} enable row level security, force row level security;
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

/** Lets the functions that work over all tenants use a table: no role of a person or program has these rights. */
export async function openToLookups(knex: Knex, table: string, grants: string): Promise<void> {
  await knex.raw(`
    create policy lookup on ${table} to ${LOOKUP_ROLE} using (true) with check (true);
    grant ${grants} on ${table} to ${LOOKUP_ROLE};
  `);
}

/** Runs statements that make or replace `security definer` functions: their owner is the role that sees over all tenants. */
export async function asLookup(knex: Knex, sql: string): Promise<void> {
  await knex.raw(`
    grant create on schema public to ${LOOKUP_ROLE};
    set local role ${LOOKUP_ROLE};
    ${sql};
    reset role;
    revoke create on schema public from ${LOOKUP_ROLE};
  `);
}

/** Runs statements that change rows once for each tenant, in its scope: the owner sees no rows outside of one. */
export async function inEachTenant(knex: Knex, sql: string): Promise<void> {
  for (const { id } of await knex('tenants').select('id'))
    await knex.raw(`select set_config('app.tenant', '${id}', true); ${sql}; select set_config('app.tenant', '', true);`);
}
