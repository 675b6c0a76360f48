import { connectDatabase } from './core/database';
import { migrationSource } from './migrations';

const APP_ROLE = 'countersign_app';

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
    await database.migrate.latest({ migrationSource });
  } finally {
    await database.destroy();
  }
}
