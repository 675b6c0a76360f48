import { refuse, type Refusal } from '../refusal';
import { londonWords, type Instant } from '../working-days';

/** A payer's "that was us" as a decision finds it, its row locked (BNK-3). */
export interface ClaimFact {
  id: string;
  state: 'open' | 'confirmed' | 'declined';
  decidedAt: Instant | null;
  /** The user who decided; null where the order ended by itself. */
  decidedBy: string | null;
}

/** What whoever decides second is told of a claim: how it was decided, when and by whom (BNK-3). */
export function claimDecided({ state, decidedAt, decidedBy }: ClaimFact): Refusal {
  const who = decidedBy ? `by user ${decidedBy}` : 'with its order';
  return refuse(
    'decided',
    'BNK-3',
    `This claim was ${state} at ${londonWords(decidedAt!)} ${who}`,
    'Nothing is left to decide about it; its audit trail says why.',
  );
}
