import type { EmployerRight } from '../access/rights';
import type { Purpose } from './purposes';

/** What is endorsed by a user of the employer who has that right (APP-6). */
export const endorsementKinds = ['grading', 'qualifiedSupervisor'] as const;
export type EndorsementKind = (typeof endorsementKinds)[number];

/** The right that endorses each (SEC-6). */
export const rightTo = {
  grading: 'endorseGrading',
  qualifiedSupervisor: 'endorseQualifiedSupervisor',
} as const satisfies Record<EndorsementKind, EmployerRight>;

/** What people call each. */
export const endorsementWords: Record<EndorsementKind, string> = {
  grading: 'Endorsement of the change in grading',
  qualifiedSupervisor: 'Endorsement of the qualified supervisor status',
};

/**
 * Which endorsement an application needs: of a status that its grade gives, else of a grade that is another than the card's; null for none, and for a
 * replacement, which changes nothing (APP-1, APP-6).
 */
export function endorsementNeeded({
  needs,
  isRegraded,
  purpose,
}: {
  needs: readonly string[] | null;
  isRegraded: boolean;
  purpose: Purpose;
}): EndorsementKind | null {
  if (purpose === 'replacement') return null;
  if (needs?.includes('endorsement')) return 'qualifiedSupervisor';
  return needs && isRegraded ? 'grading' : null;
}
