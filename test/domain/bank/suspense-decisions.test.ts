import type { ReceiptPosition, Suspense, SuspenseFacts } from '../../../domain/bank/suspense.state';
import { cases } from '../../../domain/processes';
import { datesOf, effectsOf } from '../../support/decisions';
import { identity, situation } from '../../support/situation';

const { commands, news, onDue, standing, summary, ended } = cases.suspense;
const AT = '2026-11-20T10:00:00.000Z';
const LATER = '2026-12-01T10:00:00.000Z';
const ASK = { what: 'askPayers' as const, at: '2026-11-27T10:00:00.000Z' };
const ESCALATE = { what: 'escalate' as const, at: '2026-12-18T10:00:00.000Z' };
const GIVE_BACK = { what: 'giveBack' as const, at: '2027-01-19T10:00:00.000Z' };
const order = { reference: 'ECS0944490', dueAt: '2026-12-04T10:00:00.000Z' };
const position = (change: Partial<ReceiptPosition> = {}): ReceiptPosition => ({ version: 1, state: 'suspense', order: null, ...change });
const about = (where = position(), at = AT) =>
  situation<SuspenseFacts>({ at, facts: { pence: 25_000n, since: AT, movedAt: AT, position: where } });
const none = cases.suspense.empty(identity({ kind: 'suspense' }), 'r');
const move = (receipt: Suspense, change: Partial<ReceiptPosition>) => {
  const where = position({ version: receipt.position.version + 1, ...change });
  return news.moved.decide(receipt, null, about(where, LATER));
};
const ask = (receipt: Suspense) => commands.askPayers.decide(receipt, {}, about(receipt.position, LATER));
const opening = cases.suspense.opens(none, about());
const open = opening.next;
const linked = move(open, { order }).next;
const escalation = onDue({ ...open, schedule: [ESCALATE, GIVE_BACK] }, ESCALATE);
const escalated = escalation.next;
const match = (dueAt: string) => [{ queue: 'finance', task: 'matchReceipt', dueAt }];
const both = ['matchReceipt', 'resolveEscalated'];

test('BNK-2 before it is opened a case knows nothing but its receipt', () => {
  expect(none).toEqual({
    id: 'r',
    tenant: 't',
    pence: 0n,
    state: 'none',
    stateSince: '1970-01-01T00:00:00.000Z',
    schedule: [],
    later: [],
    position: { version: 0, state: 'suspense', order: null },
  });
});

test('BNK-2 a receipt that no order quotes opens a task of finance, due when it escalates; one that an order has linked opens none', () => {
  expect(effectsOf(opening)).toEqual({ state: 'open', event: 'opened', opens: match(ESCALATE.at) });
  expect(open).toMatchObject({ pence: 25_000n, position: position(), schedule: [ASK, ESCALATE, GIVE_BACK] });
  const quoted = cases.suspense.opens(none, about(position({ order })));
  expect(effectsOf(quoted)).toEqual({ state: 'linked', event: 'openedLinked' });
  expect(quoted.next).toMatchObject({ pence: 25_000n, schedule: [], later: [ASK, ESCALATE, GIVE_BACK] });
});

test('BNK-2 finance may ask the likely payers of an open or an escalated receipt at once; that replaces the asking in its time', () => {
  const asked = ask(open);
  expect(effectsOf(asked)).toEqual({ state: 'open', event: 'payersAsked' });
  expect(datesOf(asked.next.schedule)).toEqual([ESCALATE, GIVE_BACK]);
  expect(effectsOf(ask(escalated))).toEqual({ state: 'escalated', event: 'payersAsked' });
});

test('BNK-2 nobody is asked about a receipt that an order decides about or has taken, nor before its case is opened', () => {
  for (const receipt of [none, linked, move(open, { state: 'allocated' }).next])
    expect(ask(receipt).refusals).toEqual([
      {
        code: 'notInSuspense',
        rule: 'BNK-2',
        place: '',
        detail: `This receipt is ${receipt.state}`,
        remedy: 'Only the payers of a receipt that nobody has linked or taken can be asked.',
      },
    ]);
});

test.each([
  ['allocated', 'allocated'],
  ['split', 'split'],
  ['returning', 'returned'],
] as const)('BNK-2 a receipt whose row says %s is %s here: nothing is scheduled any more, and both tasks are closed', (state, to) => {
  for (const receipt of [open, linked, escalated]) {
    const decision = move(receipt, { state });
    expect(effectsOf(decision)).toEqual({ state: to, event: to, closes: both });
    expect(decision.next).toMatchObject({ schedule: [], later: [], position: { state } });
  }
});

test('BNK-2 an order that links a receipt closes its tasks and keeps what would have happened for later, also where another links it then', () => {
  const first = move(open, { order });
  expect(effectsOf(first)).toEqual({ state: 'linked', event: 'linked', closes: both });
  expect(first.next).toMatchObject({ schedule: [], later: [ASK, ESCALATE, GIVE_BACK], position: { order } });
  const second = { ...order, reference: 'ECS1731645' };
  expect(move(first.next, { order: second }).next).toMatchObject({
    state: 'linked',
    later: [ASK, ESCALATE, GIVE_BACK],
    position: { order: second },
  });
});

test('BNK-2 a released receipt is finance’s task again, due when it escalates, or, once it has, when the money goes back', () => {
  expect(effectsOf(move(linked, {}))).toEqual({ state: 'open', event: 'released', opens: match(ESCALATE.at) });
  expect(move(linked, {}).next).toMatchObject({ later: [], position: { order: null } });
  const late = move({ ...linked, later: [GIVE_BACK] }, {});
  expect(late.opens).toEqual(match(GIVE_BACK.at));
});

test('BNK-2 of what was missed while an order decided, that of the very instant happens in its time', () => {
  const later = [{ ...ASK, at: LATER }, ESCALATE];
  expect(move({ ...linked, later }, {}).next.schedule).toEqual(later);
});

test('BNK-2 news that changes nothing here is noted, and no task or moment moves', () => {
  const noted = move(open, {});
  expect(effectsOf(noted)).toEqual({ state: 'open', event: 'noted' });
  expect(noted.next).toEqual({ ...open, position: position({ version: 2 }) });
});

test('BNK-2 a case that has ended hears no more, and says so', () => {
  const over = move(open, { state: 'split' }).next;
  const refusal = {
    code: 'notInSuspense',
    rule: 'BNK-2',
    place: '',
    detail: 'This receipt is split',
    remedy: 'Read the receipt: it shows what became of it; nothing is left to decide here.',
  };
  expect(move(over, { order }).refusals).toEqual([refusal]);
  expect(ended(over)).toEqual(refusal);
});

test('BNK-2 the likely payers are asked in their time, and the rest stays as it was', () => {
  const asked = onDue(open, open.schedule[0]!);
  expect(effectsOf(asked)).toEqual({ state: 'open', event: 'payersAsked' });
  expect(datesOf(asked.next.schedule)).toEqual([ESCALATE, GIVE_BACK]);
});

test('BNK-2 a receipt escalates: finance is told by when it goes back, and has another task in place of the first', () => {
  expect(effectsOf(escalation)).toEqual({
    state: 'escalated',
    event: 'escalated',
    mails: [
      {
        template: 'suspense-escalated',
        to: { queue: 'finance' },
        facts: { amount: '£250.00', receipt: 'r', returnAt: '19 Jan 2027 10:00' },
      },
    ],
    opens: [{ queue: 'finance', task: 'resolveEscalated', dueAt: GIVE_BACK.at }],
    closes: ['matchReceipt'],
  });
  expect(escalated.schedule).toEqual([GIVE_BACK]);
});

test('BNK-2 MON-2 at the end the money goes from suspense to what is returned, every penny, under one key', () => {
  const back = onDue(escalated, escalated.schedule[0]!);
  expect(effectsOf(back)).toEqual({
    state: 'returned',
    event: 'givenBack',
    entries: [
      {
        key: 'receipt/r/return',
        kind: 'return',
        postings: [
          { account: 'suspense', pence: 25_000n },
          { account: 'returns', pence: -25_000n },
        ],
      },
    ],
    closes: both,
  });
  expect(back.next.schedule).toEqual([]);
});

test('WHY-1 WHY-2 a receipt says on whom it waits, what ends it and what comes next; while an order decides, that order’s end', () => {
  const hold = { name: 'owner', awaiting: 'finance', clock: 'ours' };
  expect(standing(open).holds).toEqual([
    {
      ...hold,
      since: AT,
      why: 'Waiting on finance since 20 Nov 2026 10:00: £250.00 quotes no open order exactly; it ends when it is allocated, split or returned, at the latest at 19 Jan 2027 10:00.',
      next: [
        { at: ASK.at, what: 'the likely payers are asked by e-mail' },
        { at: ESCALATE.at, what: 'the case escalates, and finance is told' },
        { at: GIVE_BACK.at, what: 'the money goes back to its sender' },
      ],
      dueAt: ASK.at,
    },
  ]);
  expect(standing(linked).holds).toEqual([
    {
      ...hold,
      since: LATER,
      why: 'Waiting on finance since 1 Dec 2026 10:00: £250.00 quotes ECS0944490, which decides about it; it ends with that decision.',
      next: [{ at: order.dueAt, what: 'the hold of ECS0944490 ends' }],
      dueAt: order.dueAt,
    },
  ]);
  expect(standing(escalated).why).toBe(
    'Waiting on finance since 18 Dec 2026 10:00: nobody has found out whose £250.00 this is, it has escalated; it ends when it is allocated, split or returned, at the latest at 19 Jan 2027 10:00.',
  );
});

test('WHY-1 where nothing is scheduled a receipt names no day, and it says how it ended', () => {
  const unscheduled = standing({ ...open, schedule: [] });
  expect([unscheduled.dueAt, unscheduled.next]).toEqual([null, []]);
  expect(unscheduled.why).toMatch(/it ends when it is allocated, split or returned\.$/);
  const of = (state: ReceiptPosition['state']) => standing(move(open, { state }).next).why;
  expect([standing(none).why, of('allocated'), of('split'), of('returning')]).toEqual([
    'Not opened yet.',
    'Ended at 1 Dec 2026 10:00: £250.00 was allocated to an order.',
    'Ended at 1 Dec 2026 10:00: £250.00 was split over several orders.',
    'Ended at 1 Dec 2026 10:00: £250.00 goes back to its sender.',
  ]);
  expect(summary(open, ASK)).toBe('£250.00 in suspense: the likely payers are asked by e-mail');
});
