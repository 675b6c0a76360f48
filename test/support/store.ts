import { connectDatabase, type Database } from '../../db/core/database';
import { seedTenant, type SeededTenant } from '../../db/seeds/demo';
import { ownDatabase } from './own-database';
import { insistOnPossible } from './leftovers';
import { PASSWORD } from './system';

/** PostgreSQL alone: a database of one's own, as the app and as a superuser. */
export interface StoreSystem {
  database: Database;
  owner: Database;
  /** Where the owner of the tables would come in, who is no superuser. */
  tableOwnerUrl: string;
  /** Without a catalogue: its rows would be read with all that a case leaves. */
  tenant(key: string): Promise<SeededTenant>;
  stop(): Promise<void>;
}

/** Makes one from the template. */
export async function storeSystem(name: string): Promise<StoreSystem> {
  const { owner, appUrl, tableOwnerUrl } = await ownDatabase(name);
  const database = connectDatabase(appUrl);
  return {
    database,
    owner,
    tableOwnerUrl,
    tenant: (key) => seedTenant(owner, key, key, 'card-scheme', PASSWORD, { isCheap: true, hasCatalogue: false }),
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
