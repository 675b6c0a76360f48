import fc from 'fast-check';
import { checkDigits, isReference } from '../../../domain/references';
import { referenceFor } from '../../../platform/reference-sequence';

const KEY = 'a key of this test';
const reference = fc.integer({ min: 0, max: 99_999 }).map((place) => referenceFor(place, KEY));

test('ADV-2 the sources’ own reference ECS0944490 has right check digits', () => {
  expect(isReference('ECS0944490')).toBe(true);
  expect(checkDigits('09444')).toBe('90');
});

test('ADV-2 every place of the sequence gives a reference of the form, and no two the same', () => {
  const all = new Set<string>();
  for (let place = 0; place < 100_000; place += 1) all.add(referenceFor(place, KEY));
  expect(all.size).toBe(100_000);
  expect([...all].every((each) => /^ECS\d{7}$/.test(each) && isReference(each))).toBe(true);
});

test('ADV-2 references grow longer when the shorter ones are used up', () => {
  expect(referenceFor(99_999, KEY)).toMatch(/^ECS\d{7}$/);
  expect(referenceFor(100_000, KEY)).toMatch(/^ECS\d{8}$/);
  expect(isReference(referenceFor(100_000, KEY))).toBe(true);
});

test('ADV-2 neighbours do not tell the count: two in a row are seldom near each other', () => {
  const near = Array.from({ length: 1000 }, (_each, place) =>
    Math.abs(Number(referenceFor(place, KEY).slice(3, 8)) - Number(referenceFor(place + 1, KEY).slice(3, 8))),
  ).filter((gap) => gap < 10);
  expect(near.length).toBeLessThan(10);
});

test('ADV-2 ADV-4 every single wrong digit and every swapped pair of neighbours is found by the check digits', () => {
  fc.assert(
    fc.property(reference, fc.integer({ min: 3, max: 9 }), fc.integer({ min: 1, max: 9 }), (right, place, shift) => {
      const wrong = right.slice(0, place) + ((Number(right[place]) + shift) % 10) + right.slice(place + 1);
      expect(isReference(wrong)).toBe(false);
      if (place < 9 && right[place] !== right[place + 1]) {
        const swapped = right.slice(0, place) + right[place + 1] + right[place] + right.slice(place + 2);
        expect(isReference(swapped)).toBe(false);
      }
    }),
    { numRuns: 1000 },
  );
});

test('ADV-2 other words with digits are no references', () => {
  for (const text of ['ECS', 'ECS094449', 'ECS09444901', 'ecs0944490', 'ECT0944490', 'XECS0944490', 'ECS0944490 '])
    expect(isReference(text)).toBe(false);
});

test('ADV-2 right check digits alone make no reference: a body has at least 5 digits and at most 10', () => {
  const withBody = (length: number) => `ECS${'9'.repeat(length)}${checkDigits('9'.repeat(length))}`;
  expect([3, 4, 5, 10, 11].map((length) => isReference(withBody(length)))).toEqual([false, false, true, true, false]);
});
