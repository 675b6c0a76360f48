import type { BulkProgress } from '../domain/work/bulk-action';
import { doNextItems } from '../db/work/bulk-actions.commands';
import { inScope } from '../db/core/database';
import type { ActivityDeps } from './deps';

/** What a bulk action does. */
export function workActivities({ database }: ActivityDeps) {
  return {
    /** Does the next items in one transaction, each on its own; the last ones end the process (WRK-1). */
    doNextItems: (input: { tenant: string; action: string }): Promise<BulkProgress> =>
      inScope(database, { tenant: input.tenant, organisation: null }, (trx) => doNextItems(trx, input.action)),
  };
}

/** As workflows see it. */
export type WorkActivities = ReturnType<typeof workActivities>;
