import fc from 'fast-check';
import { sampleOf } from '../../ops/mutants/sample';

test('OPS-4 a seed draws the same mutants each time, each at most once, and another seed draws others', () => {
  const all = Array.from({ length: 300 }, (_each, index) => index);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1 }), (size, seed) => {
      const drawn = sampleOf(all, size, seed);
      expect(drawn).toEqual(sampleOf(all, size, seed));
      expect(new Set(drawn).size).toBe(Math.min(size, all.length));
      expect(drawn.every((each) => all.includes(each))).toBe(true);
    }),
  );
  expect(sampleOf(all, 20, 1)).not.toEqual(sampleOf(all, 20, 2));
});

test('OPS-4 every mutant is drawn about as often as any other', () => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (let seed = 1; seed <= 2_000; seed += 1) for (const each of sampleOf([...counts.keys()], 3, seed)) counts[each]! += 1;
  for (const count of counts) expect(Math.abs(count - 600)).toBeLessThan(120);
});
