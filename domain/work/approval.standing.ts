import { inPounds } from '../money';
import { held, over, type Standing } from '../standing';
import { londonWords } from '../working-days';
import type { Approval, ApprovalState, Proposal } from './approval.state';

const stages: Record<ApprovalState, string> = {
  none: 'Not proposed',
  awaiting: 'Awaiting a second person',
  approved: 'Approved',
  declined: 'Declined',
};

/** How a proposal stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export function standingOf(approval: Approval): Standing {
  const stage = stages[approval.state];
  const since = approval.stateSince;
  if (approval.state !== 'awaiting') return over(stage, since, why(approval));
  const next = approval.schedule.map((event) => ({ at: event.at, what: 'those who may approve are reminded' }));
  return held(stage, {
    name: 'approval',
    awaiting: 'secondPerson',
    clock: 'ours',
    since,
    why: why(approval),
    next,
    dueAt: next[0]?.at ?? null,
  });
}

/** What is proposed, in words. */
export function inWords(proposal: Proposal): string {
  if (proposal.what === 'adjustment') return `Adjustment of ${inPounds(proposal.pence)} from ${proposal.from} to ${proposal.to}`;
  const names = Object.keys(proposal.changes);
  return `Policy from ${londonWords(proposal.effectiveFrom)}: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;
}

/** The words for a reminder, for timers in the Temporal UI. */
export function eventSummary({ reference }: Approval): string {
  return `Proposal ${reference}: those who may approve are reminded`;
}

function why({ state, stateSince, proposal }: Approval): string {
  const since = londonWords(stateSince);
  const what = proposal ? inWords(proposal) : '';
  switch (state) {
    case 'none':
      return 'Not proposed yet.';
    case 'awaiting':
      return `Waiting on a second person since ${since} – ${what}; it ends when somebody other than its proposer approves or declines.`;
    case 'approved':
      return `Ended at ${since}: approved – ${what}.`;
    case 'declined':
      return `Ended at ${since}: declined, nothing was changed.`;
  }
}
