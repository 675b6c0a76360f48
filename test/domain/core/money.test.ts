import fc from 'fast-check';
import { inPounds, sum, toMoney } from '../../../domain/money';
import { fromJson, toJson } from '../../../platform/json';

test('MON-1 pence are written as pounds with thousands and two decimals, negative ones too', () => {
  expect([0n, 5n, 100n, 123_456_789n, -5n, -100_000n].map(inPounds)).toEqual([
    '£0.00',
    '£0.05',
    '£1.00',
    '£1,234,567.89',
    '-£0.05',
    '-£1,000.00',
  ]);
});

test('MON-1 what is written in pounds reads back to the same pence', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (pence) =>
      expect(BigInt(inPounds(pence).replace(/[£,.]/g, ''))).toBe(pence),
    ),
  );
});

test('MON-1 an amount that a JSON number cannot hold exactly is refused, the last exact one is not', () => {
  const largest = BigInt(Number.MAX_SAFE_INTEGER);
  expect(toMoney(largest)).toEqual({ amount: Number.MAX_SAFE_INTEGER, currency: 'GBP' });
  expect(() => toMoney(largest + 1n)).toThrow(new RangeError('9007199254740992 pence cannot be written as a JSON number'));
});

test('MON-1 pence travel exactly through payloads of any shape', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.string(), (pence, text) =>
      expect(fromJson(toJson({ deep: [{ pence }], text }))).toEqual({ deep: [{ pence }], text }),
    ),
  );
});

test('MON-1 sums of pence lose nothing', () => {
  fc.assert(fc.property(fc.array(fc.bigInt()), (amounts) => expect(sum(amounts)).toBe(amounts.reduce((a, b) => a + b, 0n))));
});
