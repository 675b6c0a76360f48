import { linkAudit } from '../db/core/audit-chain.commands';
import { listTenants } from '../db/core/tenants.queries';
import type { ActivityDeps } from '../activities/deps';
import type { RecurringActivities } from '../messages/recurring.messages';
import { log } from '../platform/log';
import type { Processes } from '../platform/temporal';
import { sweep } from './sweep';

/** What recurs by the clock, each over all tenants; `platform/schedules.ts` says when. */
export function recurringActivities({ database, ring, processes }: ActivityDeps & { processes: Processes }): RecurringActivities {
  return {
    /** The trail's new rows become links of its chain (AUD-1). */
    linkAudit: async () => {
      for (const tenant of await database.transaction(listTenants)) await linkAudit(database, tenant, ring);
    },
    /** Open rows are compared with executions, impossible states are reported (OPS-4). */
    sweep: async () => {
      for (const report of await sweep(database, processes, ring)) log.error(report, 'the sweep found something');
    },
  };
}
