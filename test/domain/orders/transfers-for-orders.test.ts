import fc from 'fast-check';
import type { PayableOrder } from '../../../domain/applications/application-order';
import * as decide from '../../../domain/orders/advance-order.decide';
import { unplaced, type AdvanceOrder, type OrderFacts } from '../../../domain/orders/advance-order.state';
import { cases } from '../../../domain/processes';
import { firstPolicy } from '../../../domain/policy';
import type { Situation } from '../../../domain/process';
import { sum } from '../../../domain/money';
import { identity, situation } from '../../support/situation';

const AT = '2026-11-22T13:14:00.000Z';
const LATER = '2026-11-23T09:00:00.000Z';
const CLOSED: PayableOrder = {
  state: 'closed',
  node: 'office',
  pence: 11_400n,
  vat: 1_900n,
  isBeingPaid: false,
  applications: ['one', 'two'],
};
const OFFERED = { ...firstPolicy, orders: { ...firstPolicy.orders, payableByBacs: 2 } };
const about = (order: PayableOrder, receipts: { receipt: string; pence: bigint }[] = [], policy = OFFERED): Situation<OrderFacts> => ({
  ...situation<OrderFacts>({ at: AT, by: 'payer', requestId: 'hold' }),
  ...{ policy, facts: { order, receipts: receipts.map((each) => ({ ...each, isFree: true })) } },
});
const choose = (order = CLOSED, policy = OFFERED) => decide.place(unplaced(identity()), { order: 'order' }, about(order, [], policy));
const receive = (hold: AdvanceOrder, pence: bigint, order = CLOSED) =>
  decide.receive(hold, { receipt: `r${pence}` }, { ...about(order, [{ receipt: `r${pence}`, pence }]), at: LATER });
const held = choose().next;

test('ORD-3 BACS is chosen for a closed order where policy says so: the hold is over what the order comes to, at its level', () => {
  expect(held).toMatchObject({
    state: 'held',
    due: 11_400n,
    node: 'office',
    credits: 0,
    paysFor: 'order',
    dueAt: '2026-12-06T13:14:00.000Z',
  });
  const codes = (order: PayableOrder, policy = OFFERED) => choose(order, policy).refusals.map(({ code }) => code);
  expect(codes(CLOSED, firstPolicy)).toEqual(['notByBacs']);
  expect(codes({ ...CLOSED, state: 'open' })).toEqual(['orderOpen']);
  expect(codes({ ...CLOSED, state: 'paid' })).toEqual(['paid']);
  expect(codes({ ...CLOSED, isBeingPaid: true })).toEqual(['beingPaid']);
});

test('ORD-3 MON-2 a transfer of exactly what is due becomes funds of the level and pays the order from them at once; its applications hear of it', () => {
  const paid = receive(held, 11_400n);
  expect(paid.next).toMatchObject({ state: 'allocated', hasPaid: true, allocated: 11_400n });
  expect(paid.entries.map(({ kind, postings }) => [kind, postings])).toEqual([
    [
      'allocation',
      [
        { account: 'suspense', pence: 11_400n },
        { account: 'funds/office', pence: -11_400n },
      ],
    ],
    [
      'payment',
      [
        { account: 'funds/office', pence: 11_400n },
        { account: 'card-fees', pence: -9_500n },
        { account: 'vat', pence: -1_900n },
      ],
    ],
  ]);
  expect(paid.tells).toEqual([{ entity: 'r11400' }, { entity: 'one' }, { entity: 'two' }]);
  expect(paid.mails.map(({ template }) => template)).toEqual(['order-paid-by-transfer']);
  expect(cases['advance-order'].standing(paid.next).why).toContain('has paid the order for cards');
});

test('ORD-3 ADV-4 a penny less waits for finance, and accepted as it is becomes funds alone; a penny more accepted pays and leaves a penny', () => {
  const accept = (hold: AdvanceOrder, order = CLOSED) => decide.decideReceived(hold, { choice: 'acceptAsReceived' }, about(order));
  const short = receive(held, 11_399n).next;
  expect(short.state).toBe('partPaid');
  const funds = accept(short);
  expect([funds.next.hasPaid, funds.entries.map(({ kind }) => kind), funds.mails.map(({ template }) => template)]).toEqual([
    ...[undefined, ['allocation'], ['funds-usable']],
  ]);
  const over = receive(held, 11_401n).next;
  expect(over.state).toBe('overPaid');
  const paid = accept(over);
  expect(paid.next.hasPaid).toBe(true);
  const left = paid.entries.flatMap(({ postings }) => postings).filter(({ account }) => account === 'funds/office');
  expect(sum(left.map(({ pence }) => pence))).toBe(-1n);
});

test('ORD-3 a transfer for an order that was paid meanwhile is not lost: it becomes funds', () => {
  const late = receive(held, 11_400n, { ...CLOSED, state: 'paid' });
  expect([late.next.state, late.next.hasPaid, late.entries.map(({ kind }) => kind)]).toEqual(['allocated', undefined, ['allocation']]);
});

test('ORD-3 MON-2 whatever is received and accepted, entries balance, the order is paid once and only when all of it is there', () => {
  fc.assert(
    fc.property(fc.bigInt(1n, 30_000n), (pence) => {
      const first = receive(held, pence);
      const decisions =
        first.next.state === 'allocated'
          ? [first]
          : [first, decide.decideReceived(first.next, { choice: 'acceptAsReceived' }, about(CLOSED))];
      const entries = decisions.flatMap((each) => each.entries);
      for (const { postings } of entries) expect(sum(postings.map((each) => each.pence))).toBe(0n);
      expect(entries.filter(({ kind }) => kind === 'payment')).toHaveLength(pence >= 11_400n ? 1 : 0);
      expect(decisions.at(-1)!.next.allocated).toBe(pence);
    }),
  );
});
