import { accountName, ownerOf } from '../bank/account-names';
import { calendarInWords } from '../calendar/calendar-words';
import { windowInWords } from '../catalogue/window';
import { standing } from '../life';
import { inPounds } from '../money';
import { feeInWords } from '../orders/fee';
import { policyNumbers, type PolicyName } from '../policy-numbers';
import { paymentInWords } from '../applications/application-order';
import { londonWords } from '../working-days';
import { numberWords } from './changes';
import type { Approval, ApprovalEvent, ApprovalState, Proposal } from './approval.state';

const stages: Record<ApprovalState, string> = {
  none: 'Not proposed',
  awaiting: 'Awaiting a second person',
  approved: 'Approved',
  declined: 'Declined',
};
const eventWords: Record<ApprovalEvent, string> = { remind: 'those who may approve are reminded' };

/** How a proposal stands: stage, who is awaited, why, what comes next (WHY-1, OPS-5). */
export const standingOf = standing<Approval>({
  stages,
  events: eventWords,
  holds: ({ state }) => (state === 'awaiting' ? { name: 'approval', awaiting: 'secondPerson' } : null),
  why,
});

/** What is proposed, in words. */
export function inWords(proposal: Proposal): string {
  if (proposal.what === 'adjustment')
    return `Adjustment of ${inPounds(proposal.pence)} from ${kindOf(proposal.from)} to ${kindOf(proposal.to)}`;
  if (proposal.what === 'bankAccount') return 'A bank account to import statements of';
  if (proposal.what === 'orderPayment') return paymentInWords(proposal.pence);
  if (proposal.what === 'fee') return feeInWords(proposal);
  if (proposal.what === 'calendar') return calendarInWords(proposal);
  if (proposal.what === 'window') return windowInWords(proposal);
  const numbers = Object.entries(proposal.changes).map(numberInWords);
  return `Policy from ${londonWords(proposal.effectiveFrom)}: ${numbers.slice(0, 3).join('; ')}${numbers.length > 3 ? ` and ${numbers.length - 3} more` : ''}`;
}

/** An account without its owner, whose name no rule knows: the API tells it beside. */
function kindOf(account: string): string {
  return { funds: 'funds', debt: 'a debt' }[ownerOf(account)?.kind ?? ''] ?? accountName(account).toLowerCase();
}

/** A number that later releases know no more is told by its name. */
function numberInWords([name, value]: [string, number | number[] | undefined]): string {
  if (!Object.hasOwn(policyNumbers, name)) return name;
  const { means, rule } = policyNumbers[name as PolicyName];
  return `${means} (${rule}) becomes ${numberWords(name as PolicyName, value!)}`;
}

/** The words for a reminder, for timers in the Temporal UI. */
export function eventSummary({ reference }: Approval): string {
  return `Proposal ${reference}: ${eventWords.remind}`;
}

function why({ state, proposal }: Approval, since: string): string {
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
