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

/** True where statements share a day because each begins where another ended within it: by the balances they are one after the other. */
function followWithin(date: LocalDate, spans: CoveredSpan[]): boolean {
  const leads = (span: CoveredSpan, rest: CoveredSpan[]): boolean =>
    rest.length === 0 ||
    rest.some(
      (next) =>
        span.to === date &&
        next.from === date &&
        span.closing !== null &&
        span.closing === next.opening &&
        leads(
          next,
          rest.filter((each) => each !== next),
        ),
    );
  return spans.some((first) =>
    leads(
      first,
      spans.filter((each) => each !== first),
    ),
  );
}

function latest(spans: CoveredSpan[]): CoveredSpan | undefined {
  return spans.reduce<CoveredSpan | undefined>((last, span) => (last && last.to >= span.to ? last : span), undefined);
}

function between(before: CoveredSpan, after: CoveredSpan): CoveredDay['status'] {
  if (before.closing === null || after.opening === null) return 'unknown';
  return before.closing === after.opening ? 'quiet' : 'gap';
}
