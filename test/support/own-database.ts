import { randomBytes } from 'node:crypto';
import { connectDatabase, type Database } from '../../db/core/database';
import { createDatabase, ownerUrl } from '../../ops/postgres';
import { shared } from './shared';

/** A migrated database of one's own, made from the run's template: the owner's pool, and the app's URL. */
export async function ownDatabase(name: string): Promise<{ owner: Database; appUrl: string }> {
  const { postgres, appPassword } = shared();
  const databaseName = `test_${name.replace(/\W/g, '_')}_${randomBytes(3).toString('hex')}`;
  await createDatabase(postgres, databaseName, 'template_countersign');
  const url = new URL(ownerUrl(postgres, databaseName));
  url.username = 'countersign_app';
  url.password = appPassword;
  return { owner: connectDatabase(ownerUrl(postgres, databaseName), 4), appUrl: url.href };
}
