import { notPayable } from '../applications/application-order';
import { claimDecided } from '../bank/claim';
import { refusedBy } from '../decision';
import { inPounds, sum } from '../money';
import type { Scheduled, Situation } from '../process';
import { refuse, type Refusal } from '../refusal';
import { daysLater, londonWords } from '../working-days';
import { creditsFault } from './credits';
import { isOpen, type AdvanceOrder, type HoldEvent, type OrderFacts, type ReceiptFact } from './advance-order.state';
import {
  allocated,
  casesOf,
  ended,
  entry,
  FINANCE,
  moved,
  OVERDUE,
  REVIEW,
  toPayer,
  whereToPay,
  type Decided,
} from './advance-order.decided';
import { transitions } from './advance-order.transitions';

/** The number of policy from which on orders for cards are paid by BACS as well (ORD-3). */
const ORDERS_TOO = 2;

type About = Situation<OrderFacts>;
/** What is to be paid, at which level. */
type Chosen = Pick<AdvanceOrder, 'node' | 'credits' | 'due' | 'paysFor'>;

/** Places an order for credits, or chooses BACS for an order of cards; the order takes its request's identifier. */
export type PlaceOrder = { node: string; credits: number } | { order: string };
/** Allocates receipts from suspense by hand, by identifier. */
export interface AllocateReceipts {
  receipts: string[];
  acceptOtherAmount: boolean;
  /** The claim that this confirms (BNK-3): a decided one allocates nothing. */
  claim?: string;
}
/** Finance's choices about what was received (ADV-4). */
export type ReceivedChoice = 'waitForRest' | 'acceptAsReceived' | 'return';

/** ADV-1, ADV-2, ORD-3: whole credits, at least one, or the whole of a closed order; held from the moment BACS was chosen. */
export function place(order: AdvanceOrder, command: PlaceOrder, { policy, at, by, requestId, facts }: About): Decided {
  const { hold } = policy.advanceOrder;
  const chosen = 'order' in command ? transferFor(command.order, facts, policy) : creditsOf(command, policy);
  if ('code' in chosen) return refusedBy(order, chosen);
  const dueAt = daysLater(at, hold.overdueDays);
  const placed: AdvanceOrder = {
    ...order,
    id: requestId!,
    ...chosen,
    payer: by!,
    chosenAt: at,
    dueAt,
    schedule: [
      { what: 'remindPayer', at: daysLater(at, hold.remindPayerDays) },
      { what: 'remindFinance', at: daysLater(at, hold.remindFinanceDays) },
      { what: 'fallDue', at: dueAt },
    ],
  };
  return moved(
    placed,
    'placed',
    at,
    {},
    {
      mails: [toPayer(placed, 'advance-order-placed', whereToPay(facts))],
      evidence: { bacsChosenAt: at, overdueAt: dueAt },
    },
  );
}

/** ADV-4: exactly the amount due allocates by itself; anything else is linked and waits for finance. */
export function receive(order: AdvanceOrder, news: { receipt: string }, { at, facts }: About): Decided {
  const found = facts.receipts.find(({ receipt, isFree }) => receipt === news.receipt && isFree);
  if (!isOpen(order) || !found || order.linked.some((known) => known.receipt === news.receipt)) {
    return refusedBy(
      order,
      refuse('notAwaited', 'ADV-4', `${order.reference} does not wait for this receipt`, 'It stays in suspense for a decision.'),
    );
  }
  const receipt = { receipt: found.receipt, pence: found.pence };
  const linked = [...order.linked, receipt];
  const total = sum(linked.map((each) => each.pence));
  const expected = order.linked.length === 0 || order.awaitsRest;
  if (total === order.due && expected) return allocated({ ...order, linked }, 'paidExactly', at, facts);
  const event = total > order.due ? 'overpaid' : 'paidInPart';
  // The payer has paid something: finance decides before anybody asks for more.
  const schedule = order.schedule.filter((scheduled) => scheduled.what !== 'remindPayer');
  return moved(
    order,
    event,
    at,
    { linked, schedule, awaitsRest: false },
    {
      tells: [{ entity: receipt.receipt }],
      opens: [{ ...FINANCE, task: REVIEW, dueAt: order.dueAt }],
    },
  );
}

/** ADV-4: finance decides about what was received with the right reference. */
export function decideReceived(order: AdvanceOrder, { choice }: { choice: ReceivedChoice }, { at, facts }: About): Decided {
  if (!isOpen(order)) return ended(order);
  const total = sum(order.linked.map((each) => each.pence));
  if (order.linked.length === 0) {
    return refusedBy(
      order,
      refuse(
        'nothingReceived',
        'ADV-4',
        `Nothing has been received for ${order.reference}`,
        'Allocate a receipt from suspense, or wait for the transfer.',
      ),
    );
  }
  if (choice === 'acceptAsReceived') return allocated(order, 'accepted', at, facts);
  if (choice === 'return') {
    return moved(
      order,
      'returned',
      at,
      { linked: [], awaitsRest: false },
      {
        entries: [entry(order, 'return', 'returns', total, at)],
        tells: casesOf(order),
        mails: [toPayer(order, 'transfer-returned', { received: inPounds(total) })],
        closes: [REVIEW],
      },
    );
  }
  if (total >= order.due) {
    return refusedBy(
      order,
      refuse(
        'nothingMissing',
        'ADV-4',
        `${inPounds(total)} of ${inPounds(order.due)} was received: there is no rest to wait for`,
        'Accept it as received, or return it.',
        '/choice',
      ),
    );
  }
  return moved(
    order,
    'restAwaited',
    at,
    { awaitsRest: true },
    {
      mails: [toPayer(order, 'rest-awaited', { received: inPounds(total), missing: inPounds(order.due - total) })],
      closes: [REVIEW],
    },
  );
}

/** ADV-4: finance allocates receipts from suspense by hand; another amount than the one due must be meant. */
export function allocate(order: AdvanceOrder, { receipts, acceptOtherAmount }: AllocateReceipts, { at, facts }: About): Decided {
  if (facts.claim && facts.claim.state !== 'open') return refusedBy(order, claimDecided(facts.claim));
  if (!isOpen(order)) return ended(order);
  const faults = receipts.flatMap((id, index) => faultOf(id, facts.receipts, `/receipts/${index}`));
  if (faults.length > 0) return refusedBy(order, ...faults);
  const more = facts.receipts.filter(({ receipt }) => !order.linked.some((known) => known.receipt === receipt));
  const linked = [...order.linked, ...more.map(({ receipt, pence }) => ({ receipt, pence }))];
  const total = sum(linked.map((each) => each.pence));
  if (total !== order.due && !acceptOtherAmount) {
    return refusedBy(
      order,
      refuse(
        'otherAmount',
        'ADV-4',
        `${inPounds(total)} would be allocated, ${inPounds(order.due)} is due`,
        'Send acceptOtherAmount: true to make all of it funds, or choose other receipts.',
        '/receipts',
      ),
    );
  }
  return allocated({ ...order, linked }, total === order.due ? 'paidExactly' : 'accepted', at, facts);
}

/** ADV-3: only finance extends a hold; the new end is the same London clock time N days after now. */
export function extend(order: AdvanceOrder, { days }: { days: number }, { policy, at }: About): Decided {
  if (!isOpen(order)) return ended(order);
  const limit = policy.advanceOrder.maximumExtensionDays;
  const dueAt = daysLater(at, days);
  if (days > limit || days < 1 || dueAt <= order.dueAt) {
    return refusedBy(
      order,
      refuse(
        'days',
        'ADV-3',
        `${days} days would end the hold at ${londonWords(dueAt)}; it now ends at ${londonWords(order.dueAt)}`,
        `Choose a later end, at most ${limit} days from now.`,
        '/days',
      ),
    );
  }
  const { overdueDays, remindFinanceDays } = policy.advanceOrder.hold;
  const remindAt = daysLater(dueAt, remindFinanceDays - overdueDays);
  const schedule: Scheduled<HoldEvent>[] = [{ what: 'fallDue', at: dueAt }];
  if (remindAt > at) schedule.unshift({ what: 'remindFinance', at: remindAt });
  const extended = moved(
    order,
    'extended',
    at,
    { dueAt, schedule },
    {
      mails: [toPayer({ ...order, dueAt }, 'hold-extended')],
      closes: order.state === 'overdue' ? [OVERDUE] : [],
      evidence: { overdueAt: dueAt },
    },
  );
  if (order.linked.length === 0) return extended;
  const received = sum(order.linked.map((each) => each.pence));
  const state = transitions[received > order.due ? 'overpaid' : 'paidInPart'].held;
  return { ...extended, next: { ...extended.next, state } };
}

/** ADV-3: only finance cancels; a part payment stays in suspense, linked. */
export function cancel(order: AdvanceOrder, _command: object, { at }: About): Decided {
  if (!isOpen(order)) return ended(order);
  return moved(
    order,
    'cancelled',
    at,
    { schedule: [], awaitsRest: false },
    {
      mails: [toPayer(order, 'advance-order-cancelled')],
      closes: [REVIEW, OVERDUE],
      tells: casesOf(order),
    },
  );
}

function creditsOf({ node, credits }: { node: string; credits: number }, { advanceOrder }: About['policy']): Chosen | Refusal {
  const { creditPence, maximumCredits } = advanceOrder;
  return creditsFault(credits, maximumCredits) ?? { node, credits, due: creditPence * BigInt(credits) };
}

function transferFor(paysFor: string, { order }: OrderFacts, { orders }: About['policy']): Chosen | Refusal {
  if (orders.payableByBacs < ORDERS_TOO)
    return refuse(
      'notByBacs',
      'ORD-3',
      'Orders for cards are not paid by BACS here',
      'Pay by card or from funds, or place an advance order by BACS.',
    );
  const { node, pence } = order!;
  return notPayable(order!) ?? { node, credits: 0, due: pence, paysFor };
}

function faultOf(id: string, receipts: ReceiptFact[], place: string): Refusal[] {
  const found = receipts.find(({ receipt }) => receipt === id);
  if (!found)
    return [refuse('receipt', 'ADV-4', `There is no receipt ${id}`, 'Take identifiers from GET /v1/receipts?state=suspense.', place)];
  if (found.isFree) return [];
  const remedy = 'Read the receipt again: it shows what it was allocated to.';
  return [refuse('alreadyTaken', 'ADV-4', `Receipt ${id} is not in suspense for this order any more`, remedy, place)];
}
