import fc from 'fast-check';
import { isOpen, unplaced, type AdvanceOrder, type OrderFacts, type OrderState } from '../../../domain/orders/advance-order.state';
import * as decide from '../../../domain/orders/advance-order.decide';
import { reversed as takeBack } from '../../../domain/orders/advance-order.decided';
import { onDue } from '../../../domain/orders/advance-order.due';
import type { Decision } from '../../../domain/decision';
import { sum } from '../../../domain/money';
import { firstPolicy, policyOf } from '../../../domain/policy';
import type { Situation } from '../../../domain/process';
import { cases } from '../../../domain/processes';
import { daysLater } from '../../../domain/working-days';
import { identity, situation } from '../../support/situation';

const AT = '2026-11-22T13:14:00.000Z';
const LATER = '2026-11-23T09:00:00.000Z';
const standingOf = cases['advance-order'].standing;
const receipt = (pence: bigint, id = 'r1') => ({ receipt: id, pence });
/** What a decision about some free receipts stands on. */
const about = (at: string, ...receipts: { receipt: string; pence: bigint }[]): Situation<OrderFacts> =>
  situation({ at, by: 'p', requestId: 'order', facts: { receipts: receipts.map((each) => ({ ...each, isFree: true })) } });
const place = (credits: number) => decide.place(unplaced(identity()), { node: 'node', credits }, about(AT));
const receive = (order: AdvanceOrder, news: { receipt: string; pence: bigint }, at = LATER) => decide.receive(order, news, about(at, news));
const choose = (order: AdvanceOrder, choice: decide.ReceivedChoice, at = LATER) => decide.decideReceived(order, { choice }, about(at));
const allocate = (order: AdvanceOrder, given: { receipt: string; pence: bigint }, acceptOtherAmount: boolean) =>
  decide.allocate(order, { receipts: [given.receipt], acceptOtherAmount }, about(LATER, given));
const extend = (order: AdvanceOrder, days: number, at = LATER) => decide.extend(order, { days }, about(at));
const cancel = (order: AdvanceOrder, at = LATER) => decide.cancel(order, {}, about(at));
const fallDue = (order: AdvanceOrder, due = order.schedule[0]!) => onDue(order, due, about(due.at));
const placed = place(2);
const held = placed.next;
const partPaid = receive(held, receipt(20_000n)).next;
const overPaid = receive(held, receipt(60_000n)).next;
const overdue = fallDue({ ...held, schedule: [held.schedule[2]!] }).next;
const allocated = receive(held, receipt(50_000n)).next;
const cancelled = cancel(held).next;
const taken = { reversal: 'reversal', pence: 50_000n, debt: 0n };
const reversed = takeBack(allocated, taken, about(LATER)).next;
const inState: Record<Exclude<OrderState, 'none'>, AdvanceOrder> = { held, partPaid, overPaid, overdue, allocated, reversed, cancelled };

test('ADV-1 an order is for whole credits of £250, at least one and at most what policy allows', () => {
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

test('BNK-3 an order is allocated for a claim only while that is open: a declined one is told by whom', () => {
  const given = receipt(50_000n);
  const facts = about(LATER, given);
  const claim = (state: 'open' | 'declined') => ({ id: 'claim', state, decidedAt: AT, decidedBy: 'finance2' });
  const decided = (state: 'open' | 'declined') =>
    decide.allocate(
      held,
      { receipts: ['r1'], acceptOtherAmount: false, claim: 'claim' },
      { ...facts, facts: { ...facts.facts, claim: claim(state) } },
    );
  expect(decided('open').next.state).toBe('allocated');
  expect(decided('declined').refusals).toMatchObject([
    { code: 'decided', rule: 'BNK-3', detail: expect.stringMatching('by user finance2') },
  ]);
});

test('ADV-4 exactly the amount due allocates by itself; a penny less or more is linked and waits for finance', () => {
  expect(receive(held, receipt(50_000n)).next.state).toBe('allocated');
  for (const [pence, state] of [
    [49_999n, 'partPaid'],
    [50_001n, 'overPaid'],
  ] as const) {
    const decision = receive(held, receipt(pence));
    expect(decision.next.state).toBe(state);
    expect(decision.entries).toEqual([]);
    expect([decision.next.linked, decision.tells]).toEqual([[receipt(pence)], [{ entity: 'r1' }]]);
    expect(decision.opens).toEqual([expect.objectContaining({ queue: 'finance', task: 'decideReceived' })]);
  }
});

test('ADV-3 ADV-4 after a part payment the payer is asked for the rest by finance’s decision alone, not by the reminder', () => {
  expect(partPaid.schedule.map((event) => event.what)).toEqual(['remindFinance', 'fallDue']);
  expect(choose(partPaid, 'waitForRest').mails).toEqual([
    expect.objectContaining({ template: 'rest-awaited', facts: expect.objectContaining({ received: '£200.00', missing: '£300.00' }) }),
  ]);
});

test('ADV-4 the same receipt told twice is decided once', () => {
  expect(receive(partPaid, receipt(20_000n)).refusals[0]!.code).toBe('notAwaited');
});

test('ADV-4 the rest of a part payment allocates by itself only once finance has decided to wait for it', () => {
  expect(receive(partPaid, receipt(30_000n, 'r2')).next.state).toBe('partPaid');
  const waiting = choose(partPaid, 'waitForRest').next;
  const completed = receive(waiting, receipt(30_000n, 'r2'));
  const both = [receipt(20_000n), receipt(30_000n, 'r2')];
  expect(completed.next).toMatchObject({ state: 'allocated', allocated: 50_000n, linked: both });
  expect(completed.tells).toEqual([{ entity: 'r1' }, { entity: 'r2' }]);
});

test('ADV-4 a part payment accepted as received makes funds of what was received; returned, none', () => {
  const accepted = choose(partPaid, 'acceptAsReceived');
  expect(accepted.next).toMatchObject({ state: 'allocated', allocated: 20_000n });
  const returned = choose(partPaid, 'return');
  expect(returned.next).toMatchObject({ state: 'held', linked: [], allocated: 0n });
  expect(returned.entries[0]!.postings).toEqual([
    { account: 'suspense', pence: 20_000n },
    { account: 'returns', pence: -20_000n },
  ]);
});

test('ADV-4 the excess of an over payment becomes funds once finance accepts it', () => {
  expect(choose(overPaid, 'acceptAsReceived').entries[0]!.postings).toEqual([
    { account: 'suspense', pence: 60_000n },
    { account: 'funds/node', pence: -60_000n },
  ]);
  expect(choose(overPaid, 'waitForRest').refusals[0]!.code).toBe('nothingMissing');
});

test('ADV-4 allocation by hand of another amount must be meant', () => {
  expect(allocate(held, receipt(40_000n), false).refusals[0]!.code).toBe('otherAmount');
  expect(allocate(held, receipt(40_000n), true).next.allocated).toBe(40_000n);
  expect(allocate(held, receipt(50_000n), false).next.allocated).toBe(50_000n);
});

test('ADV-3 a hold is extended to a later end only, by the days that policy allows', () => {
  const { maximumExtensionDays } = firstPolicy.advanceOrder;
  expect(extend(held, 13, AT).refusals[0]!.place).toBe('/days');
  expect(extend(held, 14, AT).refusals[0]!.place).toBe('/days');
  expect(extend(held, 15, AT).next.dueAt).toBe(daysLater(AT, 15));
  expect(extend(held, maximumExtensionDays, AT).refusals).toEqual([]);
  expect(extend(held, maximumExtensionDays + 1, AT).refusals).toHaveLength(1);
});

test('ADV-3 an overdue hold with a part payment is part paid again when it is extended', () => {
  const overduePart = receive(overdue, receipt(20_000n)).next;
  expect(overduePart.state).toBe('overdue');
  expect(extend(overduePart, 30).next.state).toBe('partPaid');
});

test('ADV-3 cancelling a part-paid order leaves its money where it is, linked', () => {
  const decision = cancel(partPaid);
  expect(decision.next).toMatchObject({ state: 'cancelled', linked: [receipt(20_000n)] });
  expect([decision.entries, decision.tells]).toEqual([[], [{ entity: 'r1' }]]);
});

test('ADV-3 nothing is decided about an order that has ended', () => {
  for (const order of [allocated, reversed, cancelled]) {
    for (const decision of [extend(order, 20), cancel(order), choose(order, 'return'), allocate(order, receipt(50_000n), false)]) {
      expect(decision.refusals[0]!.code).toBe('holdEnded');
      expect(decision.next).toBe(order);
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
    reversed: ['nobody', 'stopped', true],
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

test('WHY-1 WHY-2 each state of an order says on whom it waits, what ends it and what comes next', () => {
  const { summary } = cases['advance-order'];
  const awaitsRest = choose(partPaid, 'waitForRest').next;
  const why = [unplaced(identity()), partPaid, awaitsRest, overPaid, overdue, allocated].map((order) => standingOf(order).why);
  expect(why).toEqual([
    'Not placed yet.',
    'Waiting on finance since 23 Nov 2026 09:00: £200.00 of £500.00 was received; it ends when finance waits for the rest, accepts it as received or returns it.',
    'Waiting on the payer since 23 Nov 2026 09:00 for the rest of £500.00 (£200.00 received); it ends when the rest arrives, or at 6 Dec 2026 13:14 it goes overdue.',
    'Waiting on finance since 23 Nov 2026 09:00: £600.00 was received for £500.00; it ends when finance accepts it (the excess becomes funds) or returns it.',
    'Waiting on finance since 6 Dec 2026 13:14: no allocation of £500.00 in time (£0.00 received); it ends when finance extends or cancels the hold, or when the transfer arrives.',
    'Ended at 23 Nov 2026 09:00: £500.00 became usable funds.',
  ]);
  expect([held, partPaid, awaitsRest, overPaid, overdue].map((order) => standingOf(order).awaiting)).toEqual([
    ...['payer', 'finance', 'payer', 'finance', 'finance'],
  ]);
  expect(standingOf({ ...overPaid, awaitsRest: true }).awaiting).toBe('finance');
  expect(standingOf(held).holds[0]).toMatchObject({ name: 'transfer', dueAt: held.dueAt });
  expect(standingOf(held).next).toEqual([
    { at: '2026-11-29T13:14:00.000Z', what: 'the payer is reminded by e-mail' },
    { at: '2026-12-04T13:14:00.000Z', what: 'finance is reminded' },
    { at: held.dueAt, what: "the hold goes overdue, to finance's exception list" },
  ]);
  expect(summary(held, held.schedule[1]!)).toBe('ECS0944490: finance is reminded');
});

type Step = (order: AdvanceOrder, at: string, id: string) => Decision<AdvanceOrder>;
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.bigInt({ min: 1n, max: 100_000n }).map(
    (pence): Step =>
      (order, at, id) =>
        receive(order, receipt(pence, id), at),
  ),
  fc.constant<Step>((order, at, id) => receive(order, receipt(50_000n, id), at)),
  fc.constantFrom<decide.ReceivedChoice>('waitForRest', 'acceptAsReceived', 'return').map(
    (choice): Step =>
      (order, at) =>
        choose(order, choice, at),
  ),
  fc.integer({ min: -5, max: 100 }).map(
    (days): Step =>
      (order, at) =>
        extend(order, days, at),
  ),
  fc.constant<Step>((order, at) => cancel(order, at)),
  fc.constant<Step>((order) => (order.schedule[0] ? fallDue(order) : cancel(order))),
);

test('ADV-5 WHY-1 a reversed order says that nothing of it is usable, and what of it was spent and is owed', () => {
  expect(reversed).toEqual({ ...allocated, state: 'reversed', stateSince: LATER, allocated: 0n, linked: [], reversed: taken });
  expect(standingOf(reversed)).toMatchObject({
    stage: 'Reversed',
    why: expect.stringMatching(/^Ended at .*: the allocation of £500\.00 was reversed, none of it is usable any more\.$/),
  });
  const owing = takeBack(allocated, { ...taken, debt: 12_000n }, about(LATER)).next;
  expect(standingOf(owing).why).toMatch(/usable any more; £120\.00 of it was spent and is owed\.$/);
  for (const order of [held, overdue, cancelled, reversed])
    expect(() => takeBack(order, taken, about(LATER))).toThrow('has no edge for reversed');
});

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
