import { inPounds } from '../money';
import { held, over, type Standing } from '../standing';
import { londonWords } from '../working-days';
import type { Reversal, ReversalState } from './reversal.state';

const stages: Record<ReversalState, string> = {
  none: 'Not asked for',
  awaiting: 'Awaiting approval',
  approved: 'Approved',
  declined: 'Declined',
};

/** How a reversal stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export function standingOf(reversal: Reversal): Standing {
  const stage = stages[reversal.state];
  const since = reversal.stateSince;
  if (reversal.state !== 'awaiting') return over(stage, since, why(reversal));
  const next = reversal.schedule.map((event) => ({ at: event.at, what: 'finance is reminded' }));
  return held(stage, { name: 'approval', awaiting: 'finance', clock: 'ours', since, why: why(reversal), next, dueAt: next[0]?.at ?? null });
}

/** The words for a reminder, for timers in the Temporal UI. */
export function eventSummary({ reference }: Reversal): string {
  return `Reversal of ${reference}: finance is reminded`;
}

function why({ state, stateSince, pence, reference, debt }: Reversal): string {
  const since = londonWords(stateSince);
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
