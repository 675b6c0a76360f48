import { inPounds, sum, type Pence } from '../money';
import type { Policy } from '../policy';
import type { Scheduled } from '../process';
import { refuse } from '../refusal';
import { daysLater, londonWords, type Instant } from '../working-days';
import { isOpen, type AdvanceOrder, type HoldEvent } from './advance-order.state';
import {
  allocated,
  changed,
  ended,
  entry,
  FINANCE,
  OVERDUE,
  refused,
  restate,
  REVIEW,
  toPayer,
  type Decided,
} from './advance-order.decided';
import { after } from './advance-order.transitions';

/** Places an order for credits, to be paid by BACS. */
export interface PlaceOrder {
  id: string;
  node: string;
  credits: number;
}
/** A receipt as facts for a decision; the commit checks that they still hold. */
export interface ReceiptFacts {
  receipt: string;
  pence: Pence;
}
/** Finance's choices about what was received (ADV-4). */
export type ReceivedChoice = 'waitForRest' | 'acceptAsReceived' | 'return';

/** ADV-1, ADV-2: whole credits, at least one; held from the moment BACS was chosen. */
export function place(order: AdvanceOrder, command: PlaceOrder, policy: Policy, at: Instant): Decided {
  const { creditPence, maximumCredits, hold } = policy.advanceOrder;
  if (!Number.isInteger(command.credits) || command.credits < 1 || command.credits > maximumCredits) {
    return refused(order, [
      refuse(
        'credits',
        'ADV-1',
        `${command.credits} is not a number of credits from 1 to ${maximumCredits}`,
        'Order whole credits, at least one.',
        '/credits',
      ),
    ]);
  }
  const dueAt = daysLater(at, hold.overdueDays);
  const placed: AdvanceOrder = {
    ...order,
    id: command.id,
    node: command.node,
    credits: command.credits,
    due: creditPence * BigInt(command.credits),
    chosenAt: at,
    dueAt,
    schedule: [
      { what: 'remindPayer', at: daysLater(at, hold.remindPayerDays) },
      { what: 'remindFinance', at: daysLater(at, hold.remindFinanceDays) },
      { what: 'fallDue', at: dueAt },
    ],
  };
  return changed(
    placed,
    'placed',
    at,
    {},
    {
      mails: [toPayer(placed, 'advance-order-placed')],
      evidence: { bacsChosenAt: at, overdueAt: dueAt },
    },
  );
}

/** ADV-4: exactly the amount due allocates by itself; anything else is linked and waits for finance. */
export function receive(order: AdvanceOrder, receipt: ReceiptFacts, at: Instant): Decided {
  if (!isOpen(order) || order.linked.some((known) => known.receipt === receipt.receipt)) {
    return refused(order, [
      refuse('notAwaited', 'ADV-4', `${order.reference} does not wait for this receipt`, 'It stays in suspense for a decision.'),
    ]);
  }
  const linked = [...order.linked, receipt];
  const total = sum(linked.map((each) => each.pence));
  const expected = order.linked.length === 0 || order.awaitsRest;
  if (total === order.due && expected) return allocated({ ...order, linked }, 'paidExactly', at);
  const event = total > order.due ? 'overpaid' : 'paidInPart';
  // The payer has paid something: finance decides before anybody asks for more.
  const schedule = order.schedule.filter((scheduled) => scheduled.what !== 'remindPayer');
  return changed(
    order,
    event,
    at,
    { linked, schedule, awaitsRest: false },
    {
      receipts: [{ ...receipt, to: 'linked' }],
      opens: [{ ...FINANCE, task: REVIEW, dueAt: order.dueAt }],
    },
  );
}

/** ADV-4: finance decides about what was received with the right reference. */
export function decideReceived(order: AdvanceOrder, choice: ReceivedChoice, at: Instant): Decided {
  if (!isOpen(order)) return ended(order);
  const total = sum(order.linked.map((each) => each.pence));
  if (order.linked.length === 0) {
    return refused(order, [
      refuse(
        'nothingReceived',
        'ADV-4',
        `Nothing has been received for ${order.reference}`,
        'Allocate a receipt from suspense, or wait for the transfer.',
      ),
    ]);
  }
  if (choice === 'acceptAsReceived') return allocated(order, 'accepted', at);
  if (choice === 'return') {
    return changed(
      order,
      'returned',
      at,
      { linked: [], awaitsRest: false },
      {
        entries: [entry(order, 'return', 'returns', total, at)],
        receipts: order.linked.map((each) => ({ ...each, to: 'returning' as const })),
        mails: [toPayer(order, 'transfer-returned', { received: inPounds(total) })],
        closes: [REVIEW],
      },
    );
  }
  if (total >= order.due) {
    return refused(order, [
      refuse(
        'nothingMissing',
        'ADV-4',
        `${inPounds(total)} of ${inPounds(order.due)} was received: there is no rest to wait for`,
        'Accept it as received, or return it.',
        '/choice',
      ),
    ]);
  }
  return changed(
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
export function allocate(order: AdvanceOrder, receipts: ReceiptFacts[], acceptOtherAmount: boolean, at: Instant): Decided {
  if (!isOpen(order)) return ended(order);
  const linked = [...order.linked, ...receipts.filter((each) => !order.linked.some((known) => known.receipt === each.receipt))];
  const total = sum(linked.map((each) => each.pence));
  if (total !== order.due && !acceptOtherAmount) {
    return refused(order, [
      refuse(
        'otherAmount',
        'ADV-4',
        `${inPounds(total)} would be allocated, ${inPounds(order.due)} is due`,
        'Send acceptOtherAmount: true to make all of it funds, or choose other receipts.',
        '/receipts',
      ),
    ]);
  }
  return allocated({ ...order, linked }, total === order.due ? 'paidExactly' : 'accepted', at);
}

/** ADV-3: only finance extends a hold; the new end is the same London clock time N days after now. */
export function extend(order: AdvanceOrder, days: number, policy: Policy, at: Instant): Decided {
  if (!isOpen(order)) return ended(order);
  const limit = policy.advanceOrder.maximumExtensionDays;
  const dueAt = daysLater(at, days);
  if (days > limit || days < 1 || dueAt <= order.dueAt) {
    return refused(order, [
      refuse(
        'days',
        'ADV-3',
        `${days} days would end the hold at ${londonWords(dueAt)}; it now ends at ${londonWords(order.dueAt)}`,
        `Choose a later end, at most ${limit} days from now.`,
        '/days',
      ),
    ]);
  }
  const { overdueDays, remindFinanceDays } = policy.advanceOrder.hold;
  const remindAt = daysLater(dueAt, remindFinanceDays - overdueDays);
  const schedule: Scheduled<HoldEvent>[] = [{ what: 'fallDue', at: dueAt }];
  if (remindAt > at) schedule.unshift({ what: 'remindFinance', at: remindAt });
  const extended = changed(
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
  if (extended.next.state !== 'held' || order.linked.length === 0) return extended;
  const received = sum(order.linked.map((each) => each.pence));
  return restate(extended, after('held', received > order.due ? 'overpaid' : 'paidInPart'));
}

/** ADV-3: only finance cancels; a part payment stays in suspense, linked. */
export function cancel(order: AdvanceOrder, at: Instant): Decided {
  if (!isOpen(order)) return ended(order);
  return changed(
    order,
    'cancelled',
    at,
    { schedule: [], awaitsRest: false },
    {
      mails: [toPayer(order, 'advance-order-cancelled')],
      closes: [REVIEW, OVERDUE],
    },
  );
}
