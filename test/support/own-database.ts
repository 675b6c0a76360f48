import { randomBytes } from 'node:crypto';
import { connectDatabase, type Database } from '../../db/core/database';
import { APP_ROLE } from '../../db/roles';
import { createDatabase, ownerUrl } from '../../ops/postgres';
import { eventually } from './eventually';
import { shared, TABLE_OWNER } from './shared';

/** A migrated database of one's own, made from the run's template: the superuser's pool, and the URLs of the app and of the tables' owner. */
export async function ownDatabase(name: string): Promise<{ owner: Database; appUrl: string; tableOwnerUrl: string }> {
  const { postgres, appPassword } = shared();
  const databaseName = `test_${name.replace(/\W/g, '_')}_${randomBytes(3).toString('hex')}`;
  await createDatabase(postgres, databaseName, 'template_countersign');
  const urlOf = (role: string) => ownerUrl({ ...postgres, password: appPassword }, databaseName, role);
  return { owner: connectDatabase(ownerUrl(postgres, databaseName), 4), appUrl: urlOf(APP_ROLE), tableOwnerUrl: urlOf(TABLE_OWNER) };
}

/** Returns once a statement of this database waits for what another transaction holds. */
export async function waitsForLock(owner: Database): Promise<void> {
  const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
  await eventually(async () => expect((await owner.raw(waiting)).rows).not.toEqual([]));
}
