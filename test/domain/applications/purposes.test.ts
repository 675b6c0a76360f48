import fc from 'fast-check';
import { notStartable, type IssuedCard, type Purpose } from '../../../domain/applications/purposes';
import { requirementsOf } from '../../../domain/applications/requirements';
import { firstPolicy } from '../../../domain/policy';
import { factsAt, filledIn } from '../../support/applications';

const CARD: IssuedCard = { type: 'craft', validTo: '2028-12-31' };
const refusal = (purpose: Purpose, on: string, cards = [CARD]) =>
  notStartable({ cardType: 'craft', purpose }, cards, on, firstPolicy.cards)?.code ?? null;

test('APP-1 CRD-3 a renewal opens three months before the card expires, on the same date, and stays open after it has', () => {
  expect(['2028-09-29', '2028-09-30', '2028-12-31', '2030-01-01'].map((on) => refusal('renewal', on))).toEqual([
    'tooEarly',
    null,
    null,
    null,
  ]);
});

test('APP-1 TIM-4 a replacement is of a card in date, to the end of its last day', () => {
  expect(['2026-11-26', '2028-12-31', '2029-01-01'].map((on) => refusal('replacement', on))).toEqual([null, null, 'cardExpired']);
});

test('APP-1 without a card of that type there is nothing to renew or replace; a first one needs none', () => {
  for (const cards of [[], [{ ...CARD, type: 'managerial' }]])
    expect((['initial', 'renewal', 'replacement'] as const).map((purpose) => refusal(purpose, '2028-12-01', cards))).toEqual([
      null,
      'noCard',
      'noCard',
    ]);
});

test('APP-1 CRD-3 of several cards the one that runs longest counts, whatever their order', () => {
  const year = fc.integer({ min: 2027, max: 2040 });
  fc.assert(
    fc.property(fc.uniqueArray(year, { minLength: 1, maxLength: 5 }), (years) => {
      const cards = years.map((each) => ({ ...CARD, validTo: `${each}-12-31` }));
      const last = Math.max(...years);
      expect([refusal('renewal', `${last}-09-29`, cards), refusal('renewal', `${last}-09-30`, cards)]).toEqual(['tooEarly', null]);
    }),
  );
});

test('APP-1 APP-2 a replacement needs a photo and whom it goes to, and nothing else', () => {
  const facts = factsAt('2026-11-26T10:00:00.000Z', { form: { ...filledIn, purpose: 'replacement', needs: null, hseChoice: null } });
  expect(requirementsOf({ ...facts, on: '2026-11-26' }).map(({ kind, isMet }) => [kind, isMet])).toEqual([
    ['contact', true],
    ['photo', true],
  ]);
});
