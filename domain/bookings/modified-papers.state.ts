import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant, LocalDate } from '../working-days';

/** What happens by itself: staff hear that the despatch is late, the day is over, the centre is reminded of evidence, staff look after it. */
export type PapersEvent = 'despatchLate' | 'dayOver' | 'evidenceReminder' | 'evidenceLate';
/** How modified papers stand (REG-15): unshown have left while evidence of need is open. Their names are a stored format. */
export const papersStates = ['requested', 'processed', 'unshown', 'despatched', 'cancelled', 'withheld', 'missed'] as const;
export type PapersState = 'none' | (typeof papersStates)[number];
/** How the evidence of need stands: dropped where what it was asked for ended first. Their names are a stored format. */
export const evidenceStates = ['notAsked', 'awaited', 'late', 'toDecide', 'accepted', 'refused', 'dropped'] as const;
export type EvidenceState = (typeof evidenceStates)[number];
/** Why papers are no longer made. */
export type EndedBecause = 'bookingEnded' | 'learnerLeft' | 'notNeeded';

/** The modified papers of one booking: identifiers and dates only; what is asked for, and who is told, are its row's (SEC-12). */
export interface ModifiedPapers extends CaseState<PapersEvent, PapersState> {
  tenant: string;
  reference: string;
  /** The booking that they are for: another one once that was moved (BKG-5). */
  booking: string;
  /** The day of the assessment. */
  day: LocalDate;
  /** One higher with each change of what is asked for. */
  needs: number;
  /** They ought to be despatched by now. */
  isLate: boolean;
  endedBecause: EndedBecause | null;
  evidence: EvidenceState;
  evidenceSince: Instant;
  /** How often evidence was uploaded: the newest is looked at. */
  round: number;
}

/** What decisions about modified papers stand on. */
export interface PapersFacts {
  booking: { id: string; since: Instant; isGone: boolean; day: LocalDate };
  learner: { isGone: boolean; since: Instant };
  /** What is asked for by now; not needed once the arrangement was taken back. */
  needs: { version: number; since: Instant; isNeeded: boolean };
  /** When staff said so; nothing where the booking was moved since to where other papers are sat. */
  processedAt: Instant | null;
  despatchedAt: Instant | null;
  /** What was uploaded last. */
  evidence: { round: number; at: Instant } | null;
  /** Evidence for the learner was refused before. */
  wasRefused: boolean;
}

/** Papers before anything of them is decided. */
export function unasked({ tenant, reference }: ProcessIdentity, id: string): ModifiedPapers {
  return {
    ...{ id, tenant, reference, booking: '', day: '', needs: 0, isLate: false, endedBecause: null },
    ...{ evidence: 'notAsked', evidenceSince: NEVER, round: 0, schedule: [], state: 'none', stateSince: NEVER },
  };
}

/** True while evidence of need is awaited or to be decided. */
export function isEvidenceOpen({ evidence }: Pick<ModifiedPapers, 'evidence'>): boolean {
  return evidence === 'awaited' || evidence === 'late' || evidence === 'toDecide';
}

/** True while papers are to be made or despatched. */
export function areToCome({ state }: Pick<ModifiedPapers, 'state'>): boolean {
  return state === 'requested' || state === 'processed';
}

/** True where nothing of them is awaited any more. */
export function areOver(papers: Pick<ModifiedPapers, 'state'>): boolean {
  return !areToCome(papers) && papers.state !== 'unshown';
}
