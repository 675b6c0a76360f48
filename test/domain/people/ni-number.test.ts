import fc from 'fast-check';
import { isNiNumber, normalisedNiNumber } from '../../../domain/people/ni-number';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const letter = fc.constantFrom(...letters);
const digits = fc.integer({ min: 0, max: 999_999 }).map((number) => String(number).padStart(6, '0'));
const suffix = fc.constantFrom(...'ABCD');
const FIRST = letters.filter((each) => !'DFIQUV'.includes(each));
const SECOND = FIRST.filter((each) => each !== 'O');
const UNUSED = ['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'];
const prefix = fc
  .tuple(fc.constantFrom(...FIRST), fc.constantFrom(...SECOND))
  .map((pair) => pair.join(''))
  .filter((pair) => !UNUSED.includes(pair));

test('EMP-2 the number of the scenario is normalised, the one with an unused prefix refused', () => {
  expect(normalisedNiNumber(' ab 12 34 56 c')).toBe('AB123456C');
  expect(isNiNumber('AB123456C')).toBe(true);
  expect(isNiNumber(normalisedNiNumber('bg123456a'))).toBe(false);
});

test('EMP-2 every number that HMRC may allocate is taken, and however it is spaced and cased it is the same', () => {
  const gap = fc.constantFrom('', ' ', '  ', '-', '\t');
  fc.assert(
    fc.property(prefix, digits, suffix, fc.array(gap, { minLength: 9, maxLength: 9 }), fc.boolean(), (two, six, end, gaps, isSmall) => {
      const number = two + six + end;
      const typed = [...number].map((each, index) => each + gaps[index]).join('');
      expect(isNiNumber(number)).toBe(true);
      expect(normalisedNiNumber(isSmall ? typed.toLowerCase() : typed)).toBe(number);
      expect(normalisedNiNumber(normalisedNiNumber(typed))).toBe(normalisedNiNumber(typed));
    }),
  );
});

test('EMP-2 every prefix that HMRC does not use is refused, and no other one', () => {
  fc.assert(
    fc.property(letter, letter, digits, suffix, (one, two, six, end) => {
      const isUsed = FIRST.includes(one) && SECOND.includes(two) && !UNUSED.includes(one + two);
      expect([one, two, isNiNumber(one + two + six + end)]).toEqual([one, two, isUsed]);
    }),
    { numRuns: 2_000 },
  );
});

test('EMP-2 another suffix, a digit more or less, a letter for a digit and anything round it are refused', () => {
  fc.assert(
    fc.property(prefix, digits, suffix, fc.constantFrom(...'EFGHXYZ'), (two, six, end, wrong) => {
      for (const each of [two + six + wrong, two + six, `${two}${six}0${end}`, two + six.slice(1) + end, `${two}O${six.slice(1)}${end}`])
        expect([each, isNiNumber(each)]).toEqual([each, false]);
      expect(isNiNumber(`x${two}${six}${end}`)).toBe(false);
      expect(isNiNumber(`${two}${six}${end}\nx`)).toBe(false);
    }),
  );
});
