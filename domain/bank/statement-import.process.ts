import type { Counted } from '../counts';
import type { RowsDefinition } from '../process';
import { held, over, type Standing } from '../standing';
import { londonWords, type Instant } from '../working-days';
import { statementImportNames } from './statement-import';

/** How far an import has come, in lines of its statement. */
export interface ImportProgress {
  lines: number;
  posted: number;
  /** Lines that wait for a person's word. */
  asked: number;
  /** Since when finance is asked about them, by when it is to answer, and when it is reminded next; null where nobody is asked. */
  doubt: ({ since: Instant; dueAt: Instant; remindAt: Instant } & Counted) | null;
  /** What finance has just said of some lines, by their rows, and what they are by that. */
  said?: { decision: 'same' | 'new'; rows: number[]; known: number; new: number };
}

/** A proved and stored statement becomes receipts in suspense (ADV-4, BNK-1), a thousand lines a transaction. */
export const statementImport = {
  names: statementImportNames,
  rules: ['ADV-4', 'BNK-1'],
  life: 'The life of an import',
  reads: 'viewReceipts',
  board: { name: 'Statements', description: 'Imports that post their lines', lateStages: [] },
  standing: standingOf,
} satisfies RowsDefinition<ImportProgress>;

function standingOf({ lines, posted, asked, doubt }: ImportProgress, since: Instant): Standing {
  if (posted === lines) return over('Posted', since, `Ended: all ${lines} lines are posted.`);
  if (doubt && posted + asked === lines) {
    const why = `Waiting on finance since ${londonWords(doubt.since)}: ${asked} of ${lines} lines may be known already; it ends when finance says whether they are the same or new money.`;
    const next = [{ at: doubt.remindAt, what: 'finance is reminded' }];
    return held('Asked', { name: 'decision', awaiting: 'finance', clock: 'ours', since: doubt.since, why, next, dueAt: doubt.dueAt });
  }
  const why = `Posting ${lines} lines since they were stored; it ends when each receipt is in suspense.`;
  return held('Posting', { name: 'lines', awaiting: 'nobody', clock: 'ours', since, why, next: [], dueAt: null });
}
