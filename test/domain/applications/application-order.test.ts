import fc from 'fast-check';
import { notPayable, paymentEntry, paymentInWords, priceOf } from '../../../domain/applications/application-order';
import { sum } from '../../../domain/money';
import { firstPolicy } from '../../../domain/policy';

test('MON-3 a card is £57.00, £9.50 of it value added tax; an order is that many', () => {
  expect(priceOf(1, firstPolicy.cards)).toEqual({ pence: 5_700n, vat: 950n });
  expect(priceOf(3, firstPolicy.cards)).toEqual({ pence: 17_100n, vat: 2_850n });
  expect(paymentInWords(11_400n)).toBe('Payment of £114.00 for an order of cards, made outside the system');
});

test('ORD-3 only a closed order can be paid, and once', () => {
  const refusals = (['open', 'closed', 'paid'] as const).map((state) => notPayable({ state }));
  expect(refusals.map((refusal) => refusal && [refusal.code, refusal.place])).toEqual([['orderOpen', '/order'], null, ['paid', '/order']]);
});

test('MON-2 the payment of any order is one balanced entry under the order’s own key, fees and tax apart', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.bigInt({ min: 100n, max: 100_000n }), (cards, pricePence) => {
      const vatPence = pricePence / 6n;
      const price = priceOf(cards, { ...firstPolicy.cards, pricePence, vatPence });
      const { key, kind, postings } = paymentEntry('o', price, 'paid-outside');
      expect([key, kind, sum(postings.map(({ pence }) => pence))]).toEqual(['application-order/o/payment', 'payment', 0n]);
      expect(postings.map(({ account, pence }) => [account, pence])).toEqual([
        ['paid-outside', price.pence],
        ['card-fees', price.vat - price.pence],
        ['vat', -price.vat],
      ]);
    }),
  );
});
