/** What is done to each of many tasks (WRK-1), or to all open waits when another calendar is in force (CAL-1). */
export type BulkChange = TaskChange | { what: 'recount' };
export type TaskChange = { what: 'assign'; to: string | null } | { what: 'note'; text: string };

/** What becomes of one item of a bulk action. */
export type ItemOutcome = 'done' | 'failed';

/** How far a bulk action is. */
export interface BulkProgress {
  total: number;
  done: number;
  failed: number;
}
