import { runMigrations as migrateQueue } from 'graphile-worker';
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
    await migrateQueue({ connectionString: ownerUrl });
    await database.raw(`
      grant usage on schema graphile_worker to ${APP_ROLE};
      grant select, insert, update, delete on all tables in schema graphile_worker to ${APP_ROLE};
      grant usage on all sequences in schema graphile_worker to ${APP_ROLE};
      grant execute on all functions in schema graphile_worker to ${APP_ROLE};
      do $$ declare t record; begin
        for t in select tablename from pg_tables where schemaname = 'graphile_worker' and rowsecurity loop
          execute format('drop policy if exists app on graphile_worker.%I', t.tablename);
          execute format('create policy app on graphile_worker.%I to ${APP_ROLE} using (true) with check (true)', t.tablename);
        end loop;
      end $$;
    `);
    await database.migrate.latest({ migrationSource });
  } finally {
    await database.destroy();
  }
}
