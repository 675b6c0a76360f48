import type { HseRecordFact } from '../../domain/assessments/hse-record';
import type { Finalise } from '../../domain/applications/application.decide';
import { application } from '../../domain/applications/application.process';
import type { Application } from '../../domain/applications/application.state';
import type { PhotoFact } from '../../domain/people/photo';
import type { ApplicationFacts } from '../../domain/applications/application.facts';
import type { Form } from '../../domain/applications/requirements';
import { TERMS } from '../../domain/applications/terms';
import type { Decision } from '../../domain/decision';
import type { Instant } from '../../domain/working-days';
import { identity, situation } from './situation';

/** Filled in, with the assessment to come at a centre. */
export const filledIn: Form = {
  changedAt: '2026-11-20T09:00:00.000Z',
  hasPhone: true,
  hasEmail: true,
  hseChoice: 'laterAtCentre',
  needs: ['hse'],
  qualifications: ['kind'],
  purpose: 'initial',
  isRegraded: false,
  endorsementAskedAt: null,
  endorsedAt: null,
};
/** The order that an application of these tests is on. */
export const openOrder = {
  line: 'line',
  order: 'order',
  addedAt: '2026-11-24T10:00:00.000Z',
  state: 'open' as const,
  paidAt: null,
};
/** Agreed to, and the guidance understood. */
export const AGREED: Finalise = { terms: TERMS.version, understandsHsePending: true };

/** A photo that was verified long ago and holds for long. */
export const verifiedPhoto: PhotoFact = {
  ...{ photo: 'photo', givenAt: '2025-04-06T10:00:00.000Z', verifiedAt: '2025-04-07T10:00:00.000Z' },
  ...{ validFrom: '2025-04-07', validTo: '2030-04-07' },
};

/** Facts as of an instant, where a test says nothing else: filled in, on no order, nothing on record but a verified photo. */
export function factsAt(asOf: Instant, given: Partial<ApplicationFacts> = {}): ApplicationFacts {
  const known = { hse: [], exemptedAt: null, photos: [verifiedPhoto], identityChecks: [], qualifications: [], leftAt: null };
  const endorsers = { grading: ['endorser'], qualifiedSupervisor: ['endorser', 'other endorser'] };
  const nothing = { order: null, ...known, endorsers, acceptedAt: null };
  return { asOf, node: 'office', rowState: 'readyToFinalise', form: filledIn, ...nothing, ...given };
}

/** A pass that was taken and received at an instant, in date for two years. */
export function passAt(receivedAt: Instant, given: Partial<HseRecordFact> = {}): HseRecordFact {
  const takenOn = receivedAt.slice(0, 10);
  return {
    record: `pass/${receivedAt}`,
    result: 'pass',
    takenOn,
    expiresOn: `${Number(takenOn.slice(0, 4)) + 2}${takenOn.slice(4)}`,
    receivedAt,
    ...given,
  };
}

/** An application that one of the employer has finalised. */
export function finalisedAt(at: Instant, given: Partial<ApplicationFacts> = {}): Application {
  const none = application.empty(identity({ kind: 'application', reference: 'A-0001' }), 'a');
  return application.commands.finalise.decide(none, AGREED, situation({ at, by: 'filler', facts: factsAt(at, given) })).next;
}

/**
 * Lets all happen up to an instant that the rows show and that falls due, as a commit does: what comes first first. Answers the
 * application and each decision on the way.
 */
export function runTo(
  application_: Application,
  to: Instant,
  factsOf: (at: Instant) => ApplicationFacts,
): { application: Application; decisions: Decision<Application>[] } {
  let state = application_;
  const decisions: Decision<Application>[] = [];
  for (;;) {
    const news = application.unheard(state, factsOf(to));
    const [due] = state.schedule;
    if (!news && !(due && due.at <= to)) return { application: state, decisions };
    const at = news ? news.at : due!.at;
    const about = situation({ at, facts: factsOf(at) });
    const decision = news
      ? application.news[news.news as keyof typeof application.news].decide(state, news.body as never, about)
      : application.onDue(state, due!, about);
    if (decision.refusals.length > 0) throw new Error(decision.refusals[0]!.detail);
    decisions.push(decision);
    state = decision.next;
  }
}

/** Paid on an order that was put together the day before. */
export function paidAt(at: Instant, given: (asOf: Instant) => Partial<ApplicationFacts> = () => ({})) {
  const order = { ...openOrder, state: 'paid' as const, paidAt: at };
  const factsOf = (asOf: Instant) => factsAt(asOf, { order: asOf < at ? openOrder : order, ...given(asOf) });
  const ordered = runTo(finalisedAt('2026-11-20T10:00:00.000Z'), openOrder.addedAt, factsOf).application;
  return { ...runTo(ordered, at, factsOf), factsOf };
}
