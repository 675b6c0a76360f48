import { changed, refusedBy, type Decision, type Effects } from '../decision';
import type { ChargeWhat } from '../registration/charge';
import type { Price } from '../orders/fee';
import type { Situation } from '../process';
import type { Refusal } from '../refusal';
import type { Instant } from '../working-days';
import type { LearnerState, LearnerStateName } from './learner.state';

/** Event → state before → state after (LAP-1, LAP-2, LAP-3, LRN-1, LRN-2, LRN-3, LRN-4, LRN-5): who may go where. */
export const learnerTransitions = {
  noticed: { registered: 'registered' },
  lapsed: { registered: 'lapsed' },
  withdrawn: { registered: 'withdrawn' },
  unwithdrawn: { withdrawn: 'registered', lapsed: 'registered' },
  cancelled: { registered: 'cancelled', withdrawn: 'cancelled', lapsed: 'cancelled' },
  transferred: { registered: 'transferred' },
  toppedUp: { registered: 'toppedUp' },
  toppedDown: { registered: 'toppedDown' },
  certificated: { registered: 'certificated' },
  edited: { registered: 'registered', withdrawn: 'withdrawn', lapsed: 'lapsed' },
  nameAmended: { certificated: 'certificated' },
  undone: { registered: 'undone', withdrawn: 'undone' },
} as const satisfies Record<string, Partial<Record<LearnerStateName, LearnerStateName>>>;
export type LearnerEvent = keyof typeof learnerTransitions;

/** What the centre is charged for one learner, or credited with where the quantity is below nothing (CEN-1). */
export interface LearnerCharge {
  what: ChargeWhat;
  quantity: 1 | -1;
  price: Price;
  product: string;
  batch: string;
}
/** The registration that follows one which a learner leaves for another product or batch (LRN-4, LRN-5). */
export interface Onward extends Pick<LearnerState, 'product' | 'batch' | 'session' | 'lapsesOn' | 'fee'> {
  /** The batch is there already. */
  joins: boolean;
  window: string | null;
  mode: string | null;
}
/** What is decided of one learner, what follows on the centre's account, and where he goes on, if he does. */
export type LearnerDecision = Decision<LearnerState> & { charges: LearnerCharge[]; onward: Onward | null };
/** What a decision about a learner stands on. */
export type AboutLearner<Facts = unknown> = Situation<Facts>;

/** True where the table lets a learner go on by an event. */
export function canGo({ state }: Pick<LearnerState, 'state'>, event: LearnerEvent): boolean {
  return state in learnerTransitions[event];
}

/** A step along the table. Throws where it has no such edge: a defect. */
export function stepOf(
  learner: LearnerState,
  event: LearnerEvent,
  at: Instant,
  change: Partial<LearnerState>,
  { charges = [], onward = null, ...effects }: Effects & Partial<Pick<LearnerDecision, 'charges' | 'onward'>> = {},
): LearnerDecision {
  return { ...changed(learnerTransitions, learner, event, at, change, effects), charges, onward };
}

/** Nothing of a learner changes, and why. */
export function noStep(learner: LearnerState, ...refusals: Refusal[]): LearnerDecision {
  return { ...refusedBy(learner, ...refusals), charges: [], onward: null };
}
