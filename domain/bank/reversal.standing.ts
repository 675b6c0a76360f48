import { standing } from '../life';
import { inPounds } from '../money';
import type { Reversal, ReversalEvent, ReversalState } from './reversal.state';

const stages: Record<ReversalState, string> = {
  none: 'Not asked for',
  awaiting: 'Awaiting approval',
  approved: 'Approved',
  declined: 'Declined',
};
const eventWords: Record<ReversalEvent, string> = { remind: 'finance is reminded' };

/** How a reversal stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export const standingOf = standing<Reversal>({
  stages,
  events: eventWords,
  holds: ({ state }) => (state === 'awaiting' ? { name: 'approval', awaiting: 'finance' } : null),
  why,
});

/** The words for a reminder, for timers in the Temporal UI. */
export function eventSummary({ reference }: Reversal): string {
  return `Reversal of ${reference}: ${eventWords.remind}`;
}

function why({ state, pence, reference, debt }: Reversal, since: string): string {
  const owed = debt > 0n ? `, of which ${inPounds(debt)} was spent and is owed now` : '';
  switch (state) {
    case 'none':
      return 'Not asked for yet.';
    case 'awaiting':
      return `Waiting on finance since ${since} to reverse ${inPounds(pence)} allocated to ${reference}; it ends when a second person, who did not allocate it, approves or declines.`;
    case 'approved':
      return `Ended at ${since}: ${inPounds(pence)} went back to suspense${owed}.`;
    case 'declined':
      return `Ended at ${since}: declined, the allocation stands.`;
  }
}
