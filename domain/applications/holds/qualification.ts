import { laterOf, londonDate, type Instant } from '../../working-days';
import type { Party } from '../../standing';
import type { ApplicationFacts } from '../application.facts';
import { requirementsOf, type Requirement } from '../requirements';
import { answerLadder, answerReminder } from './answer';
import type { Held, HoldKind } from './hold-kind';

/** What a hold does by itself while the employer is to give something (QUA-1). */
export type QualificationHoldEvent = 'remindQualification' | 'escalateQualification';

/** An application that waits until its qualification is decided (QUA-1, APP-9). */
export interface QualificationHold extends Held<'qualification', QualificationHoldEvent> {
  /** On whom the qualification waits, as it was looked at last. */
  awaiting: Party;
  /** Since when. */
  awaitedSince: Instant;
}

/** The case operators' task about an employer who gives no qualification that will do. */
export const AWAIT_QUALIFICATION = 'awaitQualification';
const LADDER = { remind: 'remindQualification', escalate: 'escalateQualification' } as const;

const PARTIES: Partial<Record<Party, string>> = {
  employer: 'the employer',
  staff: 'a case operator',
  awardingBody: 'the awarding body',
};

/** QUA-1: held from payment until the qualification is verified or accepted; one that is refused waits for the employer to give another, who is reminded. */
export const qualification: HoldKind<QualificationHold> = {
  kind: 'qualification',
  isOnHold: true,
  task: AWAIT_QUALIFICATION,
  events: {
    remindQualification: 'the employer is reminded of the qualification',
    escalateQualification: 'a case operator is told that the employer gives no qualification',
  },
  begins: ({ at, facts, policy, calendar }) => {
    const needed = needIn(facts, at);
    if (!needed || needed.isVerified) return null;
    return { hold: { kind: 'qualification', since: at, ...awaitedFrom(at, needed.awaiting!, { policy, calendar }) }, effects: {} };
  },
  news: ({ awaiting, awaitedSince }, facts) => {
    const needed = needIn(facts, facts.asOf);
    if (!needed) return null;
    const at = laterOf(needed.since ?? facts.asOf, awaitedSince);
    if (needed.isVerified) return { key: `verified/${at}`, at, isRelease: true };
    return needed.awaiting === awaiting ? null : { key: `${needed.awaiting}/${at}`, at, isRelease: false };
  },
  heard: (_holder, hold, key, about) => {
    const [awaiting, awaitedSince] = key.split('/') as [Party, Instant];
    return {
      event: 'awaited',
      hold: { ...hold, ...awaitedFrom(awaitedSince, awaiting, about) },
      effects: { closes: [AWAIT_QUALIFICATION] },
    };
  },
  onDue: (holder, hold, { what, at }) => {
    const rest = { ...hold, schedule: hold.schedule.slice(1) };
    if (what === 'escalateQualification')
      return { event: 'escalated', hold: rest, effects: { opens: [{ queue: 'caseOperator', task: AWAIT_QUALIFICATION, dueAt: at }] } };
    return { event: 'reminded', hold: rest, effects: { mails: [answerReminder(holder, 'a qualification', hold.awaitedSince)] } };
  },
  told: ({ awaiting }, since) => {
    const party = PARTIES[awaiting] ?? 'us';
    const why = `Waiting on ${party} since ${since} for a qualification; it ends when one that the occupation and grade accept is verified or accepted.`;
    return { awaiting, why, dueAt: null };
  },
};

/** On whom it waits from then on; of the employer's time there is a ladder. */
function awaitedFrom(at: Instant, awaiting: Party, by: Parameters<typeof answerLadder>[2]) {
  return { awaiting, awaitedSince: at, schedule: awaiting === 'employer' ? answerLadder(at, LADDER, by) : [] };
}

function needIn(facts: ApplicationFacts, at: Instant): Requirement | undefined {
  return requirementsOf({ ...facts, on: londonDate(at) }).find(({ kind }) => kind === 'qualification');
}
