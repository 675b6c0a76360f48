import fc from 'fast-check';
import { notPayable, paymentEntry, paymentInWords, priceOfCard } from '../../../domain/applications/application-order';
import { sum } from '../../../domain/money';
import { totalOf } from '../../../domain/orders/invoice';
import { firstPolicy } from '../../../domain/policy';

test('MON-3 where no fee stands a card is £57.00, £9.50 of it value added tax at 20%; an order is that many', () => {
  const card = priceOfCard([], 'craft', '2026-11-24', firstPolicy.cards);
  expect(card).toEqual({ net: 4_750n, vat: 950n, vatRate: 2_000 });
  expect(totalOf([card, card, card])).toEqual({ net: 14_250n, vat: 2_850n, pence: 17_100n });
  expect(paymentInWords(11_400n)).toBe('Payment of £114.00 for an order of cards, made outside the system');
});

test('ORD-3 only a closed order can be paid, and once', () => {
  const refusals = (['open', 'closed', 'paid'] as const).map((state) => notPayable({ state }));
  expect(refusals.map((refusal) => refusal && [refusal.code, refusal.place])).toEqual([['orderOpen', '/order'], null, ['paid', '/order']]);
});

test('MON-2 the payment of any order is one balanced entry under the order’s own key, fees and tax apart', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000 }), fc.bigInt({ min: 100n, max: 100_000n }), (cards, pricePence) => {
      const vatPence = pricePence / 6n;
      const card = priceOfCard([], 'craft', '2026-11-24', { ...firstPolicy.cards, pricePence, vatPence });
      const price = totalOf(Array.from({ length: cards }, () => card));
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
