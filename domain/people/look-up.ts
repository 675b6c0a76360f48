import { refuse, type Refusal } from '../refusal';
import type { Instant } from '../working-days';

/** What a look-up found: one person, more than one, of whom none is shown, or nobody (EMP-1). */
export const lookUpOutcomes = ['one', 'several', 'none'] as const;
export type LookUpOutcome = (typeof lookUpOutcomes)[number];

/** The outcome of a look-up that so many persons match in full (EMP-1, EMP-2). */
export function outcomeOf(matches: number): LookUpOutcome {
  if (matches === 0) return 'none';
  return matches === 1 ? 'one' : 'several';
}

/** A look-up as it was kept. */
export interface KeptLookUp {
  user: string;
  outcome: LookUpOutcome;
  expiresAt: Instant;
  usedAt: Instant | null;
}

/** Why a look-up does not lead on to an employment: once, by its own user, within its time; whom it found, or a new person (EMP-1). */
export function refusalOfLookUp(
  lookUp: KeptLookUp | undefined,
  by: { user: string; isNewPerson: boolean },
  at: Instant,
): Refusal | undefined {
  if (!lookUp || lookUp.user !== by.user || lookUp.usedAt !== null || lookUp.expiresAt <= at)
    return atLookUp('There is no such look-up of yours that can still be used', 'Look the person up again.');
  if (lookUp.outcome === 'several') return atLookUp('More than one person matches', 'Look the person up again with a second key.');
  if (lookUp.outcome === 'one' && by.isNewPerson)
    return refuse('person', 'EMP-1', 'The look-up found this person', 'Leave the person out, and confirm whom it found.', '/person');
  if (lookUp.outcome === 'none' && !by.isNewPerson)
    return refuse('person', 'EMP-1', 'The look-up found nobody', 'Give title, names, NI number, birth date and gender.', '/person');
  return undefined;
}

function atLookUp(detail: string, remedy: string): Refusal {
  return refuse('lookUp', 'EMP-1', detail, remedy, '/lookUp');
}
