import type { Unheard } from '../process';
import { merged } from '../schedule';
import { laterOf, type Instant } from '../working-days';
import {
  contactMail,
  dropped,
  dueOf,
  goneBecause,
  TASKS,
  tasksOf,
  toDecide,
  toDespatch,
  withoutEvidence,
  type About,
  type Decided,
} from './modified-papers.decide';
import { isOfEvidence } from './modified-papers.standing';
import { areOver, areToCome, isEvidenceOpen, type ModifiedPapers, type PapersFacts } from './modified-papers.state';
import { papersLife } from './modified-papers.transitions';

const { step } = papersLife;

/** What the rows show and the case has not heard of, the earliest first; a moment that comes before goes first. */
export function unheard(papers: ModifiedPapers, facts: PapersFacts): Unheard | null {
  if (areOver(papers)) return null;
  const [news] = newsOf(papers, facts)
    .map((each) => ({ ...each, at: laterOf(each.at, papers.stateSince) }))
    .sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  const moment = papers.schedule[0];
  return news && !(moment && moment.at <= news.at) ? news : null;
}

function newsOf(papers: ModifiedPapers, facts: PapersFacts): Unheard[] {
  const { booking, learner, needs, processedAt, despatchedAt, evidence } = facts;
  const { state } = papers;
  const news: Unheard[] = [];
  const tell = (name: string, key: string | number, at: Instant) => news.push({ news: name, key: `${key}`, body: null, at });
  if (booking.isGone) tell('ended', booking.id, booking.since);
  if (learner.isGone) tell('ended', 'learner', learner.since);
  if (booking.id !== papers.booking) tell('moved', booking.id, booking.since);
  if (state === 'requested' && !needs.isNeeded) tell('ended', 'needs', needs.since);
  if (state === 'requested' && needs.isNeeded && needs.version > papers.needs) tell('needsChanged', needs.version, needs.since);
  if (state === 'requested' && processedAt) tell('processed', processedAt, processedAt);
  if (state === 'processed' && despatchedAt) tell('despatched', despatchedAt, despatchedAt);
  if (evidence && evidence.round > papers.round) tell('evidenceGiven', evidence.round, evidence.at);
  return news;
}

/** Nobody needs them any more: those that are to come are cancelled, of those that left the evidence is asked for no longer. */
export function ended(papers: ModifiedPapers, _news: null, { at, facts }: About): Decided {
  const change = { schedule: [], ...dropped(papers, at) };
  const effects = { closes: [...TASKS] };
  if (!areToCome(papers)) return step(papers, 'evidenceDropped', at, change, effects);
  return step(papers, 'cancelled', at, { ...change, endedBecause: goneBecause(facts) }, effects);
}

/** BKG-5: the booking was moved, by itself or with its window: the day is another one; where other papers are sat they are made anew. */
export function moved(papers: ModifiedPapers, _news: null, about: About): Decided {
  const { at, facts } = about;
  const { id: booking, day, since } = facts.booking;
  // What was said before the move and still stands is said of papers that are sat there, too.
  const isMade = facts.processedAt !== null && facts.processedAt <= since;
  const isAnew = papers.state !== 'requested' && !isMade;
  const change = { booking, day, isLate: false, needs: facts.needs.version };
  const left = papers.schedule.filter(isOfEvidence);
  if (papers.state === 'unshown' && !isAnew) return step(papers, 'moved', at, { ...change, schedule: left });
  const schedule = merged(toDespatch(day, about), left);
  const state = isAnew || papers.state === 'requested' ? 'requested' : 'processed';
  const effects = { ...tasksOf({ ...papers, ...change }, state, about), evidence: { despatchBy: dueOf(day, about) } };
  return step(papers, isAnew ? 'madeAnew' : 'moved', at, { ...change, schedule }, effects);
}

/** LRN-1: the learner was edited: something else is asked for, which staff see. */
export function needsChanged(papers: ModifiedPapers, _news: null, { at, facts }: About): Decided {
  return step(papers, 'needsChanged', at, { needs: facts.needs.version });
}

/** REG-15: the papers are made, and the contact is told. */
export function processed(papers: ModifiedPapers, _news: null, about: About): Decided {
  const mails = contactMail(papers, 'modified-papers-processed');
  return step(papers, 'processed', about.at, {}, { mails, ...tasksOf(papers, 'processed', about) });
}

/** REG-15: the papers have left, and the contact is told; what the evidence is asked for goes on. */
export function despatched(papers: ModifiedPapers, _news: null, about: About): Decided {
  const mails = contactMail(papers, 'modified-papers-despatched');
  const change = { isLate: false, schedule: papers.schedule.filter(isOfEvidence) };
  return step(papers, isEvidenceOpen(papers) ? 'despatchedUnshown' : 'despatched', about.at, change, {
    mails,
    ...tasksOf(papers, null, about),
  });
}

/** REG-15: evidence of need was uploaded: staff decide. */
export function evidenceGiven(papers: ModifiedPapers, _news: null, about: About): Decided {
  const { at, facts } = about;
  const change = { round: facts.evidence!.round, schedule: withoutEvidence(papers.schedule) };
  if (!isEvidenceOpen(papers)) return step(papers, 'evidenceGiven', at, { round: change.round });
  return step(papers, 'evidenceGiven', at, { ...change, evidence: 'toDecide', evidenceSince: at }, toDecide(at, about));
}
