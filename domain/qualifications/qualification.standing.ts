import { standing } from '../life';
import type { Scheduled } from '../process';
import type { Party } from '../standing';
import type { Finding, Qualification, QualificationEvent, QualificationState } from './qualification.state';

/** What people call each state. */
export const stages: Record<QualificationState, string> = {
  none: 'Not given',
  reading: 'Being read',
  needsDetails: 'Details needed',
  checking: 'Being checked',
  awaitingDecision: 'Awaiting a decision',
  moreAsked: 'More is asked for',
  contested: 'Contested',
  verified: 'Verified',
  accepted: 'Accepted',
  refused: 'Refused',
  dismissed: 'Refused for good',
};
const eventWords: Record<QualificationEvent, string> = {
  readingLate: 'administrators are told that it is late',
  lookUpOver: 'a case operator decides, if the awarding body has not answered',
  detailsOver: 'a case operator decides on the document alone',
  decisionLate: 'case operators are told that their decision is late',
};
const findings: Record<Finding, string> = {
  unreadable: 'its text could not be read',
  notMatched: 'its text does not match the person’s record',
  notFound: 'the awarding body does not know it',
  differs: 'the awarding body has it otherwise',
  taken: 'it is on record for somebody else',
  notAsked: 'its awarding body cannot be asked',
  unanswered: 'its awarding body does not answer',
};

/** On whom a qualification that is not decided waits (WHY-1). */
export function awaitedOf(state: QualificationState): Party {
  if (state === 'needsDetails' || state === 'moreAsked') return 'employer';
  if (state === 'checking') return 'awardingBody';
  return state === 'reading' ? 'nobody' : 'staff';
}

/** How a qualification stands: on whom it waits, since when, what ends it (WHY-1, WHY-2, OPS-5). */
export const standingOf = standing<Qualification>({
  stages,
  events: eventWords,
  holds: ({ state }) => {
    if (state === 'none' || state === 'verified' || state === 'accepted' || state === 'dismissed') return null;
    // Nobody has to contest it: the case is there for whoever does.
    if (state === 'refused') return { name: 'contest', awaiting: 'operative' };
    const awaiting = awaitedOf(state);
    return { name: state, awaiting, ...(state === 'reading' ? { clock: 'ours' as const } : {}) };
  },
  why,
});

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: Qualification, due: Scheduled<QualificationEvent>): string {
  return `Qualification ${reference}: ${eventWords[due.what]}`;
}

function why({ state, finding }: Qualification, since: string): string {
  const because = finding ? `: ${findings[finding]}` : '';
  switch (state) {
    case 'none':
      return 'Nothing was given yet.';
    case 'reading':
      return `The document worker reads it since ${since}; it ends when its text is compared with the person’s record.`;
    case 'needsDetails':
      return `Waiting on the employer since ${since}${because}; it ends when the details are entered, or a case operator is to decide.`;
    case 'checking':
      return `Waiting on the awarding body since ${since}; it ends when the body confirms the details or does not.`;
    case 'awaitingDecision':
      return `Waiting on a case operator since ${since}${because}; it ends when it is accepted or refused, or more is asked for.`;
    case 'moreAsked':
      return `Waiting on the employer since ${since}, without a limit: a case operator has asked for more; it ends when another document or the details are given.`;
    case 'contested':
      return `Waiting on a case operator since ${since}: the decision is contested; it ends when another person has decided anew.`;
    case 'verified':
      return `Ended at ${since}: it matches, and is verified.`;
    case 'accepted':
      return `Ended at ${since}: a case operator has accepted it.`;
    case 'refused':
      return `Refused at ${since}; whoever gave it was told. Waiting on the operative, without a limit: the person may contest it, and another one may be given.`;
    case 'dismissed':
      return `Ended at ${since}: refused again by another person; another one may be given.`;
  }
}
