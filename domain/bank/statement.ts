import type { Pence } from '../money';
import type { LocalDate } from '../working-days';
import type { RowFault, StatementLine } from './statement-row';

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

/** The lines oldest first: their dates say which way the file runs, the bank's habit where all are of one day. */
export function oldestFirst(lines: StatementLine[], usuallyNewestFirst: boolean): StatementLine[] {
  const [first, last] = [lines[0]!.bookedOn, lines.at(-1)!.bookedOn];
  const newestFirst = first === last ? usuallyNewestFirst : first > last;
  return newestFirst ? [...lines].reverse() : lines;
}
