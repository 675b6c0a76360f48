import fc from 'fast-check';
import type { Decision } from '../../../domain/decision';
import { cardPayment } from '../../../domain/orders/card-payment.process';
import type { CardPayment, CardPaymentFacts, GatewayReport } from '../../../domain/orders/card-payment.state';
import { identity, situation } from '../../support/situation';
import { datesOf } from '../../support/decisions';

const BEGUN = '2026-11-25T14:00:00.000Z';
const FREED = '2026-11-25T14:30:00.000Z';
const ORDER = { state: 'closed' as const, node: 'office', pence: 5_700n, vat: 950n, applications: ['one', 'two'], isBeingPaid: false };
const nothing: CardPaymentFacts = { order: ORDER, reports: [] };

const told = (at: string, more: Partial<GatewayReport> = {}): GatewayReport => ({
  ...{ report: `${more.outcome ?? 'succeeded'}/${at}`, outcome: 'succeeded', pence: 5_700n, currency: 'GBP', at },
  ...more,
});
const begun = (pays: CardPayment['pays'] = { what: 'cards', order: 'order' }, facts = nothing): Decision<CardPayment> =>
  cardPayment.commands.begin.decide(
    cardPayment.empty(identity({ kind: 'card-payment', reference: 'C-1' }), 'p'),
    { pays: pays!, node: 'company' },
    situation({ at: BEGUN, by: 'payer', facts }),
  );

/** Lets all happen up to an instant that is due or was told, what comes first first; answers every decision. */
function runTo(from: CardPayment, to: string, reports: GatewayReport[], order: CardPaymentFacts['order'] = ORDER): Decision<CardPayment>[] {
  const decisions: Decision<CardPayment>[] = [];
  for (let state = from; ; state = decisions.at(-1)!.next) {
    const facts = { order, reports: reports.filter(({ at }) => at <= to) };
    const news = cardPayment.unheard(state, facts);
    const [due] = state.schedule;
    if (news) decisions.push(cardPayment.news.reported.decide(state, news.body as { report: string }, situation({ at: news.at, facts })));
    else if (due && due.at <= to) decisions.push(cardPayment.onDue(state, due, situation({ at: due.at, facts })));
    else return decisions;
  }
}
const stateAt = (to: string, reports: GatewayReport[], order?: CardPaymentFacts['order']) =>
  runTo(begun().next, to, reports, order).at(-1)?.next.state ?? 'pending';
const moved = (decisions: Decision<CardPayment>[]) => decisions.flatMap(({ entries }) => entries);

test('ORD-5 scenario 2: a success at 14:29:59 pays, at 14:30:00 the order is free, a success at 14:31 pays it all the same', () => {
  const [inTime, onTime, late] = ['14:29:59.999', '14:30:00.000', '14:31:00.000'].map((time) => told(`2026-11-25T${time}Z`));
  expect(stateAt('2026-11-25T14:29:59.999Z', [])).toBe('pending');
  expect(stateAt(FREED, [])).toBe('expired');
  expect(runTo(begun().next, FREED, [inTime!]).map(({ event }) => event)).toEqual(['succeeded']);
  expect(runTo(begun().next, FREED, [onTime!]).map(({ event }) => event)).toEqual(['expired', 'succeeded']);
  const decisions = runTo(begun().next, '2026-11-25T14:31:00.000Z', [late!]);
  expect(decisions.map(({ event }) => event)).toEqual(['expired', 'succeeded']);
  expect(moved(decisions)).toEqual([
    {
      key: 'application-order/order/payment',
      kind: 'payment',
      postings: [
        { account: 'card-gateway', pence: 5_700n },
        { account: 'card-fees', pence: -4_750n },
        { account: 'vat', pence: -950n },
      ],
    },
  ]);
  expect(decisions.at(-1)!.tells).toEqual([{ entity: 'one' }, { entity: 'two' }]);
});

test('ORD-5 what is paid after funds have paid the order becomes funds of its level, and the payer is told', () => {
  const decisions = runTo(begun().next, '2026-11-25T14:31:00.000Z', [told('2026-11-25T14:31:00.000Z')], { ...ORDER, state: 'paid' });
  expect(decisions.at(-1)!.next.state).toBe('inFunds');
  expect(moved(decisions).map(({ postings }) => postings)).toEqual([
    [
      { account: 'card-gateway', pence: 5_700n },
      { account: 'funds/office', pence: -5_700n },
    ],
  ]);
  expect(decisions.at(-1)!.mails).toEqual([
    { template: 'card-payment-funds', to: { user: 'payer' }, facts: { reference: 'C-1', received: '£57.00' } },
  ]);
});

test('ORD-5 a failure frees the order and undoes nothing: after a success it is nothing, and a success after it pays', () => {
  const failed = told('2026-11-25T14:10:00.000Z', { outcome: 'failed' });
  expect(stateAt('2026-11-25T14:10:00.000Z', [failed])).toBe('failed');
  expect(stateAt('2026-11-25T14:12:00.000Z', [told('2026-11-25T14:09:00.000Z'), failed])).toBe('paid');
  expect(stateAt('2026-11-25T14:12:00.000Z', [failed, told('2026-11-25T14:11:00.000Z')])).toBe('paid');
});

test('ORD-5 over another amount or currency nothing is paid: finance has a task, and makes it funds or says that it was given back', () => {
  for (const wrong of [{ pence: 5_600n }, { currency: 'EUR' }]) {
    const [doubted] = runTo(begun().next, '2026-11-25T14:05:00.000Z', [told('2026-11-25T14:05:00.000Z', wrong)]);
    expect([doubted!.next.state, doubted!.entries, datesOf(doubted!.opens)]).toEqual([
      'inDoubt',
      [],
      [{ queue: 'finance', task: 'settleCardPayment', dueAt: '2026-11-27T14:05:00.000Z' }],
    ]);
    const reminded = runTo(doubted!.next, '2026-11-27T14:05:00.000Z', []);
    expect(reminded.map(({ event, mails }) => [event, mails[0]!.to])).toEqual([['reminded', { queue: 'finance' }]]);
    const settled = (how: 'funds' | 'returned') =>
      cardPayment.commands.settle.decide(doubted!.next, { how }, situation({ at: '2026-11-26T10:00:00.000Z', by: 'f', facts: nothing }));
    expect([settled('returned').next.state, settled('returned').entries]).toEqual(['settled', []]);
    const funds = settled('funds');
    if (wrong.currency) expect(funds.refusals.map(({ code }) => code)).toEqual(['currency']);
    else expect(funds.entries[0]!.postings).toContainEqual({ account: 'funds/office', pence: -5_600n });
  }
});

test('ORD-3 ORD-5 an order that is open, paid or being paid by card is not begun to be paid', () => {
  const codes = (order: Partial<typeof ORDER> | { state: 'open' | 'paid' }) =>
    begun({ what: 'cards', order: 'order' }, { ...nothing, order: { ...ORDER, ...order } }).refusals.map(({ code }) => code);
  expect([codes({ state: 'open' }), codes({ state: 'paid' }), codes({ isBeingPaid: true })]).toEqual([
    ['orderOpen'],
    ['paid'],
    ['beingPaid'],
  ]);
});

test('ADV-1 credits paid by card are funds of their level at once, without tax', () => {
  const { next } = begun({ what: 'credits', credits: 3 }, { ...nothing, order: null });
  expect([next.pence, next.vat, next.node]).toEqual([75_000n, 0n, 'company']);
  const decisions = runTo(next, BEGUN, [told(BEGUN, { pence: 75_000n })], null);
  expect(moved(decisions)[0]!.postings).toEqual([
    { account: 'card-gateway', pence: 75_000n },
    { account: 'funds/company', pence: -75_000n },
  ]);
  expect(begun({ what: 'credits', credits: 401 }, { ...nothing, order: null }).refusals.map(({ code }) => code)).toEqual(['credits']);
});

test('ORD-5 MON-2 whatever the gateway reports, in whatever order, money moves once at most, and only for a success', () => {
  const minute = fc.integer({ min: 0, max: 40 }).map((of) => new Date(Date.parse(BEGUN) + of * 60_000).toISOString());
  const report = fc.tuple(minute, fc.constantFrom('succeeded' as const, 'failed' as const)).map(([at, outcome]) => told(at, { outcome }));
  const paid = fc.boolean().map((isPaid) => ({ ...ORDER, state: isPaid ? ('paid' as const) : ('closed' as const) }));
  fc.assert(
    fc.property(fc.uniqueArray(report, { maxLength: 6, selector: (each) => each.report }), paid, (reports, order) => {
      const decisions = runTo(begun().next, '2026-12-31T00:00:00.000Z', reports, order);
      const succeeded = reports.some(({ outcome }) => outcome === 'succeeded');
      expect(moved(decisions)).toHaveLength(succeeded ? 1 : 0);
      expect(decisions.at(-1)!.next.state).toBe(succeeded ? (order.state === 'paid' ? 'inFunds' : 'paid') : 'closed');
    }),
  );
});
