import type { Pence } from '../money';
import { datesBetween, type LocalDate } from '../working-days';

/** A statement of an account as the calendar looks at it. */
export interface CoveredSpan {
  id: string;
  from: LocalDate;
  to: LocalDate;
  opening: Pence | null;
  closing: Pence | null;
}

/** One day of an account: `quiet` days lie between two statements that follow on from each other (BNK-1). */
export interface CoveredDay {
  date: LocalDate;
  status: 'covered' | 'overlap' | 'quiet' | 'gap' | 'unknown' | 'outside';
  statements: string[];
}

/**
 * Which days of a period an account's statements cover, given all of them: a day between two statements is quiet where the
 * balance carries over, a gap where it does not, and unknown where a file had no balances (BNK-1).
 */
export function coverage(statements: CoveredSpan[], from: LocalDate, to: LocalDate): CoveredDay[] {
  const spans = [...statements].sort((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
  return datesBetween(from, to).map((date) => {
    const on = spans.filter((span) => span.from <= date && date <= span.to);
    const statements = on.map(({ id }) => id);
    if (on.length > 0) return { date, status: followWithin(date, on) ? 'covered' : 'overlap', statements };
    const before = latest(spans.filter((span) => span.to < date));
    const after = spans.find((span) => span.from > date);
    if (!before || !after) return { date, status: 'outside', statements: [] };
    return { date, status: between(before, after), statements: [] };
  });
}

/**
 * True where statements share a day because each begins where another ended within it: by the balances they are one after the
 * other. Balances are places and statements the ways between them: some order takes every way once (Euler's path) where all hang
 * together and, but for the first place and the last, as many lead to a place as away from it.
 */
function followWithin(date: LocalDate, spans: CoveredSpan[]): boolean {
  if (spans.length === 1) return true;
  // What begins before the day, or where nobody knows, can only be first; what ends after it only last.
  const ways = spans.map(({ from, to, opening, closing }): [Place, Place] => [
    from === date ? (opening ?? 'before') : 'before',
    to === date ? (closing ?? 'after') : 'after',
  ]);
  const places = new Set(ways.flat());
  const surplus = [...places].map((place) => count(ways, 0, place) - count(ways, 1, place)).filter((each) => each !== 0);
  return surplus.every((each) => Math.abs(each) === 1) && surplus.length <= 2 && reachedFrom(ways[0]![0], ways).size === places.size;
}

type Place = Pence | 'before' | 'after';

function count(ways: [Place, Place][], end: 0 | 1, place: Place): number {
  return ways.filter((way) => way[end] === place).length;
}

/** All places that ways lead to, either way, from one. */
function reachedFrom(start: Place, ways: [Place, Place][]): Set<Place> {
  const reached = new Set([start]);
  for (const place of reached) for (const way of ways) if (way.includes(place)) for (const each of way) reached.add(each);
  return reached;
}

function latest(spans: CoveredSpan[]): CoveredSpan | undefined {
  return spans.reduce<CoveredSpan | undefined>((last, span) => (last && last.to >= span.to ? last : span), undefined);
}

function between(before: CoveredSpan, after: CoveredSpan): CoveredDay['status'] {
  if (before.closing === null || after.opening === null) return 'unknown';
  return before.closing === after.opening ? 'quiet' : 'gap';
}
