import type { Pence } from '../money';
import type { LocalDate } from '../working-days';
import { readAmount, readBalance } from './statement-amount';
import { dayOf } from './statement-day';
import { folded, type DateFormat, type StatementLayout } from './statement-layout';

/** One line of a statement, read: money in is positive (ADV-4). */
export interface StatementLine {
  row: number;
  bookedOn: LocalDate;
  pence: Pence;
  texts: string[];
  payer: string;
  balance: Pence | null;
  /** The bank's own reference of the entry as the file gives it, not made unique: banks repeat them, cut them, or write a constant. */
  entryId: string | null;
  /** The bank takes an earlier entry back: never matched by itself. */
  isReversal?: true;
}

/** A fault in a file: where it stands and how it is mended. Row 1 is the file's first line. */
export interface RowFault {
  row: number;
  column: string;
  code: string;
  rule: string;
  detail: string;
  remedy: string;
}

/** The account that a statement should be of: digits only. */
export interface AccountDetails {
  sortCode: string;
  accountNumber: string;
}

/** Limits of one file (policy). */
export interface FileLimits {
  maximumLines: number;
  maximumFaults: number;
}

/** A fault of a whole file, shown on its first row. */
export function faultOfFile(code: string, detail: string, remedy: string): RowFault {
  return { row: 1, column: '', code, rule: 'ADV-4', detail, remedy };
}

/** The bank's reference of an entry as a file gives it; null where it gives none, or says that there is none. */
export function bankReference(text: string): string | null {
  const given = text.trim();
  return /^(NONREF|NOTPROVIDED)?$/i.test(given) ? null : given;
}

/** A date in a bank's format; null where it is none, not in the calendar (31 February), or of a year that no file tells of. */
export function readDate(text: string, format: DateFormat): LocalDate | null {
  const parts = split(text.trim(), format);
  if (!parts) return null;
  return dayOf(...parts);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DATES: Record<DateFormat, RegExp> = {
  'dd/mm/yyyy': /^(?<d>\d{2})\/(?<m>\d{2})\/(?<y>\d{4})$/,
  'dd/mm/yy': /^(?<d>\d{2})\/(?<m>\d{2})\/(?<y>\d{2})$/,
  'dd Mmm yyyy': /^(?<d>\d{1,2}) (?<m>[A-Za-z]{3}) (?<y>\d{4})$/,
  'yyyy-mm-dd': /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})$/,
  yyyymmdd: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/,
};

function split(text: string, format: DateFormat): [number, number, number] | null {
  const { y, m, d } = DATES[format].exec(text)?.groups ?? {};
  if (y === undefined) return null;
  const month = format === 'dd Mmm yyyy' ? MONTHS.indexOf(m!.toLowerCase()) + 1 : Number(m);
  return [y.length === 2 ? 2000 + Number(y) : Number(y), month, Number(d)];
}

/** What is said of lines of another account: which lines, and the account that they name. */
export function ofAccount(linesAre: string, named: string): string {
  return `${linesAre} of account ${named}`;
}

/** Reads rows of one file under one layout, and the account that a row names: the header's order is learnt once. */
export function rowReader(layout: StatementLayout, header: string[], account: AccountDetails) {
  const at = new Map(header.map((name, index) => [folded(name), index]));
  const { columns } = layout;

  const cellOf = (cells: string[]) => (name: string | undefined) => (name === undefined ? '' : (cells[at.get(folded(name))!] ?? '').trim());
  const named = (cells: string[]) => [columns.sortCode, columns.accountNumber].map(cellOf(cells)).join(' ').trim();

  function read(cells: string[], row: number): StatementLine | RowFault[] {
    const faults: RowFault[] = [];
    const cell = cellOf(cells);
    const fault = (column: string | undefined, code: string, detail: string, remedy: string) =>
      void faults.push({ row, column: column ?? '', code, rule: 'ADV-4', detail, remedy });

    const bookedOn = readDate(cell(columns.date), layout.dateFormat);
    if (!bookedOn)
      fault(
        columns.date,
        'date',
        `"${cell(columns.date)}" is not a date of the form ${layout.dateFormat}`,
        'Export the file from the bank again; a spreadsheet may have changed its dates.',
      );
    const pence = readMoney(columns, cell, fault);
    const balance = readCell(columns.balance, cell, fault, readBalance);
    const currency = cell(columns.currency);
    if (currency !== '' && currency !== 'GBP')
      fault(columns.currency, 'currency', `This line is in ${currency}`, 'Only accounts kept in pounds can be imported; export that one.');
    if (otherAccount(cell(columns.sortCode), cell(columns.accountNumber), account)) {
      fault(
        columns.accountNumber ?? columns.sortCode,
        'otherAccount',
        ofAccount('This line is', named(cells)),
        `Upload it to that account; this one is ${account.sortCode} ${account.accountNumber}.`,
      );
    }
    if (faults.length > 0) return faults;
    return {
      row,
      bookedOn: bookedOn!,
      pence: pence!,
      texts: columns.text.map(cell),
      payer: cell(columns.payer),
      balance,
      entryId: bankReference(cell(columns.entryId)),
    };
  }

  return { read, named };
}

type Cell = (name: string | undefined) => string;
type Fault = (column: string | undefined, code: string, detail: string, remedy: string) => void;

/** What a line is of, by its columns: one signed amount, one beside a column that says which way it went, or two. */
function readMoney({ amount, debit, credit, indicator }: StatementLayout['columns'], cell: Cell, fault: Fault): Pence | null {
  if (amount === undefined ? cell(credit) === '' && cell(debit) === '' : cell(amount) === '') {
    fault(amount ?? credit, 'amount', 'No amount', 'Export the file from the bank again; each line needs an amount.');
    return null;
  }
  if (amount === undefined) return (readCell(credit, cell, fault) ?? 0n) - absolute(readCell(debit, cell, fault) ?? 0n);
  const pence = readCell(amount, cell, fault);
  if (!indicator || pence === null) return pence;
  const word = folded(cell(indicator.column));
  const says = (words: string[]) => words.some((each) => folded(each) === word);
  if (says(indicator.debit)) return -absolute(pence);
  if (says(indicator.credit) && pence >= 0n) return pence;
  fault(
    indicator.column,
    'sign',
    says(indicator.credit)
      ? `"${cell(indicator.column)}" says money in of an amount below nought`
      : `"${cell(indicator.column)}" says neither money in nor out`,
    "Correct the account's layout, or export the file again.",
  );
  return null;
}

function readCell(name: string | undefined, cell: Cell, fault: Fault, read = readAmount): Pence | null {
  if (cell(name) === '') return null;
  const pence = read(cell(name));
  if (pence === null)
    fault(
      name,
      'amount',
      `"${cell(name).slice(0, 40)}" is not an amount in pounds and pence`,
      'Write it as 1234.50, with no or two decimals, as the bank exports it.',
    );
  return pence;
}

function otherAccount(sortCode: string, accountNumber: string, account: AccountDetails): boolean {
  const given = (sortCode + accountNumber).replace(/\D/g, '');
  return given !== '' && !isAccount(given, account);
}

/** True where digits that a file gives name an account: by sort code and number, by the number's end, or within an IBAN. */
export function isAccount(given: string, { sortCode, accountNumber }: AccountDetails): boolean {
  const whole = sortCode + accountNumber;
  return given.length >= 4 && (whole.endsWith(given) || given.endsWith(whole));
}

function absolute(pence: Pence): Pence {
  return pence < 0n ? -pence : pence;
}
