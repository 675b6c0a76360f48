import type { Price } from '../orders/fee';
import { refuse } from '../refusal';
import { dateLater, londonDate, startOfDate, workingDaysLater, type Calendar, type Instant } from '../working-days';
import { lapseAfterUnwithdrawal, nextMoment } from './lapse-moments';
import { learnerStateWords, type LearnerState } from './learner.state';
import {
  canGo,
  noStep,
  stepOf,
  type AboutLearner,
  type LearnerCharge,
  type LearnerDecision,
  type LearnerEvent,
} from './learner.transitions';

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

/**
 * LRN-3: a centre cancels a registration for good; until so many working days after the first one, to 24:00 London of the last of them
 * (TIM-4), the fee is credited, of an apprenticeship or a bundle once.
 */
export function cancel(learner: LearnerState, _command: object, { at, policy, calendar }: AboutLearner): LearnerDecision {
  const no = refusedBecause(learner, 'cancelled');
  if (no) return no;
  const until = creditUntil(learner.firstRegisteredAt, policy.learners.creditWorkingDays, calendar);
  const evidence = { receivedAt: at, firstRegisteredAt: learner.firstRegisteredAt, creditUntil: until };
  const charges = at < until ? [chargeOf(learner, 'cancelled', -1, learner.fee)] : [];
  return stepOf(learner, 'cancelled', at, { nextAt: null }, { evidence, charges });
}

/** The instant from which a cancellation credits nothing any longer (LRN-3, TIM-4). */
export function creditUntil(firstRegisteredAt: Instant, workingDays: number, calendar: Calendar): Instant {
  return startOfDate(dateLater(workingDaysLater(londonDate(firstRegisteredAt), workingDays, calendar), 1));
}

/** LRN-2: until so many days after the certification, to 24:00 London of the last of them (TIM-4), a name is amended for the fee of a replacement. */
export function amendName(learner: LearnerState, { fee }: { fee: Price | null }, { at, policy }: AboutLearner): LearnerDecision {
  if (!canGo(learner, 'nameAmended')) {
    const detail = `The learner is ${learnerStateWords[learner.state].toLowerCase()}, not certificated`;
    return noStep(learner, refuse('notCertificated', 'LRN-2', detail, 'Edit the learner instead.'));
  }
  if (!fee) return noStep(learner, refuse('noFee', 'MON-3', 'No fee for a replacement certificate stands today', 'Ask us for it.'));
  const until = startOfDate(dateLater(learner.certificatedOn!, policy.learners.renameDays + 1));
  if (at >= until) {
    const detail = `A name can be amended for ${policy.learners.renameDays} days from the certification date`;
    return noStep(learner, refuse('amendOver', 'LRN-2', detail, 'Ask us what can be done.'));
  }
  const evidence = { receivedAt: at, certificatedOn: learner.certificatedOn!, amendUntil: until };
  return stepOf(learner, 'nameAmended', at, {}, { evidence, charges: [chargeOf(learner, 'nameAmended', 1, fee)] });
}

/** BKG-5: whoever is booked does not leave the registration: a booking is cancelled first, which leaves it. `components` are those that are booked. */
export function unlessBooked(learner: LearnerState, decision: LearnerDecision, components: readonly string[]): LearnerDecision {
  const stays = decision.next.state === learner.state || decision.next.state === 'certificated';
  if (stays || decision.refusals.length > 0 || components.length === 0) return decision;
  return noStep(learner, refuse('booked', 'LRN-3', `The learner is booked for ${components.join(', ')}`, 'Cancel the booking first.'));
}

/** One fee or credit of a learner, on the product and batch in which he is. */
export function chargeOf({ product, batch }: LearnerState, what: LearnerCharge['what'], quantity: 1 | -1, price: Price): LearnerCharge {
  return { what, quantity, price, product, batch };
}

/** Null where the table lets a learner go on by an event; else that it does not, and what to do instead. */
export function refusedBecause(learner: LearnerState, event: LearnerEvent): LearnerDecision | null {
  if (canGo(learner, event)) return null;
  const words = learnerStateWords[learner.state].toLowerCase();
  const remedy =
    learner.state === 'withdrawn' || learner.state === 'lapsed' ? 'Un-withdraw the learner first.' : 'Read how the learner stands.';
  return noStep(learner, refuse('learnerState', 'LRN-3', `The learner is ${words}`, remedy));
}
