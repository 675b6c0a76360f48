import { randomBytes } from 'node:crypto';
import { connectDatabase, type Database } from '../../db/core/database';
import { seedTenant, type SeededTenant } from '../../db/seeds/demo';
import { createDatabase, ownerUrl } from '../../ops/postgres';
import { shared } from './shared';
import { insistOnPossible, PASSWORD } from './system';

/** PostgreSQL alone: a database of one's own, as the app and as the owner. */
export interface StoreSystem {
  database: Database;
  owner: Database;
  tenant(key: string): Promise<SeededTenant>;
  stop(): Promise<void>;
}

/** Makes one from the template. */
export async function storeSystem(name: string): Promise<StoreSystem> {
  const { postgres, appPassword } = shared();
  const databaseName = `test_${name}_${randomBytes(3).toString('hex')}`;
  await createDatabase(postgres, databaseName, 'template_countersign');
  const owner = connectDatabase(ownerUrl(postgres, databaseName), 4);
  const url = new URL(ownerUrl(postgres, databaseName));
  url.username = 'countersign_app';
  url.password = appPassword;
  const database = connectDatabase(url.href);
  return {
    database,
    owner,
    tenant: (key) => seedTenant(owner, key, key, 'card-scheme', PASSWORD, true),
    stop: async () => {
      try {
        await insistOnPossible(database);
      } finally {
        await database.destroy();
        await owner.destroy();
      }
    },
  };
}
