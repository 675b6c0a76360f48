import type { RowsDefinition } from '../process';
import { held, over, type Standing } from '../standing';
import { londonWords, type Instant } from '../working-days';
import { lapseNames } from './lapse';
import type { Coming } from './lapse-moments';

/** How the registrations of a batch stand, in learners. */
export interface LapseProgress {
  /** Those who are registered and will lapse. */
  open: number;
  /** What falls due next, soonest first; none where nobody is open. */
  next: Coming[];
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
  const [first] = next;
  if (!first) return over('Over', since, 'Ended: nobody of the batch is registered any longer.');
  const why = `${learners(open)} registered; at ${londonWords(first.at)} ${inWords(first)}; it ends when nobody of the batch is registered any longer.`;
  const of = { name: 'lapse', awaiting: 'centre', clock: 'customer', since, why } as const;
  return held('Registered', { ...of, next: next.map((each) => ({ at: each.at, what: inWords(each) })), dueAt: first.at });
}

function inWords({ what, learners: many }: Coming): string {
  return what === 'lapse' ? `${learners(many)} withdrawn` : `notice is given of the lapse of ${count(many)}`;
}

function count(learners: number): string {
  return learners === 1 ? '1 learner' : `${learners} learners`;
}

function learners(many: number): string {
  return many === 1 ? '1 learner is' : `${many} learners are`;
}
