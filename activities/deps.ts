import type { Database } from '../db/core/database';
import type { Keyring } from '../platform/keys';
import type { AwardingBodies } from './providers/awarding-body';

/** What activities are made from. */
export interface ActivityDeps {
  database: Database;
  ring: Keyring;
  /** Left out where no awarding body can be asked: case operators decide then. */
  awardingBodies?: AwardingBodies | undefined;
}
