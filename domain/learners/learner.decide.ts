import { refusedBy } from '../decision';
import { refuse } from '../refusal';
import { lapseAfterUnwithdrawal, nextMoment } from './lapse-moments';
import { learnerStateWords, type LearnerState } from './learner.state';
import { canGo, stepOf, type AboutLearner, type LearnerDecision, type LearnerEvent } from './learner.transitions';

/** LRN-3, LAP-3: a centre withdraws a learner; the wait for the lapse ends. */
export function withdraw(learner: LearnerState, _command: object, { at }: AboutLearner): LearnerDecision {
  return refusedBecause(learner, 'withdrawn') ?? stepOf(learner, 'withdrawn', at, { nextAt: null });
}

/** LRN-3, LAP-2: whoever was withdrawn, or lapsed, is taken back; the wait begins anew with the last day that LAP-2 gives. */
export function unwithdraw(learner: LearnerState, _command: object, { at, policy }: AboutLearner): LearnerDecision {
  const no = refusedBecause(learner, 'unwithdrawn');
  if (no) return no;
  const lapsesOn = lapseAfterUnwithdrawal(learner, at, policy);
  const evidence = { receivedAt: at, lapsedOn: learner.lapsesOn, lapsesOn };
  return stepOf(learner, 'unwithdrawn', at, { lapsesOn, nextAt: nextMoment(lapsesOn, at, policy) }, { evidence });
}

/** Null where the table lets a learner go on by an event; else that it does not, and what to do instead. */
export function refusedBecause(learner: LearnerState, event: LearnerEvent): LearnerDecision | null {
  if (canGo(learner, event)) return null;
  const words = learnerStateWords[learner.state].toLowerCase();
  const remedy =
    learner.state === 'withdrawn' || learner.state === 'lapsed' ? 'Un-withdraw the learner first.' : 'Read how the learner stands.';
  return { ...refusedBy(learner, refuse('learnerState', 'LRN-3', `The learner is ${words}`, remedy)), charges: [] };
}
