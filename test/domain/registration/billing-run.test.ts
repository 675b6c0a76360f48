import fc from 'fast-check';
import { firstPolicy } from '../../../domain/policy';
import { sum } from '../../../domain/money';
import { totalOf } from '../../../domain/orders/invoice';
import {
  accountLines,
  afterInvoicing,
  begun,
  billingDue,
  billingMonth,
  endOfMonth,
  type Charged,
} from '../../../domain/registration/billing-run.decide';
import { billingRun } from '../../../domain/registration/billing-run.process';

const product = (code: string) => ({ code, name: `Name of ${code}` });

test('CEN-1 TIM-4 the month of a charge is London’s: 23:59:59 of its last day is in it, 00:00:00 is the next one’s, in summer and in winter', () => {
  expect([billingMonth('2026-11-30T23:59:59.999Z'), billingMonth('2026-12-01T00:00:00.000Z')]).toEqual(['2026-11-01', '2026-12-01']);
  // The clocks went forward on 29 March 2026: April begins at 23:00 of 31 March.
  expect([billingMonth('2026-03-31T22:59:59.999Z'), billingMonth('2026-03-31T23:00:00.000Z')]).toEqual(['2026-03-01', '2026-04-01']);
  expect([endOfMonth('2026-03-01'), endOfMonth('2026-10-01')]).toEqual(['2026-03-31T23:00:00.000Z', '2026-11-01T00:00:00.000Z']);
});

test('CEN-1 TIM-4 the invoices are made at 06:00 London of the first day of the next month, whatever the clocks did', () => {
  expect([billingDue('2026-03-01', firstPolicy), billingDue('2026-10-01', firstPolicy), billingDue('2026-12-01', firstPolicy)]).toEqual([
    '2026-04-01T05:00:00.000Z',
    '2026-11-01T06:00:00.000Z',
    '2027-01-01T06:00:00.000Z',
  ]);
});

test('CEN-1 a run waits to the millisecond, tells when another centre has come, goes on while one is owed an invoice, and then is over for good', () => {
  const first = begun('2026-11-01', 1, firstPolicy);
  const now = (toInvoice: number, invoiced = 0, carried = 0) => ({ toInvoice, invoiced, carried });
  const before = afterInvoicing(first, now(1), '2026-12-01T05:59:59.999Z');
  expect(before).toEqual({ progress: first, nextDue: first.dueAt });
  const another = afterInvoicing(first, now(2), '2026-11-20T10:00:00.000Z');
  expect(another).toEqual({ progress: { ...first, toInvoice: 2 }, nextDue: first.dueAt, event: 'counted' });
  const half = afterInvoicing(another.progress, now(1, 1), first.dueAt);
  expect(half).toMatchObject({ nextDue: 'atOnce', progress: { invoiced: 1, isOver: false } });
  const over = afterInvoicing(half.progress, now(0, 2, 3), first.dueAt);
  expect(over).toMatchObject({ nextDue: 'whenWoken', progress: { invoiced: 2, carried: 3, isOver: true } });
  expect(afterInvoicing(over.progress, now(5), '2027-01-01T00:00:00.000Z')).toEqual({ progress: over.progress, nextDue: 'whenWoken' });
});

test('CEN-1 WHY-1 it says until when it waits and of how many centres, and what became of them', () => {
  const progress = begun('2026-11-01', 3, firstPolicy);
  const since = '2026-11-02T10:00:00.000Z';
  expect(billingRun.standing(progress, since)).toMatchObject({
    stage: 'To be invoiced',
    why: 'Waiting until 1 Dec 2026 06:00: 3 centres are to be invoiced; it ends when each has its invoice.',
    next: [{ at: progress.dueAt, what: "the month's invoices are made" }],
  });
  expect(billingRun.standing({ ...progress, toInvoice: 1 }, since).why).toContain('1 centre is to be invoiced');
  expect(billingRun.standing({ ...progress, invoiced: 2, carried: 1, isOver: true }, since)).toMatchObject({
    ...{ stage: 'Invoiced', ended: true },
    why: 'Ended: 2 centres are invoiced, 1 centre is carried forward as nothing is owed for the month.',
  });
});

test('CEN-1 ORD-6 charges of one product and price are one line, credits one of their own, another price another; by product, what was registered first', () => {
  const of = { net: 4_000n, vat: 800n, vatRate: 2_000 };
  const charges: Charged[] = [
    { ...of, what: 'registrationUndone', product: product('B'), quantity: -2 },
    { ...of, what: 'registration', product: product('B'), quantity: 5 },
    { ...of, what: 'registration', product: product('A'), quantity: 1 },
    { ...of, what: 'registration', product: product('B'), quantity: 3 },
    { ...of, what: 'registration', product: product('B'), quantity: 1, net: 6_000n, vat: 1_200n },
  ];
  expect(accountLines(charges).map(({ description, quantity, net, vat }) => [description, quantity, net, vat])).toEqual([
    ['Registration: A Name of A', 1, 4_000n, 800n],
    ['Registration: B Name of B', 8, 32_000n, 6_400n],
    ['Registration: B Name of B', 1, 6_000n, 1_200n],
    ['Undone registration: B Name of B', -2, -8_000n, -1_600n],
  ]);
});

test('CEN-1 MON-1 whatever is charged and credited, the lines come to it to the penny', () => {
  const charge = fc.record({
    what: fc.constantFrom('registration' as const, 'registrationUndone' as const),
    product: fc.constantFrom('A', 'B', 'C').map(product),
    quantity: fc.integer({ min: -50, max: 2_000 }),
    net: fc.bigInt({ min: 0n, max: 100_000n }),
    vat: fc.bigInt({ min: 0n, max: 20_000n }),
    vatRate: fc.constantFrom(0, 500, 2_000),
  });
  fc.assert(
    fc.property(fc.array(charge, { maxLength: 40 }), (charges) => {
      const { net, vat, pence } = totalOf(accountLines(charges));
      expect(net).toBe(sum(charges.map((each) => each.net * BigInt(each.quantity))));
      expect(vat).toBe(sum(charges.map((each) => each.vat * BigInt(each.quantity))));
      expect(pence).toBe(net + vat);
    }),
  );
});
