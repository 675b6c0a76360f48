import { DECIDE_QUALIFICATION } from '../../qualifications/qualification.decide';
import { laterOf, londonDate, type Instant } from '../../working-days';
import type { Party } from '../../standing';
import type { ApplicationFacts } from '../application.facts';
import { requirementsOf, type Requirement } from '../requirements';
import type { Held, HoldKind } from './hold-kind';

/** An application that waits until its qualification is decided (QUA-1, APP-9). */
export interface QualificationHold extends Held<'qualification', never> {
  /** On whom the qualification waits, as it was looked at last. */
  awaiting: Party;
  /** Since when. */
  awaitedSince: Instant;
}

const PARTIES: Partial<Record<Party, string>> = {
  employer: 'the employer',
  staff: 'a case operator',
  awardingBody: 'the awarding body',
};

/** QUA-1: held from payment until the qualification is verified or accepted; one that is refused waits for the employer to give another. */
export const qualification: HoldKind<QualificationHold> = {
  kind: 'qualification',
  isOnHold: true,
  // The qualification's own: about the application nobody has one.
  task: DECIDE_QUALIFICATION,
  events: {},
  begins: ({ at, facts }) => {
    const needed = needIn(facts, at);
    if (!needed || needed.isVerified) return null;
    const hold = { kind: 'qualification' as const, since: at, schedule: [], awaiting: needed.awaiting!, awaitedSince: at };
    return { hold, effects: {} };
  },
  news: ({ awaiting, awaitedSince }, facts) => {
    const needed = needIn(facts, facts.asOf);
    if (!needed) return null;
    const at = laterOf(needed.since ?? facts.asOf, awaitedSince);
    if (needed.isVerified) return { key: `verified/${at}`, at, isRelease: true };
    return needed.awaiting === awaiting ? null : { key: `${needed.awaiting}/${at}`, at, isRelease: false };
  },
  heard: (_holder, hold, key) => {
    const [awaiting, awaitedSince] = key.split('/') as [Party, Instant];
    return { event: 'awaited', hold: { ...hold, awaiting, awaitedSince }, effects: {} };
  },
  onDue: () => {
    throw new Error('A hold for a qualification does nothing by itself');
  },
  told: ({ awaiting }, since) => {
    const party = PARTIES[awaiting] ?? 'us';
    const why = `Waiting on ${party} since ${since} for a qualification; it ends when one that the occupation and grade accept is verified or accepted.`;
    return { awaiting, why, dueAt: null };
  },
};

function needIn(facts: ApplicationFacts, at: Instant): Requirement | undefined {
  return requirementsOf({ ...facts, on: londonDate(at) }).find(({ kind }) => kind === 'qualification');
}
