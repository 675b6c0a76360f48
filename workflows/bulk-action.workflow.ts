import { defineSearchAttributeKey } from '@temporalio/common';
import { proxyActivities, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { WorkActivities } from '../activities/work.activities';
import { entityOf } from '../domain/business-ids';
import type { BulkProgress } from '../domain/work/bulk-action';
import type { ProcessStart } from '../messages/core.messages';

const { doNextItems } = proxyActivities<WorkActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** A change of many tasks at once (WRK-1): some hundreds a transaction, each item with its own outcome; a failure in the middle stops nothing. */
export async function bulkAction(start: ProcessStart): Promise<BulkProgress> {
  const stage = defineSearchAttributeKey('Stage', 'KEYWORD');
  for (;;) {
    const progress = await doNextItems({ tenant: start.tenant, action: entityOf(start.businessId) });
    const isOver = progress.done + progress.failed >= progress.total;
    setCurrentDetails(`**${start.reference}** – ${progress.done} done, ${progress.failed} failed of ${progress.total}.`);
    upsertSearchAttributes([{ key: stage, value: isOver ? 'Finished' : 'Working' }]);
    if (isOver) return progress;
  }
}
