import { standing } from '../life';
import { inPounds } from '../money';
import type { Scheduled } from '../process';
import { londonWords } from '../working-days';
import { isOpenCase, type Suspense, type SuspenseEvent, type SuspenseState } from './suspense.state';

const stages: Record<SuspenseState, string> = {
  none: 'Not opened',
  open: 'In suspense',
  escalated: 'Escalated',
  linked: 'Linked to an order',
  allocated: 'Allocated',
  split: 'Split',
  returned: 'Returned',
};

const eventWords: Record<SuspenseEvent, string> = {
  askPayers: 'the likely payers are asked by e-mail',
  escalate: 'the case escalates, and finance is told',
  giveBack: 'the money goes back to its sender',
};

/** How a receipt in suspense stands: stage, who is awaited, why, what comes next (WHY-1, WHY-2, OPS-5). */
export const standingOf = standing<Suspense>({
  stages,
  events: eventWords,
  holds: (receipt) => {
    const { order } = receipt.position;
    const hold = { name: 'owner', awaiting: 'finance' } as const;
    if (receipt.state !== 'linked' || !order) return isOpenCase(receipt) ? hold : null;
    return { ...hold, next: [{ at: order.dueAt, what: `the hold of ${order.reference} ends` }] };
  },
  why,
});

/** The words for a scheduled event, for timers in the Temporal UI. */
export function eventSummary(receipt: Suspense, due: Scheduled<SuspenseEvent>): string {
  return `${inPounds(receipt.pence)} in suspense: ${eventWords[due.what]}`;
}

function why(receipt: Suspense, since: string): string {
  const amount = inPounds(receipt.pence);
  const back = receipt.schedule.find((event) => event.what === 'giveBack');
  const end = `it ends when it is allocated, split or returned${back ? `, at the latest at ${londonWords(back.at)}` : ''}.`;
  switch (receipt.state) {
    case 'none':
      return 'Not opened yet.';
    case 'open':
      return `Waiting on finance since ${since}: ${amount} quotes no open order exactly; ${end}`;
    case 'escalated':
      return `Waiting on finance since ${since}: nobody has found out whose ${amount} this is, it has escalated; ${end}`;
    case 'linked':
      return `Waiting on finance since ${since}: ${amount} quotes ${receipt.position.order?.reference ?? 'an order'}, which decides about it; it ends with that decision.`;
    case 'allocated':
      return `Ended at ${since}: ${amount} was allocated to an order.`;
    case 'split':
      return `Ended at ${since}: ${amount} was split over several orders.`;
    case 'returned':
      return `Ended at ${since}: ${amount} goes back to its sender.`;
  }
}
