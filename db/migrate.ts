import { connectDatabase, type Database } from './core/database';
import { migrationSource } from './migrations';
import { APP_ROLE, LOOKUP_ROLE } from './roles';

/**
 * Brings a database to the newest schema as its owner, and gives the app's role its password and its grants.
 * Safe to repeat; concurrent calls wait for each other.
 */
export async function migrate(ownerUrl: string, appPassword: string | null): Promise<void> {
  const database = connectDatabase(ownerUrl, 2, 0);
  try {
    const quoted = appPassword === null ? '' : `login password '${appPassword.replace(/'/g, "''")}'`;
    const { rows } = await database.raw('select from pg_roles where rolname = ?', [APP_ROLE]);
    if (rows.length === 0) await database.raw(`create role ${APP_ROLE} ${quoted}`);
    else if (quoted) await database.raw(`alter role ${APP_ROLE} ${quoted}`);
    await makeLookupRole(database);
    await database.migrate.latest({ migrationSource });
  } finally {
    await database.destroy();
  }
}

/** The role may be put on by the owner, for making its functions, but the owner does not have its rights by himself. */
async function makeLookupRole(database: Database): Promise<void> {
  await database.raw(`
    do $$ begin
      if not exists (select from pg_roles where rolname = '${LOOKUP_ROLE}') then create role ${LOOKUP_ROLE} nologin; end if;
      if not (select rolsuper from pg_roles where rolname = current_user) and not pg_has_role('${LOOKUP_ROLE}', 'set') then execute format('grant ${LOOKUP_ROLE} to %I with inherit false, set true', current_user); end if;
    end $$;
  `);
}
