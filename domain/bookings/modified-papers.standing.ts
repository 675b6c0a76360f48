import type { Scheduled } from '../process';
import { clockOf, held, over, type Hold, type NextEvent, type Standing } from '../standing';
import { dateWords, londonWords } from '../working-days';
import {
  areToCome,
  isEvidenceOpen,
  type EndedBecause,
  type EvidenceState,
  type ModifiedPapers,
  type PapersEvent,
  type PapersState,
} from './modified-papers.state';

/** What people call each state. */
export const stages: Record<PapersState, string> = {
  none: 'Not asked for',
  requested: 'To be processed',
  processed: 'To be despatched',
  unshown: 'Despatched, evidence is open',
  despatched: 'Despatched',
  cancelled: 'Cancelled',
  withheld: 'Withheld',
  missed: 'Not despatched in time',
};
/** What papers are called that ought to be despatched by now. */
export const LATE = 'Despatch is late';
/** What people call each state of the evidence of need. */
export const evidenceWords: Record<EvidenceState, string> = {
  notAsked: 'Not asked for',
  awaited: 'Awaited',
  late: 'Late',
  toDecide: 'To be decided',
  accepted: 'Accepted',
  refused: 'Refused',
  dropped: 'No longer asked for',
};
const eventWords: Record<PapersEvent, string> = {
  despatchLate: 'they ought to be despatched; staff are told that they are late',
  dayOver: 'the day of the assessment is over',
  evidenceReminder: 'the centre is reminded of the evidence of need',
  evidenceLate: 'staff look after the evidence of need',
};
const because: Record<EndedBecause, string> = {
  bookingEnded: 'the booking was cancelled',
  learnerLeft: 'the learner is registered no longer',
  notNeeded: 'the learner needs no modified papers any longer',
};
const OF_EVIDENCE: ReadonlySet<PapersEvent> = new Set(['evidenceReminder', 'evidenceLate']);

/** True for what happens by itself of the evidence, not of the papers. */
export function isOfEvidence({ what }: Scheduled<PapersEvent>): boolean {
  return OF_EVIDENCE.has(what);
}

/** How modified papers stand: what of the papers and of the evidence is awaited, on whom, since when, what ends it (WHY-1, WHY-2). */
export function standingOf(papers: ModifiedPapers): Standing {
  const { state, stateSince, isLate } = papers;
  const holds = [...(areToCome(papers) ? [making(papers)] : []), ...(isHeldByEvidence(papers) ? [showing(papers)] : [])];
  const [first, ...others] = holds;
  if (!first) return over(stages[state], stateSince, ended(papers));
  return held(isLate && areToCome(papers) ? LATE : stages[state], first, ...others);
}

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary({ reference }: ModifiedPapers, due: Scheduled<PapersEvent>): string {
  return `Modified papers ${reference}: ${eventWords[due.what]}`;
}

function isHeldByEvidence(papers: ModifiedPapers): boolean {
  return papers.state === 'unshown' || (areToCome(papers) && isEvidenceOpen(papers));
}

function making(papers: ModifiedPapers): Hold {
  const { state, stateSince: since, day, isLate } = papers;
  const what = state === 'requested' ? 'made, processed and despatched' : 'despatched';
  const late = isLate ? ', which is late' : '';
  const why = `Waiting on our staff since ${londonWords(since)}: the papers for ${dateWords(day)} are to be ${what}${late}; it ends with the despatch.`;
  const next = eventsOf(papers, (each) => !isOfEvidence(each));
  return { name: 'papers', awaiting: 'staff', clock: clockOf('staff'), since, why, next, dueAt: next[0]?.at ?? null };
}

function showing(papers: ModifiedPapers): Hold {
  const { evidence, evidenceSince: since } = papers;
  const next = eventsOf(papers, isOfEvidence);
  const awaiting = evidence === 'awaited' ? 'centre' : 'staff';
  const dueAt = next.at(-1)?.at ?? null;
  return { name: 'evidence', awaiting, clock: clockOf(awaiting), since, why: evidenceWhy(evidence, londonWords(since)), next, dueAt };
}

function evidenceWhy(evidence: EvidenceState, since: string): string {
  if (evidence === 'awaited') return `Waiting on the centre since ${since} for evidence of need; it ends when it is uploaded.`;
  if (evidence === 'late')
    return `Waiting on our staff since ${since}: the centre has not uploaded evidence of need; it ends when it does, or staff decide.`;
  return `Waiting on our staff since ${since}: evidence of need was uploaded; it ends when it is accepted or refused, or asked for again.`;
}

function eventsOf({ schedule }: ModifiedPapers, isMeant: (due: Scheduled<PapersEvent>) => boolean): NextEvent[] {
  return schedule.filter(isMeant).map(({ at, what }) => ({ at, what: eventWords[what] }));
}

function ended({ state, stateSince, endedBecause }: ModifiedPapers): string {
  const at = londonWords(stateSince);
  switch (state) {
    case 'despatched':
      return `Ended at ${at}: the papers were despatched and the contact was told; nothing more is awaited.`;
    case 'cancelled':
      return `Ended at ${at}: ${because[endedBecause!]}.`;
    case 'withheld':
      return `Ended at ${at}: the evidence of need was refused, and no modified papers are sent.`;
    case 'missed':
      return `Ended at ${at}: the day of the assessment is over, and the papers were not despatched.`;
    default:
      return 'Nothing was asked for yet.';
  }
}
