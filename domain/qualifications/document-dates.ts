import type { LocalDate } from '../working-days';

/** A date that a document names, and whether it says that somebody was born on it, or that it holds until then. */
export interface FoundDate {
  date: LocalDate;
  isBirth: boolean;
  isEnd: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NUMBERS = /\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b/g;
const WORDS = /\b(\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?([a-z]{3,9})\.?,?\s+(\d{4})\b/gi;
const ISO = /\b(\d{4})-(\d{2})-(\d{2})\b/g;
const END = /\b(?:expir\w*|valid\s+(?:until|till|to)|renew\w*|not\s+valid\s+after)\b/i;
const BIRTH = /\b(?:born|birth|d\.?o\.?b\.?)\b/i;

/** The dates in a document's lines as they are written here: day, month, year. */
export function datesIn(lines: readonly string[]): FoundDate[] {
  return lines.flatMap((line) => {
    const [isBirth, isEnd] = [BIRTH.test(line), END.test(line)];
    const found = [
      ...[...line.matchAll(NUMBERS)].map(([, day, month, year]) => dateOf(year!, Number(month), Number(day))),
      ...[...line.matchAll(WORDS)].map(([, day, month, year]) =>
        dateOf(year!, 1 + MONTHS.indexOf(month!.slice(0, 3).toLowerCase()), Number(day)),
      ),
      ...[...line.matchAll(ISO)].map(([, year, month, day]) => dateOf(year!, Number(month), Number(day))),
    ];
    return found.flatMap((date) => (date ? [{ date, isBirth, isEnd }] : []));
  });
}

/** A date; null where there is no such day. */
function dateOf(year: string, month: number, day: number): LocalDate | null {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  const read = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text) ? text : null;
}
