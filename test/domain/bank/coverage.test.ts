import fc from 'fast-check';
import { coverage, type CoveredSpan } from '../../../domain/bank/coverage';

const span = (id: string, from: string, to: string, opening: bigint | null, closing: bigint | null): CoveredSpan => ({
  id,
  from,
  to,
  opening,
  closing,
});
const days = (spans: CoveredSpan[]) => coverage(spans, '2026-11-01', '2026-11-10').map((day) => day.status);

test('BNK-1 the calendar tells covered days, overlaps, quiet days, gaps, and days that nobody can tell', () => {
  expect(
    days([
      span('a', '2026-11-02', '2026-11-03', 0n, 5n),
      span('b', '2026-11-05', '2026-11-06', 5n, 7n),
      span('c', '2026-11-08', '2026-11-08', 9n, 9n),
    ]),
  ).toEqual(['outside', 'covered', 'covered', 'quiet', 'covered', 'covered', 'gap', 'covered', 'outside', 'outside']);
  expect(
    days([
      span('a', '2026-11-02', '2026-11-05', 0n, null),
      span('b', '2026-11-04', '2026-11-06', 1n, 2n),
      span('c', '2026-11-08', '2026-11-08', null, null),
    ]),
  ).toEqual(['outside', 'covered', 'covered', 'overlap', 'overlap', 'covered', 'unknown', 'covered', 'outside', 'outside']);
  expect(days([])).toEqual(Array.from({ length: 10 }, () => 'outside'));
});

test('BNK-1 a missing statement shows as a gap until it is imported, in whatever order the files come', () => {
  const whole = [1, 2, 3, 4].map((day) => span(String(day), `2026-11-0${day * 2}`, `2026-11-0${day * 2}`, BigInt(day), BigInt(day + 1)));
  fc.assert(
    fc.property(fc.shuffledSubarray(whole, { minLength: 4 }), fc.integer({ min: 1, max: 2 }), (shuffled, missing) => {
      expect(days(shuffled)).not.toContain('gap');
      expect(days(shuffled.filter((each) => each.id !== String(missing + 1)))).toContain('gap');
    }),
  );
});

test('BNK-1 each day names the statements that cover it, in the order in which they begin and end; a day without any names none', () => {
  const [short, long, later] = [
    span('short', '2026-11-02', '2026-11-03', 0n, 1n),
    span('long', '2026-11-02', '2026-11-04', 0n, 1n),
    span('later', '2026-11-03', '2026-11-04', 0n, 1n),
  ];
  const on = coverage([later, long, short], '2026-11-01', '2026-11-06').map((day) => day.statements);
  expect(on).toEqual([[], ['short', 'long'], ['short', 'long', 'later'], ['long', 'later'], [], []]);
  expect(coverage([short, span('c', '2026-11-05', '2026-11-05', 1n, 1n)], '2026-11-04', '2026-11-04')).toEqual([
    { date: '2026-11-04', status: 'quiet', statements: [] },
  ]);
});

test('BNK-1 a day after several statements is judged by the one that ends last, wherever it began', () => {
  const long = span('long', '2026-11-01', '2026-11-05', 0n, 9n);
  const short = span('short', '2026-11-02', '2026-11-03', 0n, 5n);
  const next = (opening: bigint | null) => span('next', '2026-11-07', '2026-11-08', opening, 9n);
  const sixth = (opening: bigint | null, before = [long, short]) =>
    coverage([...before, next(opening)], '2026-11-06', '2026-11-06')[0]!.status;
  expect([sixth(9n), sixth(5n), sixth(null)]).toEqual(['quiet', 'gap', 'unknown']);
  expect([sixth(9n, [{ ...long, closing: null }]), sixth(null, [{ ...long, closing: null }])]).toEqual(['unknown', 'unknown']);
});

test('BNK-1 statements that follow on within a day are no overlap, in whatever order they come; ones that do not, or have no balances, are', () => {
  const day = (spans: [string, string, bigint | null, bigint | null][]) =>
    coverage(
      spans.map(([from, to, opening, closing], index) => span(String(index), from, to, opening, closing)),
      '2026-11-04',
      '2026-11-04',
    )[0]!.status;
  const morning: [string, string, bigint, bigint] = ['2026-11-03', '2026-11-04', 0n, 5n];
  const noon: [string, string, bigint, bigint] = ['2026-11-04', '2026-11-04', 5n, 2n];
  const evening: [string, string, bigint, bigint] = ['2026-11-04', '2026-11-06', 2n, 9n];
  fc.assert(fc.property(fc.shuffledSubarray([morning, noon, evening], { minLength: 3 }), (all) => expect(day(all)).toBe('covered')));
  expect(day([morning, evening])).toBe('overlap');
  expect(day([morning, ['2026-11-04', '2026-11-04', null, null]])).toBe('overlap');
  expect(day([morning, ['2026-11-03', '2026-11-06', 5n, 9n]])).toBe('overlap');
  expect(day([morning])).toBe('covered');
});

/** Whether some order of statements has each begin where the one before it ended within the day: every order is tried. */
function followNaively(date: string, spans: CoveredSpan[]): boolean {
  const follows = (before: CoveredSpan, next: CoveredSpan) =>
    before.to === date && next.from === date && before.closing !== null && before.closing === next.opening;
  const leads = (before: CoveredSpan | null, rest: CoveredSpan[]): boolean =>
    rest.length === 0 ||
    rest.some(
      (next) =>
        (!before || follows(before, next)) &&
        leads(
          next,
          rest.filter((each) => each !== next),
        ),
    );
  return leads(null, spans);
}

test('BNK-1 up to six statements of a day are told to follow on exactly where some order of them does', () => {
  const balance = fc.option(fc.bigInt({ min: 0n, max: 3n }), { nil: null, freq: 8 });
  const statement = fc.record({
    from: fc.constantFrom('2026-11-03', '2026-11-04', '2026-11-04', '2026-11-04'),
    to: fc.constantFrom('2026-11-04', '2026-11-04', '2026-11-04', '2026-11-05'),
    opening: balance,
    closing: balance,
  });
  // A chain that follows on, and then one statement of it changed or not: else few would.
  const chain = fc
    .array(fc.bigInt({ min: 0n, max: 3n }), { minLength: 2, maxLength: 7 })
    .map((balances) =>
      balances.slice(1).map((closing, index) => ({ from: '2026-11-04', to: '2026-11-04', opening: balances[index]!, closing })),
    );
  const changed = fc.tuple(chain, statement, fc.boolean()).map(([all, other, isChanged]) => (isChanged ? [other, ...all.slice(1)] : all));
  const seen = new Set<boolean>();
  fc.assert(
    fc.property(
      fc
        .oneof(fc.array(statement, { minLength: 1, maxLength: 6 }), changed)
        .chain((all) => fc.shuffledSubarray<object>(all, { minLength: all.length })),
      (shuffled) => {
        const spans = shuffled.map((each, index) => ({ id: String(index), ...each })) as CoveredSpan[];
        const follow = followNaively('2026-11-04', spans);
        seen.add(follow);
        expect(coverage(spans, '2026-11-04', '2026-11-04')[0]!.status).toBe(follow ? 'covered' : 'overlap');
      },
    ),
    { numRuns: 2000 },
  );
  expect(seen.size).toBe(2);
});

test('BNK-1 hundreds of statements of one day are told to follow on, and told not to where one is missing', () => {
  const all = Array.from({ length: 300 }, (_each, index) =>
    span(String(index), '2026-11-04', '2026-11-04', BigInt(index % 7), BigInt((index + 1) % 7)),
  );
  const missing = all.filter((_each, index) => index !== 150 && index !== 153);
  const status = (spans: CoveredSpan[]) => coverage([...spans].reverse(), '2026-11-04', '2026-11-04')[0]!.status;
  expect([status(all), status(missing)]).toEqual(['covered', 'overlap']);
});
