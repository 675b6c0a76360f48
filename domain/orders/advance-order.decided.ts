import { paymentEntry } from '../applications/application-order';
import { payToWords } from '../bank/pay-to';
import { refusedBy, type Decision, type Effects, type Entry, type Mail } from '../decision';
import { inPounds, sum, type Pence } from '../money';
import type { Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { londonWords, type Instant } from '../working-days';
import type { AdvanceOrder, OrderFacts } from './advance-order.state';
import { advanceOrderLife, type OrderEvent } from './advance-order.transitions';

const { step } = advanceOrderLife;
/** A decision about an advance order. */
export type Decided = Decision<AdvanceOrder>;
/** Tasks of finance, by name, and finance itself. */
export const REVIEW = 'decideReceived';
export const OVERDUE = 'endOverdueHold';
export const FINANCE = { queue: 'finance' };

/**
 * Everything received becomes funds at the order's node, and the case ends (ADV-4, ADV-6). Where it is the transfer for an order of cards
 * that is still to be paid, and all of it is there, those funds pay that order at once (ORD-3).
 */
export function allocated(order: AdvanceOrder, event: OrderEvent, at: Instant, facts: Pick<OrderFacts, 'order'>): Decided {
  const total = sum(order.linked.map((each) => each.pence));
  const cards = order.paysFor && facts.order?.state === 'closed' && total >= order.due ? facts.order : null;
  const payment = cards ? [paymentEntry(order.paysFor!, cards, `funds/${order.node}`)] : [];
  return moved(
    order,
    event,
    at,
    { schedule: [], awaitsRest: false, allocated: total, ...(cards ? { hasPaid: true as const } : {}) },
    {
      entries: [entry(order, 'allocation', `funds/${order.node}`, total, at), ...payment],
      mails: [toPayer(order, cards ? 'order-paid-by-transfer' : 'funds-usable', { received: inPounds(total) })],
      closes: [REVIEW, OVERDUE],
      tells: [...casesOf(order), ...(cards?.applications ?? []).map((entity) => ({ entity }))],
    },
  );
}

/** A change by the transition table; the stage's clock starts anew where the wait is another one, also for the rest of a payment. */
export function moved(order: AdvanceOrder, event: OrderEvent, at: Instant, change: Partial<AdvanceOrder>, effects: Effects): Decided {
  const restMoved = (change.awaitsRest ?? order.awaitsRest) !== order.awaitsRest;
  return step(order, event, at, restMoved ? { ...change, stateSince: at } : change, effects);
}

/** ADV-5: what was allocated went back to suspense, by another person's approval; nothing of it is the order's any more. */
export function reversed(order: AdvanceOrder, taken: AdvanceOrder['reversed'] & object, { at }: Situation<OrderFacts>): Decided {
  return step(order, 'reversed', at, { allocated: 0n, linked: [], reversed: taken });
}

/** Receipts have moved: their cases look again. */
export function casesOf({ linked }: AdvanceOrder): { entity: string }[] {
  return linked.map(({ receipt }) => ({ entity: receipt }));
}

/** What a command to an order that has ended is told (ADV-3). */
export function holdEnded(order: AdvanceOrder): Refusal {
  return refuse(
    'holdEnded',
    'ADV-3',
    `The hold of ${order.reference} has ended: it is ${order.state}`,
    'Place a new advance order; a receipt in suspense can be allocated to that one, or returned.',
  );
}

/** Nothing is decided about an order that has ended (ADV-3). */
export function ended(order: AdvanceOrder): Decided {
  return refusedBy(order, holdEnded(order));
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

/** Where the payer is to pay, as a mail says it (ADV-2); a rehearsal of policy has no facts. */
export function whereToPay(facts: OrderFacts | null): Record<string, string> {
  return { payTo: payToWords(facts?.payTo ?? null) };
}

/** A mail to everybody of finance. */
export function toFinance(order: AdvanceOrder, template: string): Mail {
  return { template, to: FINANCE, facts: facts(order) };
}

function facts(order: AdvanceOrder): Record<string, string> {
  return { reference: order.reference, due: inPounds(order.due), dueAt: londonWords(order.dueAt) };
}
