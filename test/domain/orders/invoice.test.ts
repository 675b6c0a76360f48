import fc from 'fast-check';
import { cardLines, fundsLines, invoiceReference, totalOf } from '../../../domain/orders/invoice';
import { priceWithVat } from '../../../domain/orders/fee';

test('ORD-6 the lines of an order are one for each type of card and price, and come to what the cards cost', () => {
  const [old, dear] = [priceWithVat(4_750n, 2_000), priceWithVat(5_000n, 2_000)];
  const lines = cardLines([
    { cardType: 'craft', ...old },
    { cardType: 'managerial', ...dear },
    { cardType: 'craft', ...old },
  ]);
  expect(lines).toEqual([
    { description: 'Card: Craft or Related Disciplines', quantity: 2, net: 9_500n, vat: 1_900n, vatRate: 2_000 },
    { description: 'Card: Managerial', quantity: 1, net: 5_000n, vat: 1_000n, vatRate: 2_000 },
  ]);
  expect(totalOf(lines)).toEqual({ net: 14_500n, vat: 2_900n, pence: 17_400n });
});

test('ORD-6 MON-1 however many cards of whatever price, no penny is lost between cards and lines', () => {
  const price = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 6n }), fc.integer({ min: 0, max: 10_000 }));
  const cards = fc.array(fc.record({ cardType: fc.constantFrom('craft' as const, 'managerial' as const), price }), { minLength: 1 });
  fc.assert(
    fc.property(cards, (given) => {
      const priced = given.map(({ cardType, price: [net, rate] }) => ({ cardType, ...priceWithVat(net, rate) }));
      expect(totalOf(cardLines(priced))).toEqual(totalOf(priced));
    }),
  );
});

test('ORD-6 ADV-1 credits are invoiced without tax: so many where they were paid exactly, one sum where they were not', () => {
  expect(fundsLines(75_000n, { credits: 3, due: 75_000n })).toMatchObject([{ quantity: 3, net: 75_000n, vat: 0n, vatRate: 0 }]);
  expect(fundsLines(75_001n, { credits: 3, due: 75_000n })).toMatchObject([{ quantity: 1, net: 75_001n, vat: 0n }]);
});

test('ORD-6 invoices and credit notes are told apart by name, and are of one series', () => {
  expect([invoiceReference('invoice', 1), invoiceReference('creditNote', 2), invoiceReference('invoice', 1_234_567)]).toEqual([
    'INV-000001',
    'CN-000002',
    'INV-1234567',
  ]);
});
