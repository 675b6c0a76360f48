/** Why a card is revoked (CER-3). */
export const causes = ['lost', 'stolen', 'damaged', 'wrong', 'misused'] as const;
export type Cause = (typeof causes)[number];

/** Causes that take the card from nobody: another one may be made in its place. */
export const REPLACED = ['lost', 'stolen', 'damaged', 'wrong'] as const satisfies Cause[];

/** What people call them. */
export const causeWords: Record<Cause, string> = {
  lost: 'Lost',
  stolen: 'Stolen',
  damaged: 'Damaged',
  wrong: 'Wrong details',
  misused: 'Misused',
};
