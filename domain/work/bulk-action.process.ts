import type { RowsDefinition } from '../process';
import { held, over, type Standing } from '../standing';
import { londonWords, type Instant } from '../working-days';
import { bulkActionNames } from './bulk-action';
import type { BulkProgress } from './bulk-action.state';

/** A change of many tasks at once (WRK-1): each item with its own outcome; a failure in the middle stops nothing. */
export const bulkAction = {
  names: bulkActionNames,
  rules: ['WRK-1'],
  life: 'The life of a bulk action',
  reads: 'viewWork',
  board: { name: 'Bulk actions', description: 'Changes of many tasks at once', lateStages: [] },
  standing: standingOf,
} satisfies RowsDefinition<BulkProgress>;

function standingOf({ total, done, failed }: BulkProgress, since: Instant): Standing {
  if (done + failed >= total)
    return over('Finished', since, `Ended: ${done} done, ${failed} failed of ${total}; each item says what became of it.`);
  const why = `Working since ${londonWords(since)}; it ends with the last item.`;
  return held('Working', { name: 'items', awaiting: 'nobody', clock: 'ours', since, why, next: [], dueAt: null });
}
