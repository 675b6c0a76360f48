import type { Pence } from '../money';
import type { LocalDate } from '../working-days';
import { inCurrency } from './statement-amount';
import { faultOfFile, type FileLimits, type RowFault, type StatementLine } from './statement-row';

/** In which form a bank wrote a statement. */
export type StatementForm = 'csv' | 'camt' | 'mt940';

/** One statement of one account, as its file tells it; lines oldest first. */
export interface ReadStatement {
  form: StatementForm;
  /** The bank's own name of the statement, with its page; null where the form has none. Daily and weekly files of the same days differ in it. */
  statementId: string | null;
  /** The account that it names: sort code and number, digits only; null where the file does not say. */
  account: string | null;
  /** Balances that the file states by themselves (camt.053, MT940); a CSV has them line by line. */
  opening: Pence | null;
  closing: Pence | null;
  /** The days that it covers, where it says so. */
  from?: LocalDate;
  to?: LocalDate;
  lines: StatementLine[];
}

/** A file read whole: its statements, or every fault (as many as the limit lists) and their count. */
export type StatementFile = { statements: ReadStatement[] } | { faults: RowFault[]; faultCount: number };

/** A file that one fault makes unreadable. */
export function faulty(only: RowFault): StatementFile {
  return { faults: [only], faultCount: 1 };
}

/** What is said of a file with more lines than the limit. */
export function tooManyLines({ maximumLines }: FileLimits, row = 1): RowFault {
  const detail = `The file has more than the ${maximumLines.toLocaleString('en-GB')} lines that are allowed`;
  return { ...faultOfFile('tooManyLines', detail, 'Export a shorter period, several times.'), row };
}

/** What is said of a statement in another currency, with its balance in that currency's words where it has one. */
export function foreignAccount(currency: string, row: number, closing: bigint | null): RowFault {
  const balance = closing === null ? '' : `; its balance is ${inCurrency(closing, currency)}`;
  return {
    ...faultOfFile(
      'currency',
      `This statement is of an account in ${currency}${balance}`,
      'Only accounts kept in pounds can be imported; export that one.',
    ),
    row,
  };
}

/** The digits of an account as a file names it: sort code and number out of a British IBAN, else what stands behind a bank's name. */
export function accountIn(text: string): string | null {
  const compact = text.replace(/\s/g, '');
  return /GB\d{2}[A-Z]{4}(\d{14})/.exec(compact)?.[1] ?? (compact.replace(/^.*\/(?=\d)/, '').replace(/\D/g, '') || null);
}

/** The lines oldest first: their dates say which way the file runs, where all are of one day their balances, else the bank's habit. */
export function oldestFirst(lines: StatementLine[], usuallyNewestFirst: boolean): StatementLine[] {
  const [first, last] = [lines[0]!.bookedOn, lines.at(-1)!.bookedOn];
  const newestFirst = first === last ? (runsUpwards(lines) ?? usuallyNewestFirst) : first > last;
  return newestFirst ? [...lines].reverse() : lines;
}

/** True where each balance follows from the line below it, false where from the one above; null where they tell neither, or both. */
function runsUpwards(lines: StatementLine[]): boolean | null {
  const follows = (line: StatementLine, before: StatementLine | undefined) =>
    before === undefined || (before.balance !== null && line.balance === before.balance + line.pence);
  const up = lines.every((line, index) => follows(line, lines[index + 1]));
  const down = lines.every((line, index) => follows(line, lines[index - 1]));
  return up === down ? null : up;
}
