import { learnerStateWords, type LearnerStateName } from '../../domain/learners/learner.state';
import { canGo } from '../../domain/learners/learner.transitions';
import type { Instant } from '../../domain/working-days';
import { bookedOf } from '../bookings/offers';
import type { Transaction } from '../core/database';

/** A learner whose registration cannot be undone, and what depends on it. */
export interface Kept {
  learner: string;
  why: string;
}

/** What depends on some learners at an instant: a booking, a grade (IMP-1). Each area that makes such things names its own. */
export type Keeper = (trx: Transaction, learners: readonly string[], at: Instant) => Promise<Kept[]>;

/** All that is asked before a registration is undone; grades come with their area. */
export const keepers: Keeper[] = [bookedOf];

/** Those of some learners on whom something depends, each with the first reason (IMP-1). */
export async function keptOf(trx: Transaction, learners: readonly string[], at: Instant): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  for (const keeper of keepers)
    for (const { learner, why } of await keeper(trx, learners, at)) if (!kept.has(learner)) kept.set(learner, why);
  return kept;
}

/** Those of some learners who stay where their registration is undone, each with the reason: something depends on them, or they have gone on from there themselves (IMP-1). */
export async function reasonsToKeep(
  trx: Transaction,
  learners: readonly { id: string; state: LearnerStateName }[],
  at: Instant,
): Promise<Map<string, string>> {
  const gone = learners.flatMap((learner) => (canGo(learner, 'undone') ? [] : [[learner.id, learnerStateWords[learner.state]] as const]));
  const kept = await keptOf(
    trx,
    learners.map(({ id }) => id),
    at,
  );
  return new Map([...gone, ...kept]);
}
