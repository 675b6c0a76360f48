import { refusedBy } from '../decision';
import type { Unheard } from '../process';
import { refuse } from '../refusal';
import { ladder } from '../schedule';
import { settled, toDecide, toGiver, type About, type Decided } from './qualification.decide';
import type { Finding, Qualification, QualificationEvent, QualificationFacts } from './qualification.state';
import { qualificationLife } from './qualification.transitions';

const { step } = qualificationLife;

/** What the rows show and the case has not heard of: something was given, or what was given was looked at; a moment that comes first goes first. */
export function unheard(qualification: Qualification, { given }: QualificationFacts): Unheard | null {
  const news = newsOf(qualification, given);
  const moment = qualification.schedule[0];
  return news && !(moment && moment.at <= news.at) ? news : null;
}

function newsOf({ round, state, finding }: Qualification, given: QualificationFacts['given']): Unheard | null {
  const { id: key, result } = given;
  if (given.round > round) return { news: 'given', key, body: null, at: given.at };
  if (!result) return null;
  const isAwaited = state === 'reading' || state === 'checking';
  // A body that answers after its time still confirms what nobody has decided yet.
  const isLate = state === 'awaitingDecision' && finding === 'unanswered' && result.outcome === 'confirmed';
  return isAwaited || isLate ? { news: 'examined', key, body: null, at: result.at } : null;
}

/** QUA-1: a document is read, details are checked with the awarding body; where that cannot be asked, a case operator decides. */
export function given(qualification: Qualification, _news: null, about: About): Decided {
  const { at, policy, calendar, facts } = about;
  const { round, source, isLookedUp, givenBy } = facts.given;
  const taken = { ...qualification, person: facts.person, round, givenBy, finding: null };
  if (source === 'document') {
    const late = ladder<QualificationEvent>(at, [{ what: 'readingLate', minutes: policy.document.lateMinutes }], calendar);
    return step(taken, 'documentGiven', at, { schedule: late });
  }
  if (!isLookedUp) return toDecide({ ...taken, finding: 'notAsked' }, 'detailsToDecide', at, about);
  const over = ladder<QualificationEvent>(at, [{ what: 'lookUpOver', hours: policy.qualifications.lookUpHours }], calendar);
  return step(taken, 'detailsGiven', at, { schedule: over });
}

/** QUA-1: a match verifies it; no match asks for the details, and what the body does not confirm is a case operator's. */
export function examined(qualification: Qualification, _news: null, about: About): Decided {
  const { at, facts } = about;
  const outcome = facts.given.result!.outcome;
  if (outcome === 'matched' || outcome === 'confirmed')
    return step(qualification, 'verified', at, { finding: null, schedule: [] }, settled(qualification, 'verified', facts));
  if (qualification.state === 'reading') return notMatched(qualification, outcome, about);
  return toDecide({ ...qualification, finding: outcome }, 'notConfirmed', at, about);
}

/** No try was left: a document cannot be read, a body does not answer. Of work for an earlier round nobody waits any more. */
export function failed(qualification: Qualification, work: string, about: About): Decided {
  if (work !== awaitedWork(qualification)) return refusedBy(qualification, notLookedAt());
  if (qualification.state === 'reading') return notMatched(qualification, 'unreadable', about);
  if (qualification.state === 'checking') return toDecide({ ...qualification, finding: 'unanswered' }, 'unanswered', about.at, about);
  return refusedBy(qualification, notLookedAt());
}

/** The work that it waits for, another one each round; null where it waits for none. */
export function awaitedWork({ state, round }: Qualification): string | null {
  if (state === 'reading') return `read/${round}`;
  return state === 'checking' ? `check/${round}` : null;
}

function notLookedAt() {
  return refuse('notAwaited', 'QUA-1', 'Nothing of that round is looked at', 'Read how it stands.');
}

/** Whoever gave it is asked for the details; with none, a case operator decides on the document alone. */
function notMatched(qualification: Qualification, finding: Finding, { at, policy, calendar, facts }: About): Decided {
  const workingDays = policy.qualifications.detailsWorkingDays;
  const schedule = ladder<QualificationEvent>(at, [{ what: 'detailsOver', workingDays }], calendar);
  const mails = toGiver(qualification, 'qualification-details-asked', facts);
  return step(qualification, 'notMatched', at, { finding, schedule }, { mails });
}
