import { decided, refusedBy, type Decision, type Effects, type Entry, type Mail } from '../decision';
import { inPounds, sum, type Pence } from '../money';
import { refuse, type Refusal } from '../refusal';
import { londonWords, type Instant } from '../working-days';
import type { AdvanceOrder } from './advance-order.state';
import { standingOf } from './advance-order.standing';
import { after, type OrderEvent } from './advance-order.transitions';

/** A decision about an advance order. */
export type Decided = Decision<AdvanceOrder>;
/** Tasks of finance, by name, and finance itself. */
export const REVIEW = 'decideReceived';
export const OVERDUE = 'endOverdueHold';
export const FINANCE = { queue: 'finance' };

/** Everything received becomes funds at the order's node, and the case ends (ADV-4, ADV-6). */
export function allocated(order: AdvanceOrder, event: OrderEvent, at: Instant): Decided {
  const total = sum(order.linked.map((each) => each.pence));
  return changed(
    order,
    event,
    at,
    { linked: [], schedule: [], awaitsRest: false, allocated: total },
    {
      entries: [entry(order, 'allocation', `funds/${order.node}`, total, at)],
      receipts: order.linked.map((each) => ({ ...each, to: 'allocated' as const })),
      mails: [toPayer(order, 'funds-usable', { received: inPounds(total) })],
      closes: [REVIEW, OVERDUE],
    },
  );
}

/** A change of state by the transition table, with its effects; the stage's clock starts anew only where the wait is another one. */
export function changed(order: AdvanceOrder, event: OrderEvent, at: Instant, change: Partial<AdvanceOrder>, effects: Effects): Decided {
  const state = after(order.state, event);
  const sameWait = state === order.state && (change.awaitsRest ?? order.awaitsRest) === order.awaitsRest;
  const next = { ...order, ...change, state, stateSince: sameWait ? order.stateSince : at };
  return decided(next, event, standingOf(next), effects);
}

/** The same decision with another state, for a second edge of the table. */
export function restate(decided: Decided, state: AdvanceOrder['state']): Decided {
  const next = { ...decided.next, state };
  return { ...decided, next, standing: standingOf(next) };
}

/** Nothing changes, and why. */
export function refused(order: AdvanceOrder, refusals: Refusal[]): Decided {
  return refusedBy(order, standingOf(order), refusals);
}

/** Nothing is decided about an order that has ended (ADV-3). */
export function ended(order: AdvanceOrder): Decided {
  return refused(order, [
    refuse(
      'holdEnded',
      'ADV-3',
      `The hold of ${order.reference} has ended: it is ${order.state}`,
      'Place a new advance order; a receipt in suspense can be allocated to that one, or returned.',
    ),
  ]);
}

/** Suspense → somewhere, one entry for all receipts of an order. */
export function entry(order: AdvanceOrder, kind: 'allocation' | 'return', to: string, pence: Pence, at: Instant): Entry {
  return {
    key: `advance-order/${order.reference}/${kind}/${at}`,
    kind,
    postings: [
      { account: 'suspense', pence },
      { account: to, pence: -pence },
    ],
  };
}

/** A mail to whoever ordered. */
export function toPayer(order: AdvanceOrder, template: string, more: Record<string, string> = {}): Mail {
  return { template, to: { user: order.payer }, facts: { ...facts(order), ...more } };
}

/** A mail to everybody of finance. */
export function toFinance(order: AdvanceOrder, template: string): Mail {
  return { template, to: FINANCE, facts: facts(order) };
}

function facts(order: AdvanceOrder): Record<string, string> {
  return { reference: order.reference, due: inPounds(order.due), dueAt: londonWords(order.dueAt) };
}
