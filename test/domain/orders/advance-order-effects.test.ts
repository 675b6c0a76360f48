import type { ReceivedChoice } from '../../../domain/orders/advance-order.decide';
import type { AdvanceOrder, ReceiptFact } from '../../../domain/orders/advance-order.state';
import { firstPolicy, type Policy } from '../../../domain/policy';
import { cases } from '../../../domain/processes';
import { daysLater } from '../../../domain/working-days';
import { effectsOf } from '../../support/decisions';
import { identity, situation } from '../../support/situation';

const { commands, news, onDue } = cases['advance-order'];
const AT = '2026-11-22T13:14:00.000Z';
const LATER = '2026-11-23T09:00:00.000Z';
const DUE = '2026-12-06T13:14:00.000Z';
const free = (pence: bigint, receipt = 'r1'): ReceiptFact => ({ receipt, pence, isFree: true });
const about = (at: string, receipts: ReceiptFact[] = [], policy: Policy = firstPolicy) =>
  situation({ at, by: 'p', requestId: 'order', policy, facts: { receipts } });
const none = cases['advance-order'].empty(identity());
const placing = commands.place.decide(none, { node: 'n', credits: 2 }, about(AT));
const held = placing.next;
const receive = (order: AdvanceOrder, pence: bigint, id = 'r1') =>
  news.receiptMatched.decide(order, { receipt: id }, about(LATER, [free(1n, 'other'), free(pence, id)]));
const choose = (order: AdvanceOrder, choice: ReceivedChoice) => commands.decideReceived.decide(order, { choice }, about(LATER));
const allocate = (order: AdvanceOrder, receipts: ReceiptFact[], acceptOtherAmount = false, ids = receipts.map(({ receipt }) => receipt)) =>
  commands.allocate.decide(order, { receipts: ids, acceptOtherAmount }, about(LATER, receipts));
const extend = (order: AdvanceOrder, days: number, at = LATER) => commands.extend.decide(order, { days }, about(at));
const fallDue = (order: AdvanceOrder) => onDue(order, { what: 'fallDue', at: DUE }, about(DUE));
const partPaid = receive(held, 20_000n).next;
const overPaid = receive(held, 60_000n).next;
const waiting = choose(partPaid, 'waitForRest').next;
const overdue = fallDue(held).next;
const facts = { reference: 'ECS0944490', due: '£500.00', dueAt: '6 Dec 2026 13:14' };
const toPayer = (template: string, more = {}) => ({ template, to: { user: 'p' }, facts: { ...facts, ...more } });
const toFinance = (template: string) => ({ template, to: { queue: 'finance' }, facts });
const both = ['decideReceived', 'endOverdueHold'];
const NOWHERE = { payTo: 'Our finance team tells you the account to pay to.' };

test('ADV-2 before it is placed an order knows nothing but whose it is and its reference', () => {
  const never = '1970-01-01T00:00:00.000Z';
  expect(none).toEqual({
    ...{ id: '', reference: 'ECS0944490', tenant: 't', organisation: 'o', node: '', payer: '' },
    ...{ credits: 0, due: 0n, linked: [], schedule: [], awaitsRest: false, allocated: 0n },
    ...{ state: 'none', stateSince: never, chosenAt: never, dueAt: never },
  });
  expect(held).toMatchObject({ id: 'order', node: 'n', payer: 'p', credits: 2, due: 50_000n });
  expect(effectsOf(placing)).toEqual({
    state: 'held',
    event: 'placed',
    mails: [toPayer('advance-order-placed', NOWHERE)],
    evidence: { bacsChosenAt: AT, overdueAt: DUE },
  });
});

test('ADV-4 ADV-6 MON-2 what pays an order exactly becomes funds of its node under a key of the instant, and its payer is told', () => {
  expect(effectsOf(receive(held, 50_000n))).toEqual({
    state: 'allocated',
    event: 'paidExactly',
    entries: [
      {
        key: `advance-order/ECS0944490/allocation/${LATER}`,
        kind: 'allocation',
        postings: [
          { account: 'suspense', pence: 50_000n },
          { account: 'funds/n', pence: -50_000n },
        ],
      },
    ],
    mails: [toPayer('funds-usable', { received: '£500.00' })],
    closes: both,
    tells: [{ entity: 'r1' }],
  });
  expect(receive(waiting, 30_000n, 'r2').next).toMatchObject({ awaitsRest: false, schedule: [], allocated: 50_000n });
});

test('ADV-4 an order takes the receipt that it is told of, as long as it is free', () => {
  const told = (isFree: boolean, receipt: string) =>
    news.receiptMatched.decide(held, { receipt }, about(LATER, [free(1n, 'other'), { ...free(50_000n), isFree }]));
  expect(told(true, 'r1').next.linked).toEqual([{ receipt: 'r1', pence: 50_000n }]);
  const refusal = {
    code: 'notAwaited',
    rule: 'ADV-4',
    place: '',
    detail: 'ECS0944490 does not wait for this receipt',
    remedy: 'It stays in suspense for a decision.',
  };
  expect([told(false, 'r1').refusals, told(true, 'r2').refusals]).toEqual([[refusal], [refusal]]);
});

test('ADV-4 a second exact payment, or a receipt for an order that is not open, is not taken', () => {
  for (const order of [none, receive(held, 50_000n).next]) expect(receive(order, 50_000n, 'r2').refusals[0]!.code).toBe('notAwaited');
  expect(receive(overPaid, 50_000n, 'r2').next).toMatchObject({ state: 'overPaid', allocated: 0n });
});

test('ADV-4 a receipt of another amount is finance’s task, due when the hold ends; a rest that is wrong again is awaited no more', () => {
  const opens = [{ queue: 'finance', task: 'decideReceived', dueAt: DUE }];
  expect(effectsOf(receive(held, 20_000n))).toEqual({ state: 'partPaid', event: 'paidInPart', tells: [{ entity: 'r1' }], opens });
  const wrong = receive(waiting, 29_999n, 'r2');
  expect(effectsOf(wrong)).toEqual({ state: 'partPaid', event: 'paidInPart', tells: [{ entity: 'r2' }], opens });
  expect(wrong.next).toMatchObject({ awaitsRest: false, stateSince: LATER });
});

test('ADV-4 WHY-2 while finance waits for the rest its task is closed, and the wait for the payer begins anew', () => {
  const earlier = { ...partPaid, stateSince: AT };
  expect(effectsOf(choose(earlier, 'waitForRest'))).toEqual({
    state: 'partPaid',
    event: 'restAwaited',
    mails: [toPayer('rest-awaited', { received: '£200.00', missing: '£300.00' })],
    closes: ['decideReceived'],
  });
  expect(choose(earlier, 'waitForRest').next).toMatchObject({ awaitsRest: true, stateSince: LATER });
  expect(choose({ ...waiting, stateSince: AT }, 'waitForRest').next.stateSince).toBe(AT);
});

test('ADV-4 MON-2 what finance returns leaves suspense, its receipts look again, the payer is told, and the hold runs on', () => {
  const returned = choose(waiting, 'return');
  expect(effectsOf(returned)).toEqual({
    state: 'held',
    event: 'returned',
    entries: [
      {
        key: `advance-order/ECS0944490/return/${LATER}`,
        kind: 'return',
        postings: [
          { account: 'suspense', pence: 20_000n },
          { account: 'returns', pence: -20_000n },
        ],
      },
    ],
    tells: [{ entity: 'r1' }],
    mails: [toPayer('transfer-returned', { received: '£200.00' })],
    closes: ['decideReceived'],
  });
  expect(returned.next).toMatchObject({ linked: [], awaitsRest: false, schedule: waiting.schedule });
});

test.each([
  [
    'nothing has been received',
    held,
    { code: 'nothingReceived', place: '', detail: 'Nothing has been received for ECS0944490' },
    'Allocate a receipt from suspense, or wait for the transfer.',
  ],
  [
    'no rest is missing',
    overPaid,
    { code: 'nothingMissing', place: '/choice', detail: '£600.00 of £500.00 was received: there is no rest to wait for' },
    'Accept it as received, or return it.',
  ],
])('ADV-4 finance cannot wait for the rest where %s', (_where, order, fault, remedy) => {
  expect(choose(order, 'waitForRest').refusals).toEqual([{ ...fault, rule: 'ADV-4', remedy }]);
});

test('ADV-4 where exactly the amount due came in two receipts there is no rest to wait for', () => {
  const whole = receive(partPaid, 30_000n, 'r2').next;
  expect(whole.state).toBe('partPaid');
  expect(choose(whole, 'waitForRest').refusals[0]!.code).toBe('nothingMissing');
});

test('ADV-4 receipts allocated by hand join those that are linked already, each once', () => {
  const joined = allocate(partPaid, [free(20_000n), free(30_000n, 'r2')]);
  expect(joined.next).toMatchObject({ state: 'allocated', allocated: 50_000n });
  expect(joined.next.linked).toEqual([
    { receipt: 'r1', pence: 20_000n },
    { receipt: 'r2', pence: 30_000n },
  ]);
  expect(joined.event).toBe('paidExactly');
  expect(allocate(held, [free(40_000n)], true).event).toBe('accepted');
});

test('ADV-4 allocating by hand names every receipt that is not there or not free, and another amount, with what to do', () => {
  const taken = { ...free(50_000n, 'r2'), isFree: false };
  expect(allocate(held, [free(50_000n), taken], true, ['r0', 'r1', 'r2']).refusals).toEqual([
    {
      code: 'receipt',
      rule: 'ADV-4',
      place: '/receipts/0',
      detail: 'There is no receipt r0',
      remedy: 'Take identifiers from GET /v1/receipts?state=suspense.',
    },
    {
      code: 'alreadyTaken',
      rule: 'ADV-4',
      place: '/receipts/2',
      detail: 'Receipt r2 is not in suspense for this order any more',
      remedy: 'Read the receipt again: it shows what it was allocated to.',
    },
  ]);
  expect(allocate(held, [free(40_000n)]).refusals).toEqual([
    {
      code: 'otherAmount',
      rule: 'ADV-4',
      place: '/receipts',
      detail: '£400.00 would be allocated, £500.00 is due',
      remedy: 'Send acceptOtherAmount: true to make all of it funds, or choose other receipts.',
    },
  ]);
});

test('ADV-3 an extension is mailed with the new end, and finance is reminded as long before it as ever', () => {
  const extended = extend(held, 20);
  const end = '2026-12-13T09:00:00.000Z';
  expect(effectsOf(extended)).toEqual({
    state: 'held',
    event: 'extended',
    mails: [{ ...toPayer('hold-extended'), facts: { ...facts, dueAt: '13 Dec 2026 09:00' } }],
    evidence: { overdueAt: end },
  });
  expect(extended.next).toMatchObject({ dueAt: end });
  expect(extended.next.schedule).toEqual([
    { what: 'remindFinance', at: '2026-12-11T09:00:00.000Z' },
    { what: 'fallDue', at: end },
  ]);
});

test('ADV-3 finance is not reminded at the instant of an extension, nor before it', () => {
  const of = (days: number) => extend(overdue, days, DUE).next.schedule.map(({ what }) => what);
  expect([1, 2, 3].map(of)).toEqual([['fallDue'], ['fallDue'], ['remindFinance', 'fallDue']]);
});

test('ADV-3 extending an overdue hold closes finance’s task, and what was received by then decides how it stands', () => {
  expect(extend(overdue, 20, DUE).closes).toEqual(['endOverdueHold']);
  const after = (pence: bigint[]) => {
    const received = pence.reduce((order, each, index) => receive(order, each, `r${index}`).next, overdue);
    return extend(received, 30).next.state;
  };
  expect([[], [20_000n], [20_000n, 30_000n], [60_000n]].map(after)).toEqual(['held', 'partPaid', 'partPaid', 'overPaid']);
  expect([extend(partPaid, 30).next.state, extend(overPaid, 30).next.state]).toEqual(['partPaid', 'overPaid']);
});

test('ADV-3 an extension to no later end, or beyond what policy allows, is refused with the end as it is', () => {
  expect(extend(overdue, 1, DUE).refusals).toEqual([]);
  expect(extend(overdue, 0, daysLater(DUE, 1)).refusals[0]!.place).toBe('/days');
  expect(extend(held, 91).refusals).toEqual([
    {
      code: 'days',
      rule: 'ADV-3',
      place: '/days',
      detail: '91 days would end the hold at 22 Feb 2027 09:00; it now ends at 6 Dec 2026 13:14',
      remedy: 'Choose a later end, at most 90 days from now.',
    },
  ]);
});

test('ADV-3 finance’s cancelling tells the payer, closes its tasks and lets the receipts look again; nothing is posted', () => {
  const cancelled = commands.cancel.decide(waiting, {}, about(LATER));
  expect(effectsOf(cancelled)).toEqual({
    state: 'cancelled',
    event: 'cancelled',
    mails: [toPayer('advance-order-cancelled')],
    closes: both,
    tells: [{ entity: 'r1' }],
  });
  expect(cancelled.next).toMatchObject({ schedule: [], awaitsRest: false });
});

test('ADV-3 the payer is reminded first, then finance; each once, and the rest of the hold stays', () => {
  const [payer, finance, end] = held.schedule;
  const first = onDue(held, payer!, about(payer!.at));
  expect(effectsOf(first)).toEqual({ state: 'held', event: 'reminded', mails: [toPayer('transfer-reminder', NOWHERE)] });
  expect(first.next.schedule).toEqual([finance, end]);
  const second = onDue(first.next, finance!, about(finance!.at));
  expect(effectsOf(second)).toEqual({ state: 'held', event: 'reminded', mails: [toFinance('hold-ends-soon')] });
  expect(second.next.schedule).toEqual([end]);
});

test('ADV-3 an overdue hold is finance’s task, and finance is reminded weekly until it ends it', () => {
  const week = '2026-12-13T13:14:00.000Z';
  expect(effectsOf(fallDue(held))).toEqual({
    state: 'overdue',
    event: 'fellDue',
    mails: [toFinance('hold-overdue')],
    opens: [{ queue: 'finance', task: 'endOverdueHold', dueAt: week }],
    evidence: { overdueAt: DUE },
  });
  expect(overdue.schedule).toEqual([{ what: 'remindFinanceAgain', at: week }]);
  const again = onDue(overdue, overdue.schedule[0]!, about(week));
  expect(effectsOf(again)).toEqual({ state: 'overdue', event: 'reminded', mails: [toFinance('hold-still-overdue')] });
  expect(again.next.schedule).toEqual([{ what: 'remindFinanceAgain', at: '2026-12-20T13:14:00.000Z' }]);
});

test('ADV-1 ADV-3 whole credits, and orders that have ended, are refused with what to do instead', () => {
  expect(commands.place.decide(none, { node: 'n', credits: 401 }, about(AT)).refusals).toEqual([
    {
      code: 'credits',
      rule: 'ADV-1',
      place: '/credits',
      detail: '401 is not a number of credits from 1 to 400',
      remedy: 'Order whole credits, at least one.',
    },
  ]);
  expect(extend(receive(held, 50_000n).next, 20).refusals).toEqual([
    {
      code: 'holdEnded',
      rule: 'ADV-3',
      place: '',
      detail: 'The hold of ECS0944490 has ended: it is allocated',
      remedy: 'Place a new advance order; a receipt in suspense can be allocated to that one, or returned.',
    },
  ]);
});
