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
    const on = spans.filter((span) => span.from <= date && date <= span.to).map((span) => span.id);
    if (on.length > 0) return { date, status: on.length > 1 ? 'overlap' : 'covered', statements: on };
    const before = latest(spans.filter((span) => span.to < date));
    const after = spans.find((span) => span.from > date);
    if (!before || !after) return { date, status: 'outside', statements: [] };
    return { date, status: between(before, after), statements: [] };
  });
}

function latest(spans: CoveredSpan[]): CoveredSpan | undefined {
  return spans.reduce<CoveredSpan | undefined>((last, span) => (last && last.to >= span.to ? last : span), undefined);
}

function between(before: CoveredSpan, after: CoveredSpan): CoveredDay['status'] {
  if (before.closing === null || after.opening === null) return 'unknown';
  return before.closing === after.opening ? 'quiet' : 'gap';
}
