import type { Transaction } from '../core/database';

/** A learner whose registration cannot be undone, and what depends on it. */
export interface Kept {
  learner: string;
  why: string;
}

/** What depends on some learners: a booking, a grade (IMP-1). Each area that makes such things names its own. */
export type Keeper = (trx: Transaction, learners: readonly string[]) => Promise<Kept[]>;

/** All that is asked before a registration is undone; bookings and grades come with their areas. */
export const keepers: Keeper[] = [];

/** Those of some learners on whom something depends, each with the first reason (IMP-1). */
export async function keptOf(trx: Transaction, learners: readonly string[]): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  for (const keeper of keepers) for (const { learner, why } of await keeper(trx, learners)) if (!kept.has(learner)) kept.set(learner, why);
  return kept;
}
