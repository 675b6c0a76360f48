import type { Standing } from '../process';
import { londonWords, type Instant } from '../working-days';

/** What is done to each of many tasks (WRK-1). */
export type BulkChange = { what: 'assign'; to: string | null } | { what: 'note'; text: string };

/** What becomes of one item of a bulk action. */
export type ItemOutcome = 'done' | 'failed';

/** How far a bulk action is. */
export interface BulkProgress {
  total: number;
  done: number;
  failed: number;
}

/** How a bulk action stands (WHY-1, OPS-5). */
export function standingOf({ total, done, failed }: BulkProgress, since: Instant): Standing {
  const ended = done + failed >= total;
  const told = `${done} done, ${failed} failed of ${total}`;
  return {
    stage: ended ? 'Finished' : 'Working',
    awaiting: 'nobody',
    clock: ended ? 'stopped' : 'ours',
    since,
    why: ended ? `Ended: ${told}; each item says what became of it.` : `Working since ${londonWords(since)}; it ends with the last item.`,
    next: [],
    dueAt: null,
    ended,
  };
}
