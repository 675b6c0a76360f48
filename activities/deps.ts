import type { Database } from '../db/core/database';
import type { Keyring } from '../platform/keys';

/** What activities are made from. */
export interface ActivityDeps {
  database: Database;
  ring: Keyring;
}
