import type { Transaction } from '../core/database';

/** What was learned of a learner since the registration. */
export interface Learned {
  learner: string;
  /** Who has given a result: within the centre, or without (LRN-5). */
  results: ('internal' | 'external')[];
  /** Sampled at a visit of the external quality assurer (LRN-4). */
  isSampled: boolean;
}

/** What an area knows of some learners; of those it knows nothing of, it tells nothing. */
export type Teller = (trx: Transaction, learners: readonly string[]) => Promise<Learned[]>;

/** All that is asked before a learner leaves a product for another one; results and visits come with their areas. */
export const tellers: Teller[] = [];

/** What all areas together know of some learners. */
export async function learnedOf(trx: Transaction, learners: readonly string[]): Promise<Map<string, Learned>> {
  const known = new Map<string, Learned>(learners.map((learner) => [learner, { learner, results: [], isSampled: false }]));
  for (const tell of tellers)
    for (const { learner, results, isSampled } of await tell(trx, learners)) {
      const one = known.get(learner)!;
      one.results.push(...results);
      one.isSampled ||= isSampled;
    }
  return known;
}
