import type { Pence } from '../money';
import type { LocalDate } from '../working-days';
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

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const AMOUNT = /^([+-])?£?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?$/;
const LARGEST = 1_000_000_000_000n;

/** An amount as banks write it (`1,234.50`, `-5.00`, `£20`) in pence; null where it is not one exactly. */
export function readAmount(text: string): Pence | null {
  const match = AMOUNT.exec(text.trim());
  if (!match) return null;
  const pence = BigInt(match[2]!.replace(/,/g, '')) * 100n + BigInt(match[3] ?? '0');
  if (pence > LARGEST) return null;
  return match[1] === '-' ? -pence : pence;
}

/** A date in a bank's format; null where it is none or not in the calendar (31 February). */
export function readDate(text: string, format: DateFormat): LocalDate | null {
  const parts = split(text.trim(), format);
  if (!parts) return null;
  const [year, month, day] = parts;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}

function split(text: string, format: DateFormat): [number, number, number] | null {
  const patterns: Record<DateFormat, RegExp> = {
    'dd/mm/yyyy': /^(?<d>\d{2})\/(?<m>\d{2})\/(?<y>\d{4})$/,
    'dd/mm/yy': /^(?<d>\d{2})\/(?<m>\d{2})\/(?<y>\d{2})$/,
    'dd Mmm yyyy': /^(?<d>\d{1,2}) (?<m>[A-Za-z]{3}) (?<y>\d{4})$/,
    'yyyy-mm-dd': /^(?<y>\d{4})-(?<m>\d{2})-(?<d>\d{2})$/,
    yyyymmdd: /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})$/,
  };
  const groups = patterns[format].exec(text)?.groups;
  if (!groups) return null;
  const month = /^\d+$/.test(groups['m']!) ? Number(groups['m']) : MONTHS.indexOf(groups['m']!.toLowerCase()) + 1;
  const year = Number(groups['y']);
  return [year < 100 ? 2000 + year : year, month, Number(groups['d'])];
}

/** Reads rows of one file under one layout: the header's order is learnt once. */
export function rowReader(layout: StatementLayout, header: string[], account: AccountDetails) {
  const at = new Map(header.map((name, index) => [folded(name), index]));
  const { columns } = layout;

  return function read(cells: string[], row: number): StatementLine | RowFault[] {
    const faults: RowFault[] = [];
    const cell = (name: string | undefined) => (name === undefined ? '' : (cells[at.get(folded(name))!] ?? '').trim());
    const fault = (column: string | undefined, code: string, detail: string, remedy: string) =>
      faults.push({ row, column: column ?? '', code, rule: 'ADV-4', detail, remedy });
    const amount = (name: string | undefined): Pence | null => {
      if (name === undefined || cell(name) === '') return null;
      const pence = readAmount(cell(name));
      if (pence === null)
        fault(
          name,
          'amount',
          `"${cell(name)}" is not an amount in pounds and pence`,
          'Write it as 1234.50, with no or two decimals, as the bank exports it.',
        );
      return pence;
    };

    const bookedOn = readDate(cell(columns.date), layout.dateFormat);
    if (!bookedOn)
      fault(
        columns.date,
        'date',
        `"${cell(columns.date)}" is not a date of the form ${layout.dateFormat}`,
        'Export the file from the bank again; a spreadsheet may have changed its dates.',
      );
    const pence =
      columns.amount === undefined ? (amount(columns.credit) ?? 0n) - absolute(amount(columns.debit) ?? 0n) : amount(columns.amount);
    const empty = columns.amount === undefined ? cell(columns.credit) === '' && cell(columns.debit) === '' : cell(columns.amount) === '';
    if (empty)
      fault(columns.amount ?? columns.credit, 'amount', 'No amount', 'Export the file from the bank again; each line needs an amount.');
    const balance = amount(columns.balance);
    const currency = cell(columns.currency);
    if (currency !== '' && currency !== 'GBP')
      fault(columns.currency, 'currency', `This line is in ${currency}`, 'Only accounts kept in pounds can be imported; export that one.');
    if (otherAccount(cell(columns.sortCode), cell(columns.accountNumber), account)) {
      fault(
        columns.accountNumber,
        'otherAccount',
        `This line is of account ${cell(columns.sortCode)} ${cell(columns.accountNumber)}`,
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
      entryId: cell(columns.entryId) || null,
    };
  };
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
