import type { RowsDefinition } from '../process';
import { held, over, type Standing } from '../standing';
import { londonWords, type Instant } from '../working-days';
import { lapseNames } from './lapse';

/** How the registrations of a batch stand, in learners. */
export interface LapseProgress {
  /** Those who are registered and will lapse. */
  open: number;
  /** What falls due next, and of how many; null where nobody is open. */
  next: { at: Instant; learners: number; what: 'lapse' | 'notice' } | null;
}

/** The lapse of a batch's registrations (LAP-1): notices before the last day, then the withdrawal by the system; many alike, one wait. */
export const lapse = {
  names: lapseNames,
  rules: ['LAP-1', 'LAP-2', 'LAP-3'],
  life: 'The lapse of a batch',
  reads: 'viewBatches',
  board: { name: 'Lapses', description: 'Batches whose registrations lapse unless they are certificated before', lateStages: [] },
  standing: standingOf,
} satisfies RowsDefinition<LapseProgress>;

function standingOf({ open, next }: LapseProgress, since: Instant): Standing {
  if (!next) return over('Over', since, 'Ended: nobody of the batch is registered any longer.');
  const what = next.what === 'lapse' ? `${learners(next.learners)} withdrawn` : `notice is given of the lapse of ${count(next.learners)}`;
  const why = `${learners(open)} registered; at ${londonWords(next.at)} ${what}; it ends when nobody of the batch is registered any longer.`;
  const of = { name: 'lapse', awaiting: 'centre', clock: 'customer', since, why } as const;
  return held('Registered', { ...of, next: [{ at: next.at, what }], dueAt: next.at });
}

function count(learners: number): string {
  return learners === 1 ? '1 learner' : `${learners} learners`;
}

function learners(many: number): string {
  return many === 1 ? '1 learner is' : `${many} learners are`;
}
