import { dueAs } from '../counts';
import { refusedBy, type Decision, type Effects, type Mail } from '../decision';
import type { Scheduled, Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { ladder } from '../schedule';
import { londonWords, type Instant } from '../working-days';
import { stages } from './qualification.standing';
import type { Qualification, QualificationEvent, QualificationFacts } from './qualification.state';
import { qualificationLife } from './qualification.transitions';

const { step } = qualificationLife;
export type About = Situation<QualificationFacts>;
/** A decision about a qualification. */
export type Decided = Decision<Qualification>;

/** The case operators' task about a qualification that nothing verified, or whose refusal is contested. */
export const DECIDE_QUALIFICATION = 'decideQualification';
const QUEUE = 'caseOperator';

/** QUA-1: whoever gave it leaves it to a case operator as it is. */
export function refer(qualification: Qualification, _command: object, about: About): Decided {
  if (qualification.state !== 'needsDetails') return refusedBy(qualification, notAwaited(qualification));
  return toDecide(qualification, 'referred', about.at, about);
}

/** QUA-1: a case operator accepts it as one of a kind; what was contested is another person's to decide (AUT-1). */
export function accept(qualification: Qualification, { kind }: { kind: string }, { at, by, facts }: About): Decided {
  const refusal = notToDecide(qualification, by) ?? unknownKind(kind, facts);
  if (refusal) return refusedBy(qualification, refusal);
  return step(qualification, 'accepted', at, { decidedBy: by, schedule: [] }, settled(qualification, 'accepted', facts));
}

/** QUA-1: a case operator asks for another document, or for details. */
export function askForMore(qualification: Qualification, _command: object, { at, by, facts }: About): Decided {
  if (qualification.state !== 'awaitingDecision') return refusedBy(qualification, notAwaited(qualification));
  const effects = { mails: toGiver(qualification, 'qualification-details-asked', facts), closes: [DECIDE_QUALIFICATION] };
  return step(qualification, 'moreAsked', at, { decidedBy: by, schedule: [] }, effects);
}

/** QUA-1: a case operator refuses it; decided anew it is refused for good (AUT-1). */
export function refuseIt(qualification: Qualification, _command: object, { at, by, facts }: About): Decided {
  const refusal = notToDecide(qualification, by);
  if (refusal) return refusedBy(qualification, refusal);
  const event = qualification.state === 'contested' ? 'dismissed' : 'refused';
  return step(qualification, event, at, { decidedBy: by, schedule: [] }, settled(qualification, 'refused', facts));
}

/** AUT-1: the person contests that it was not matched, or was refused; it is decided anew by a person, due in 10 working days. */
export function contest(qualification: Qualification, _command: object, about: About): Decided {
  const { state } = qualification;
  if (about.facts.account === null || about.by !== about.facts.account) return refusedBy(qualification, notYours());
  if (state !== 'needsDetails' && state !== 'refused') return refusedBy(qualification, notContestable(qualification));
  return toDecide(qualification, 'contested', about.at, about, about.policy.dataProtection.contestWorkingDays);
}

/** What it does by itself when a time is over. */
export function onDue(qualification: Qualification, due: Scheduled<QualificationEvent>, about: About): Decided {
  const { reference } = qualification;
  const rest = { schedule: qualification.schedule.slice(1) };
  switch (due.what) {
    case 'readingLate': {
      const mails = [{ template: 'document-late', to: { queue: 'administrator' }, facts: { reference, subject: 'What a document says' } }];
      return step(qualification, 'readingLate', due.at, rest, { mails });
    }
    case 'lookUpOver':
      return toDecide({ ...qualification, finding: 'unanswered' }, 'unanswered', due.at, about);
    case 'detailsOver':
      return toDecide(qualification, 'referred', due.at, about);
    case 'decisionLate': {
      const facts = { reference, since: londonWords(qualification.stateSince) };
      return step(qualification, 'late', due.at, rest, { mails: [{ template: 'qualification-late', to: { queue: QUEUE }, facts }] });
    }
  }
}

/** It is a case operator's to decide, due in so many working days. */
export function toDecide(
  qualification: Qualification,
  event: 'referred' | 'contested' | 'detailsToDecide' | 'notConfirmed' | 'unanswered',
  at: Instant,
  { policy, calendar }: Pick<About, 'policy' | 'calendar'>,
  workingDays = policy.qualifications.decisionWorkingDays,
): Decided {
  const schedule = ladder<QualificationEvent>(at, [{ what: 'decisionLate', workingDays }], calendar);
  const opens = [{ queue: QUEUE, task: DECIDE_QUALIFICATION, ...dueAs(schedule[0]!, 'at') }];
  return step(qualification, event, at, { schedule }, { opens });
}

/** Whoever gave it is told what became of it, and nobody has to decide any more. */
export function settled(
  qualification: Qualification,
  outcome: 'verified' | 'accepted' | 'refused',
  facts: Pick<QualificationFacts, 'told'>,
): Effects {
  return { mails: toGiver(qualification, 'qualification-decided', facts, { outcome }), closes: [DECIDE_QUALIFICATION] };
}

/** A mail to whoever gave it, or to the person once he has nothing to do with the person any more. */
export function toGiver(
  { reference }: Qualification,
  template: string,
  { told }: Pick<QualificationFacts, 'told'>,
  more: Record<string, string> = {},
): Mail[] {
  return told === null ? [] : [{ template, to: { user: told }, facts: { reference, ...more } }];
}

/** What a command to a qualification that is decided is told (QUA-1). */
export function qualificationEnded({ state }: Qualification): Refusal {
  return refuse('ended', 'QUA-1', `This qualification is ${stages[state].toLowerCase()}`, 'Read it again; another one may be given.');
}

/** Why nothing more may be given to it; null where it may: once each time that it is asked, also before its case has heard of it. */
export function notGivenMore(qualification: Pick<Qualification, 'state' | 'stateSince'>, lastGivenAt: Instant): Refusal | null {
  const { state, stateSince } = qualification;
  const isAsked = state === 'needsDetails' || state === 'moreAsked';
  return isAsked && lastGivenAt <= stateSince ? null : notAwaited(qualification);
}

function notToDecide(qualification: Qualification, by: string | null): Refusal | null {
  const { state, decidedBy } = qualification;
  if (state === 'contested' && by === decidedBy) {
    const remedy = 'Leave it to a colleague.';
    return refuse('fourEyes', 'AUT-1', 'You decided what is contested: another person decides anew', remedy);
  }
  return state === 'awaitingDecision' || state === 'contested' ? null : notAwaited(qualification);
}

function notAwaited({ state }: Pick<Qualification, 'state'>): Refusal {
  return refuse('notAwaited', 'QUA-1', `Nothing of the kind is awaited: it is ${stages[state].toLowerCase()}`, 'Read how it stands.');
}

function unknownKind(kind: string, { kinds }: QualificationFacts): Refusal | null {
  if (kinds.includes(kind)) return null;
  return refuse('kind', 'QUA-1', 'There is no such kind of qualification', 'Take one from GET /v1/awarding-bodies.', '/kind');
}

function notYours(): Refusal {
  return refuse('notYours', 'AUT-1', 'Only the person whose qualification it is can contest it', 'Sign in as that person.');
}

function notContestable({ state }: Qualification): Refusal {
  const remedy = 'A document that was not matched and a refusal can be contested, once.';
  return refuse('notContestable', 'AUT-1', `There is nothing to contest: it is ${stages[state].toLowerCase()}`, remedy);
}
