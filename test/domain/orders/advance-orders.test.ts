import fc from 'fast-check';
import { isOpen, unplaced, type AdvanceOrder, type OrderState } from '../../../domain/orders/advance-order.state';
import * as decide from '../../../domain/orders/advance-order.decide';
import { onDue } from '../../../domain/orders/advance-order.due';
import { standingOf } from '../../../domain/orders/advance-order.standing';
import { after, transitions, type OrderEvent } from '../../../domain/orders/advance-order.transitions';
import type { Decision } from '../../../domain/decision';
import { sum } from '../../../domain/money';
import { firstPolicy, policyOf } from '../../../domain/policy';
import { daysLater } from '../../../domain/working-days';

const AT = '2026-11-22T13:14:00.000Z';
const LATER = '2026-11-23T09:00:00.000Z';
const placed = decide.place(
  { ...unplaced('ECS0944490', 't', 'o'), payer: 'p' },
  { id: 'order', node: 'node', credits: 2 },
  firstPolicy,
  AT,
);
const held = placed.next;
const receipt = (pence: bigint, id = 'r1') => ({ receipt: id, pence });
const partPaid = decide.receive(held, receipt(20_000n), LATER).next;
const overPaid = decide.receive(held, receipt(60_000n), LATER).next;
const overdue = onDue({ ...held, schedule: [held.schedule[2]!] }, held.schedule[2]!, firstPolicy).next;
const allocated = decide.receive(held, receipt(50_000n), LATER).next;
const cancelled = decide.cancel(held, LATER).next;
const inState: Record<Exclude<OrderState, 'none'>, AdvanceOrder> = { held, partPaid, overPaid, overdue, allocated, cancelled };

test('ADV-1 an order is for whole credits of £250, at least one and at most what policy allows', () => {
  const place = (credits: number) => decide.place(unplaced('R', 't', 'o'), { id: 'x', node: 'n', credits }, firstPolicy, AT);
  for (const credits of [0, -1, 1.5, NaN, firstPolicy.advanceOrder.maximumCredits + 1])
    expect(place(credits).refusals).toEqual([expect.objectContaining({ rule: 'ADV-1', place: '/credits' })]);
  expect(place(1).next.due).toBe(25_000n);
  expect(place(firstPolicy.advanceOrder.maximumCredits).refusals).toEqual([]);
});

test('ADV-2 ADV-3 placing holds the order: the payer is mailed, and three moments are set from the choice of BACS', () => {
  expect(held).toMatchObject({ state: 'held', due: 50_000n, chosenAt: AT, dueAt: daysLater(AT, 14) });
  expect(held.schedule.map(({ what, at }) => [what, at])).toEqual([
    ['remindPayer', daysLater(AT, 7)],
    ['remindFinance', daysLater(AT, 12)],
    ['fallDue', daysLater(AT, 14)],
  ]);
  expect(placed.mails).toEqual([expect.objectContaining({ template: 'advance-order-placed', to: { user: 'p' } })]);
  expect(placed.entries).toEqual([]);
});

test('ADV-4 exactly the amount due allocates by itself; a penny less or more is linked and waits for finance', () => {
  expect(decide.receive(held, receipt(50_000n), LATER).next.state).toBe('allocated');
  for (const [pence, state] of [
    [49_999n, 'partPaid'],
    [50_001n, 'overPaid'],
  ] as const) {
    const decision = decide.receive(held, receipt(pence), LATER);
    expect(decision.next.state).toBe(state);
    expect(decision.entries).toEqual([]);
    expect(decision.receipts).toEqual([{ receipt: 'r1', pence, to: 'linked' }]);
    expect(decision.opens).toEqual([expect.objectContaining({ queue: 'finance', task: 'decideReceived' })]);
  }
});

test('ADV-3 ADV-4 after a part payment the payer is asked for the rest by finance’s decision alone, not by the reminder', () => {
  expect(partPaid.schedule.map((event) => event.what)).toEqual(['remindFinance', 'fallDue']);
  expect(decide.decideReceived(partPaid, 'waitForRest', LATER).mails).toEqual([
    expect.objectContaining({ template: 'rest-awaited', facts: expect.objectContaining({ received: '£200.00', missing: '£300.00' }) }),
  ]);
});

test('ADV-4 the same receipt told twice is decided once', () => {
  expect(decide.receive(partPaid, receipt(20_000n), LATER).refusals[0]!.code).toBe('notAwaited');
});

test('ADV-4 the rest of a part payment allocates by itself only once finance has decided to wait for it', () => {
  expect(decide.receive(partPaid, receipt(30_000n, 'r2'), LATER).next.state).toBe('partPaid');
  const waiting = decide.decideReceived(partPaid, 'waitForRest', LATER).next;
  const completed = decide.receive(waiting, receipt(30_000n, 'r2'), LATER);
  expect(completed.next).toMatchObject({ state: 'allocated', allocated: 50_000n });
  expect(completed.receipts.map((change) => change.to)).toEqual(['allocated', 'allocated']);
});

test('ADV-4 a part payment accepted as received makes funds of what was received; returned, none', () => {
  const accepted = decide.decideReceived(partPaid, 'acceptAsReceived', LATER);
  expect(accepted.next).toMatchObject({ state: 'allocated', allocated: 20_000n });
  const returned = decide.decideReceived(partPaid, 'return', LATER);
  expect(returned.next).toMatchObject({ state: 'held', linked: [], allocated: 0n });
  expect(returned.entries[0]!.postings).toEqual([
    { account: 'suspense', pence: 20_000n },
    { account: 'returns', pence: -20_000n },
  ]);
});

test('ADV-4 the excess of an over payment becomes funds once finance accepts it', () => {
  expect(decide.decideReceived(overPaid, 'acceptAsReceived', LATER).entries[0]!.postings).toEqual([
    { account: 'suspense', pence: 60_000n },
    { account: 'funds/node', pence: -60_000n },
  ]);
  expect(decide.decideReceived(overPaid, 'waitForRest', LATER).refusals[0]!.code).toBe('nothingMissing');
});

test('ADV-4 allocation by hand of another amount must be meant', () => {
  expect(decide.allocate(held, [receipt(40_000n)], false, LATER).refusals[0]!.code).toBe('otherAmount');
  expect(decide.allocate(held, [receipt(40_000n)], true, LATER).next.allocated).toBe(40_000n);
  expect(decide.allocate(held, [receipt(50_000n)], false, LATER).next.allocated).toBe(50_000n);
});

test('ADV-3 a hold is extended to a later end only, by the days that policy allows', () => {
  const { maximumExtensionDays } = firstPolicy.advanceOrder;
  expect(decide.extend(held, 13, firstPolicy, AT).refusals[0]!.place).toBe('/days');
  expect(decide.extend(held, 14, firstPolicy, AT).refusals[0]!.place).toBe('/days');
  expect(decide.extend(held, 15, firstPolicy, AT).next.dueAt).toBe(daysLater(AT, 15));
  expect(decide.extend(held, maximumExtensionDays, firstPolicy, AT).refusals).toEqual([]);
  expect(decide.extend(held, maximumExtensionDays + 1, firstPolicy, AT).refusals).toHaveLength(1);
});

test('ADV-3 an overdue hold with a part payment is part paid again when it is extended', () => {
  const overduePart = decide.receive(overdue, receipt(20_000n), LATER).next;
  expect(overduePart.state).toBe('overdue');
  expect(decide.extend(overduePart, 30, firstPolicy, LATER).next.state).toBe('partPaid');
});

test('ADV-3 cancelling a part-paid order leaves its money where it is, linked', () => {
  const decision = decide.cancel(partPaid, LATER);
  expect(decision.next).toMatchObject({ state: 'cancelled', linked: [receipt(20_000n)] });
  expect([decision.entries, decision.receipts]).toEqual([[], []]);
});

test('ADV-3 nothing is decided about an order that has ended', () => {
  for (const order of [allocated, cancelled]) {
    for (const decision of [
      decide.extend(order, 20, firstPolicy, LATER),
      decide.cancel(order, LATER),
      decide.decideReceived(order, 'return', LATER),
      decide.allocate(order, [receipt(50_000n)], false, LATER),
    ]) {
      expect(decision.refusals[0]!.code).toBe('holdEnded');
      expect(decision.next).toBe(order);
    }
  }
});

test('ADV-2 ADV-3 ADV-4 every edge of the transition table leads where it says, and no other edge exists', () => {
  const states: OrderState[] = ['none', 'held', 'partPaid', 'overPaid', 'overdue', 'allocated', 'cancelled'];
  for (const [event, edges] of Object.entries(transitions) as [OrderEvent, Partial<Record<OrderState, OrderState>>][]) {
    for (const state of states) {
      if (edges[state]) expect(after(state, event)).toBe(edges[state]);
      else expect(() => after(state, event)).toThrow(`has no edge for ${event}`);
    }
  }
});

test('WHY-1 WHY-2 every state says why it waits, on whom, on whose clock, and what comes next', () => {
  const told = Object.fromEntries(
    Object.entries(inState).map(([state, order]) => [
      state,
      [standingOf(order).awaiting, standingOf(order).clock, standingOf(order).ended],
    ]),
  );
  expect(told).toEqual({
    held: ['payer', 'customer', false],
    partPaid: ['finance', 'ours', false],
    overPaid: ['finance', 'ours', false],
    overdue: ['finance', 'ours', false],
    allocated: ['nobody', 'stopped', true],
    cancelled: ['nobody', 'stopped', true],
  });
  for (const order of Object.values(inState)) {
    const standing = standingOf(order);
    expect(standing.why.length).toBeGreaterThan(20);
    if (isOpen(order)) expect(standing.next.length).toBeGreaterThan(0);
    else expect(standing.next).toEqual([]);
  }
  expect(standingOf(held).why).toBe(
    "Waiting on the payer since 22 Nov 2026 13:14 for a transfer of £500.00 quoting ECS0944490; it ends when finance's bank statement shows it, or at 6 Dec 2026 13:14 it goes overdue.",
  );
});

type Step = (order: AdvanceOrder, at: string, id: string) => Decision<AdvanceOrder>;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.bigInt({ min: 1n, max: 100_000n }).map(
    (pence): Step =>
      (order, at, id) =>
        decide.receive(order, receipt(pence, id), at),
  ),
  fc.constant<Step>((order, at, id) => decide.receive(order, receipt(50_000n, id), at)),
  fc.constantFrom<decide.ReceivedChoice>('waitForRest', 'acceptAsReceived', 'return').map(
    (choice): Step =>
      (order, at) =>
        decide.decideReceived(order, choice, at),
  ),
  fc.integer({ min: -5, max: 100 }).map(
    (days): Step =>
      (order, at) =>
        decide.extend(order, days, firstPolicy, at),
  ),
  fc.constant<Step>((order, at) => decide.cancel(order, at)),
  fc.constant<Step>((order) => (order.schedule[0] ? onDue(order, order.schedule[0], firstPolicy) : decide.cancel(order, LATER))),
);

test('MON-2 ADV-4 whatever happens in whatever order: entries balance, funds are what was allocated, an open order has a next event', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let order = held;
      let funds = 0n;
      steps.forEach((take, index) => {
        const decision = take(order, daysLater(AT, index), `r${index}`);
        for (const entry of decision.entries) expect(sum(entry.postings.map((posting) => posting.pence))).toBe(0n);
        for (const posting of decision.entries.flatMap((entry) => entry.postings))
          if (posting.account === 'funds/node') funds -= posting.pence;
        if (decision.refusals.length > 0) expect(decision.next).toBe(order);
        order = decision.next;
        expect(order.allocated).toBe(funds);
        expect(standingOf(order).next.length > 0).toBe(isOpen(order));
      });
    }),
    { numRuns: 500 },
  );
});

test('TIM-3 a version of policy is found for as long as a process may keep it; one that never was is a defect', () => {
  expect(policyOf({ policyVersion: firstPolicy.version })).toBe(firstPolicy);
  expect(() => policyOf({ policyVersion: '1999-01-01' })).toThrow('no policy version');
});
