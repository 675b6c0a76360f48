import fc from 'fast-check';
import { z } from 'zod';
import { readPart } from '../../../api/core/faults';
import { isModest, refuseMonsters } from '../../../api/core/json-shape';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const nested = (levels: number, inner: unknown): unknown =>
  levels === 0 ? inner : nested(levels - 1, levels % 2 ? [inner] : { a: inner });

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

test('SEC-1 a body of 32 levels is read, one of 33 is refused before it is parsed, whatever its texts hold', () => {
  const text = fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', ',', 'a', ']', '}') });
  fc.assert(
    fc.property(text, (inner) => {
      expect(isModest(bytes(nested(32, inner)), 100)).toBe(true);
      expect(isModest(bytes(nested(33, inner)), 100)).toBe(false);
    }),
  );
});

test('SEC-1 any JSON of few levels and values is read', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => isModest(bytes(value), 100_000) === depthOf(value) <= 32));
});

test('SEC-1 a body of so many values is read, one more is refused; the commas of a text are none', () => {
  const list = (count: number) => bytes(Array.from({ length: count }, () => ','));
  expect([isModest(list(50), 50), isModest(list(51), 50)]).toEqual([true, false]);
});

test('SEC-1 a body in another encoding is refused: its texts could hide levels', () => {
  expect(() => refuseMonsters(10)({} as never, {}, Buffer.from('{}'), 'utf-16')).toThrow(
    expect.objectContaining({ type: 'charset.unsupported' }),
  );
  expect(() => refuseMonsters(10)({} as never, {}, Buffer.from('{}'), 'utf-8')).not.toThrow();
});

test('SEC-1 of thousands of members that nobody knows, or thousands of wrong ones, a hundred are told', () => {
  const members = Object.fromEntries(Array.from({ length: 9_000 }, (_none, index) => [`k${index}`, 1]));
  expect(readPart(z.strictObject({ email: z.string() }), { email: 'a', ...members }).faults).toHaveLength(100);
  const texts = Array.from({ length: 9_000 }, () => 'text');
  expect(readPart(z.object({ counts: z.array(z.int()) }), { counts: texts }).faults).toHaveLength(100);
});
