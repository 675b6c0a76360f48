import { refuse, type Refusal } from '../refusal';
import type { Instant } from '../working-days';

/** What became of a check of photo and identity (IDV-1): verified, not verified, or the person does not go on. */
export const identityOutcomes = ['pass', 'fail', 'declined'] as const;
export type IdentityOutcome = (typeof identityOutcomes)[number];

/** A check of the person about an application that was decided: by the provider, or by a case operator. */
export interface IdentityCheckFact {
  check: string;
  outcome: IdentityOutcome;
  at: Instant;
  /** The case operator who decided; null where the provider did, which is an automated decision (AUT-1). */
  decidedBy: string | null;
  contestedAt: Instant | null;
}

/** Why the person cannot verify photo and identity now; null where he can (IDV-1). */
export function notCheckable({ isAwaited, hasPhoto }: { isAwaited: boolean; hasPhoto: boolean }): Refusal | null {
  if (!isAwaited) return notAwaited();
  if (hasPhoto) return null;
  return refuse('photo', 'APP-2', 'There is no photo that could be verified', 'Upload one first.', '/photo');
}

/** Why a decision about the photo cannot be contested; null where it can (AUT-1). */
export function notContestable(last: Pick<IdentityCheckFact, 'contestedAt'> & { outcome: IdentityOutcome | null }): Refusal | null {
  if (last.outcome !== 'fail') return notAwaited();
  if (!last.contestedAt) return null;
  return refuse('decided', 'AUT-1', 'You have contested this decision already', 'A person decides anew: wait for that.');
}

/** Why a case operator cannot decide about photo and identity; null where he can: what is contested is decided by another one (AUT-1). */
export function notDecidable({ isAwaited, hasPhoto, contested, by }: ByHand): Refusal | null {
  const refusal = notCheckable({ isAwaited, hasPhoto });
  if (refusal) return refusal;
  return contested?.decidedBy === by ? notByTheSame() : null;
}

/** What a case operator's decision stands on. */
export interface ByHand {
  isAwaited: boolean;
  hasPhoto: boolean;
  /** The decision that the person has contested last, if any. */
  contested: { decidedBy: string | null } | null;
  by: string;
}

/** Whoever decided does not decide about his own decision (AUT-1). */
export function notByTheSame(): Refusal {
  return refuse('fourEyes', 'AUT-1', 'You decided what is contested', 'Another case operator has to decide anew.');
}

function notAwaited(): Refusal {
  return refuse('notAwaited', 'IDV-1', 'Photo and identity are not awaited of this application', 'Read how it stands.');
}
