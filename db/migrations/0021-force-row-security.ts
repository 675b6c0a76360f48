import type { Knex } from 'knex';
import { LOOKUP_ROLE } from '../roles';
import { openToLookups } from './helpers';

/** What the functions that go over all tenants do with each table, and no more. */
const USED = {
  organisations: 'select',
  users: 'select',
  sessions: 'select, update',
  api_keys: 'select, update',
  grants: 'select',
  policies: 'select',
  codes: 'select',
  access_requests: 'select',
  postings: 'select',
  tallies: 'select, insert, update',
  work_items: 'select, insert, update',
  outbox: 'select, update',
};

/**
 * Row-level security holds for the owner of the tables too (SEC-9): the owner's address used by mistake shows no tenant's rows.
 * The functions that must look over all tenants pass to a role that owns nothing else and sees only the tables that they use.
 */
export async function up(knex: Knex): Promise<void> {
  for (const [table, grants] of Object.entries(USED)) await openToLookups(knex, table, grants);
  await knex.raw(`
    grant select on tenants to ${LOOKUP_ROLE};
    grant create on schema public to ${LOOKUP_ROLE};
    do $$ declare each record; begin
      for each in select oid::regprocedure as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef loop
        execute format('alter function %s owner to ${LOOKUP_ROLE}', each.name);
      end loop;
      for each in select oid::regclass as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relrowsecurity loop
        execute format('alter table %s force row level security', each.name);
      end loop;
    end $$;
    revoke create on schema public from ${LOOKUP_ROLE};
  `);
}
