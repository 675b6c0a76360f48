import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant } from '../working-days';

/**
 * What happens by itself: administrators hear of a document that nobody has read, a look-up is over, details that nobody gave leave
 * it to a case operator, operators hear that their decision is late.
 */
export type QualificationEvent = 'readingLate' | 'lookUpOver' | 'detailsOver' | 'decisionLate';
export type QualificationState =
  | 'none'
  | 'reading'
  | 'needsDetails'
  | 'checking'
  | 'awaitingDecision'
  | 'moreAsked'
  | 'contested'
  | 'verified'
  | 'accepted'
  | 'refused'
  | 'dismissed';

/** What reading a document, or asking the awarding body, came to (QUA-1). */
export const outcomes = ['matched', 'unreadable', 'notMatched', 'confirmed', 'notFound', 'differs', 'taken'] as const;
export type Outcome = (typeof outcomes)[number];
/** Why it was not verified by itself; the body cannot be asked, or does not answer. */
export type Finding = Exclude<Outcome, 'matched' | 'confirmed'> | 'notAsked' | 'unanswered';

/** A qualification of a person, with identifiers only: what it is and from when until when it holds are its row's (QUA-1, SEC-12). */
export interface Qualification extends CaseState<QualificationEvent, QualificationState> {
  tenant: string;
  reference: string;
  /** Whose it is. */
  person: string;
  /** Who gave what is looked at. */
  givenBy: string;
  /** How often something was given: a document or details, the newest is looked at. */
  round: number;
  finding: Finding | null;
  /** Who decided last: a contested decision is another person's (AUT-1). */
  decidedBy: string | null;
}

/** What was given last, as of the instant. */
export interface GivenFact {
  id: string;
  round: number;
  source: 'document' | 'details';
  /** The awarding body of the details can be asked. */
  isLookedUp: boolean;
  givenBy: string;
  at: Instant;
  /** What came of it; null as long as nothing has. */
  result: { outcome: Outcome; at: Instant } | null;
}

/** What decisions about a qualification stand on. */
export interface QualificationFacts {
  person: string;
  given: GivenFact;
  /** What a case operator may accept it as: the kinds that there are. */
  kinds: readonly string[];
  /** The account of whose it is; null where the person has none. */
  account: string | null;
  /** Who is told what becomes of it: who gave it, for as long as he has to do with the person; then the person; null where nobody can be. */
  told: string | null;
}

/** A qualification before anything of it is looked at. */
export function unread({ tenant, reference }: ProcessIdentity, id: string): Qualification {
  const nothing = { person: '', givenBy: '', round: 0, finding: null, decidedBy: null, schedule: [] };
  return { id, tenant, reference, ...nothing, state: 'none', stateSince: NEVER };
}
