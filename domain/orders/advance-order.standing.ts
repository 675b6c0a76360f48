import { standing } from '../life';
import { inPounds, sum } from '../money';
import type { Scheduled } from '../process';
import { londonWords } from '../working-days';
import { isOpen, type AdvanceOrder, type HoldEvent, type OrderState } from './advance-order.state';

const stages: Record<OrderState, string> = {
  none: 'Not placed',
  held: 'Awaiting transfer',
  partPaid: 'Part paid',
  overPaid: 'Over paid',
  overdue: 'Overdue',
  allocated: 'Allocated',
  reversed: 'Reversed',
  cancelled: 'Cancelled',
};

const eventWords: Record<HoldEvent, string> = {
  remindPayer: 'the payer is reminded by e-mail',
  remindFinance: 'finance is reminded',
  fallDue: "the hold goes overdue, to finance's exception list",
  remindFinanceAgain: 'finance is reminded again, weekly until it extends or cancels',
};

/** How the order stands: stage, who is awaited, why, what comes next (WHY-1, WHY-2, OPS-5). */
export const standingOf = standing<AdvanceOrder>({
  stages,
  events: eventWords,
  holds: (order) => {
    const { state, awaitsRest, dueAt } = order;
    const awaiting = state === 'held' || (state === 'partPaid' && awaitsRest) ? 'payer' : 'finance';
    return isOpen(order) ? { name: 'transfer', awaiting, dueAt } : null;
  },
  why,
});

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary(order: AdvanceOrder, due: Scheduled<HoldEvent>): string {
  return `${order.reference}: ${eventWords[due.what]}`;
}

function why(order: AdvanceOrder, since: string): string {
  const due = inPounds(order.due);
  const received = inPounds(sum(order.linked.map((receipt) => receipt.pence)));
  switch (order.state) {
    case 'none':
      return 'Not placed yet.';
    case 'held':
      return `Waiting on the payer since ${since} for a transfer of ${due} quoting ${order.reference}; it ends when finance's bank statement shows it, or at ${londonWords(order.dueAt)} it goes overdue.`;
    case 'partPaid':
      return order.awaitsRest
        ? `Waiting on the payer since ${since} for the rest of ${due} (${received} received); it ends when the rest arrives, or at ${londonWords(order.dueAt)} it goes overdue.`
        : `Waiting on finance since ${since}: ${received} of ${due} was received; it ends when finance waits for the rest, accepts it as received or returns it.`;
    case 'overPaid':
      return `Waiting on finance since ${since}: ${received} was received for ${due}; it ends when finance accepts it (the excess becomes funds) or returns it.`;
    case 'overdue':
      return `Waiting on finance since ${since}: no allocation of ${due} in time (${received} received); it ends when finance extends or cancels the hold, or when the transfer arrives.`;
    case 'allocated':
      return order.hasPaid
        ? `Ended at ${since}: ${inPounds(order.allocated)} was received, and has paid the order for cards.`
        : `Ended at ${since}: ${inPounds(order.allocated)} became usable funds.`;
    case 'reversed':
      return `Ended at ${since}: ${reversedWords(order)}`;
    case 'cancelled':
      return `Ended at ${since}: finance cancelled the hold; a later transfer goes to suspense.`;
  }
}

function reversedWords({ reversed }: AdvanceOrder): string {
  const { pence, debt } = reversed ?? { pence: 0n, debt: 0n };
  const owed = debt > 0n ? `; ${inPounds(debt)} of it was spent and is owed` : '';
  return `the allocation of ${inPounds(pence)} was reversed, none of it is usable any more${owed}.`;
}
