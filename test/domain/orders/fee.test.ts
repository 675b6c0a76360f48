import fc from 'fast-check';
import { feeFaults, feeInWords, feeOn, priceInWords, priceWithVat, type Fee } from '../../../domain/orders/fee';

const card = (net: bigint, from: string, cardType: Fee['cardType'] = null): Fee => ({
  product: null,
  ...{ item: 'card', cardType, from },
  ...priceWithVat(net, 2_000),
});

test('MON-3 MON-1 £47.50 with tax at 20% is £57.00, £9.50 of it the tax; half a penny of tax is a penny', () => {
  expect(priceWithVat(4_750n, 2_000)).toEqual({ net: 4_750n, vat: 950n, vatRate: 2_000 });
  expect([priceWithVat(2n, 2_500).vat, priceWithVat(1n, 2_500).vat, priceWithVat(4_750n, 0).vat]).toEqual([1n, 0n, 0n]);
  expect(priceInWords(priceWithVat(4_750n, 2_000))).toBe('£57.00 (£47.50 and £9.50 VAT at 20%)');
  expect(priceInWords(priceWithVat(4_000n, 0))).toBe('£40.00');
  expect(feeInWords(card(5_000n, '2026-12-01', 'managerial'))).toBe(
    'Fee from 1 Dec 2026: Card, Managerial becomes £60.00 (£50.00 and £10.00 VAT at 20%)',
  );
});

test('MON-1 the tax of any price at any rate is within half a penny of the exact one', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 8n }), fc.integer({ min: 0, max: 10_000 }), (net, rate) => {
      const off = priceWithVat(net, rate).vat * 10_000n - net * BigInt(rate);
      expect(off > -5_000n && off <= 5_000n).toBe(true);
    }),
  );
});

test('MON-3 the fee of the day stands: the old one on the last day before, the new one from its day on; a type’s own goes before the one for all', () => {
  const fees = [card(5_000n, '2026-12-01'), card(4_750n, '2020-01-01'), card(6_000n, '2026-11-01', 'managerial')];
  const netOn = (type: 'craft' | 'managerial', day: string) => feeOn(fees, { item: 'card', cardType: type, product: null }, day)?.net;
  expect([netOn('craft', '2026-11-30'), netOn('craft', '2026-12-01')]).toEqual([4_750n, 5_000n]);
  expect([netOn('managerial', '2026-10-31'), netOn('managerial', '2026-11-01'), netOn('managerial', '2026-12-01')]).toEqual([
    4_750n,
    6_000n,
    6_000n,
  ]);
  expect([netOn('craft', '2019-12-31'), feeOn(fees, { item: 'fastTrack', cardType: null, product: null }, '2026-12-01')]).toEqual([
    undefined,
    undefined,
  ]);
});

test('MON-3 a fee that reaches back, one for a type of what has none, and a second one from one day are refused, all faults at once', () => {
  const today = '2026-11-24';
  const codes = (fee: Fee) => feeFaults([card(4_750n, '2026-12-01')], fee, today).map(({ code, place }) => [code, place]);
  expect(codes(card(5_000n, '2026-11-24'))).toEqual([['from', '/from']]);
  expect(codes(card(5_000n, '2026-11-25'))).toEqual([]);
  expect(codes(card(5_000n, '2026-12-01'))).toEqual([['feeTaken', '/from']]);
  expect(codes(card(5_000n, '2026-12-01', 'craft'))).toEqual([]);
  expect(codes({ ...card(5_000n, '2026-11-23', 'craft'), item: 'fastTrack' })).toEqual([
    ['from', '/from'],
    ['cardType', '/cardType'],
  ]);
});
