import type { components } from '../kit/api';

type State = components['schemas']['FoundLearner']['state'];
/** What a centre does with learners who are registered, one or many at once: each an operation of the API. */
export interface Verb {
  name: 'withdraw' | 'unwithdraw' | 'cancel' | 'transfer' | 'top-up' | 'top-down';
  does: string;
  /** What becomes of them. */
  says: string;
  /** It asks where they go. */
  isGoing: boolean;
  isGrave: boolean;
  from: readonly State[];
}

/** All of them, in the order in which they are offered (LRN-3, LRN-4, LRN-5). */
export const VERBS: readonly Verb[] = [
  {
    ...{ name: 'withdraw', does: 'Withdraw', isGoing: false, isGrave: false, from: ['registered'] },
    says: 'Whoever is withdrawn can be taken back. No fee is credited.',
  },
  {
    ...{ name: 'unwithdraw', does: 'Un-withdraw', isGoing: false, isGrave: false, from: ['withdrawn', 'lapsed'] },
    says: 'The last day stays as it was; after a lapse, or where it has passed, it is six months from today.',
  },
  {
    ...{ name: 'cancel', does: 'Cancel', isGoing: false, isGrave: true, from: ['registered', 'withdrawn', 'lapsed'] },
    says: 'A cancellation is for good. The fee is credited within five working days of the first registration, and not later.',
  },
  {
    ...{ name: 'transfer', does: 'Transfer', isGoing: true, isGrave: true, from: ['registered'] },
    says: 'To another product or batch: the old fee is credited and the new one charged. Both batches keep their reports.',
  },
  {
    ...{ name: 'top-up', does: 'Top up', isGoing: true, isGrave: true, from: ['registered'] },
    says: 'To a higher product of the same suite, which is a dearer one, with a result only: the higher of the two fees applies.',
  },
  {
    ...{ name: 'top-down', does: 'Top down', isGoing: true, isGrave: true, from: ['registered'] },
    says: 'To a lower product of the same suite, which is a cheaper one, with a result only: the higher of the two fees applies.',
  },
];
