import { countedAs, dueAs, type Counted } from '../../counts';
import type { Effects } from '../../decision';
import type { Situation } from '../../process';
import { ladder } from '../../schedule';
import { londonWords, type Instant } from '../../working-days';
import type { ApplicationFacts } from '../application.facts';
import { endorsementNeeded, endorsementWords, type EndorsementKind } from '../endorsement';
import type { Held, Holder, HoldKind } from './hold-kind';

/** What an endorsement that is awaited does by itself (APP-6). */
export type EndorsementEvent = 'remindEndorsement' | 'escalateEndorsement';

/** An application that waits for an endorsement, from when it was finalised: beside its state, and on hold for it once it is paid (APP-6). */
export interface EndorsementHold extends Held<'endorsement', EndorsementEvent>, Counted {
  needs: EndorsementKind;
  /** Who was asked: users of the employer with that right, by their identifiers. */
  askedOf: string[];
  /** When a case operator's decision is due, if it comes to that. */
  decideBy: Instant;
  /** A case operator decides: it took too long, was refused after the order was closed, or the employee has left. */
  isWithStaff: boolean;
}

/** The case operators' task about an endorsement that nobody gave. */
export const DECIDE_ENDORSEMENT = 'decideEndorsement';

/** APP-6: asked when the application is finalised, reminded after 3 working days, escalated after 10. It stops neither ordering nor paying. */
export const endorsement: HoldKind<EndorsementHold> = {
  kind: 'endorsement',
  isOnHold: true,
  task: DECIDE_ENDORSEMENT,
  events: {
    remindEndorsement: 'those who may endorse are reminded',
    escalateEndorsement: 'it escalates to a case operator',
  },
  // Whoever pays finds it asked for already.
  begins: () => null,
  news: () => null,
  heard: (_holder, hold) => ({ event: 'reminded', hold, effects: {} }),
  onDue: (holder, hold, { what }) => {
    const rest = { ...hold, schedule: hold.schedule.slice(1) };
    if (what === 'remindEndorsement') return { event: 'reminded', hold: rest, effects: asking('endorsement-reminder', holder, hold) };
    const mails = [{ template: 'endorsement-escalated', to: { user: holder.finalisedBy }, facts: factsOf(holder, hold) }];
    const { hold: escalated, effects } = toStaff(rest);
    return { event: 'escalated', hold: escalated, effects: { ...effects, mails } };
  },
  told: ({ needs, isWithStaff, decideBy, schedule }, since) => ({
    awaiting: isWithStaff ? 'staff' : 'employer',
    why: isWithStaff
      ? `Waiting on a case operator since the ${endorsementWords[needs].toLowerCase()}, asked for at ${since}, was not given; it ends when a case operator accepts or rejects, due at ${londonWords(decideBy)}.`
      : `Waiting on the employer since ${since} for the ${endorsementWords[needs].toLowerCase()}; it ends when a user who has that right endorses or refuses.`,
    dueAt: isWithStaff ? decideBy : (schedule.at(-1)?.at ?? null),
  }),
};

/** Mails to those who may endorse. */
function asking(template: string, holder: Pick<Holder, 'reference'>, hold: EndorsementHold): Effects {
  return { mails: hold.askedOf.map((user) => ({ template, to: { user }, facts: factsOf(holder, hold) })) };
}

/** A case operator is to decide instead of the employer (APP-6): the ladder is over. */
export function toStaff(hold: EndorsementHold): { hold: EndorsementHold; effects: Effects } {
  const opens = [{ queue: 'caseOperator', task: DECIDE_ENDORSEMENT, ...dueAs(hold, 'decideBy') }];
  return { hold: { ...hold, isWithStaff: true, schedule: [] }, effects: { opens } };
}

function factsOf({ reference }: Pick<Holder, 'reference'>, { needs, since }: EndorsementHold): Record<string, string> {
  return { reference, endorsement: endorsementWords[needs].toLowerCase(), since: londonWords(since) };
}

/** What an application asks for when it is finalised (APP-6): the hold, and the mails that ask; null where nothing is to be endorsed. */
export function askedOn(
  { at, facts, policy, calendar }: Situation<ApplicationFacts>,
  holder: Pick<Holder, 'reference'>,
): { hold: EndorsementHold; effects: Effects } | null {
  const needs = endorsementNeeded(facts.form);
  if (!needs) return null;
  const { endorsementReminderWorkingDays: reminder, endorsementEscalationWorkingDays: escalation } = policy.applications;
  const schedule = ladder<EndorsementEvent>(
    at,
    [
      { what: 'remindEndorsement', workingDays: reminder },
      { what: 'escalateEndorsement', workingDays: escalation },
    ],
    calendar,
  );
  const decideBy = countedAs('decideBy', at, escalation + policy.applications.processingWorkingDays, calendar);
  const hold: EndorsementHold = {
    ...{ kind: 'endorsement', since: at, schedule, needs },
    ...{ askedOf: facts.endorsers[needs], ...decideBy, isWithStaff: false },
  };
  return { hold, effects: asking('endorsement-asked', holder, hold) };
}
