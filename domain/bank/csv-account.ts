import { positions } from './csv-rows';
import { faultOfFile, isAccount, type AccountDetails, type RowFault } from './statement-row';
import { folded, type StatementLayout } from './statement-layout';

/** Sort code and account number in one cell. */
export const ACCOUNT = /^'?\d{2}-?\d{2}-?\d{2}[ -]?\d{8}$/;
/** A sort code in a cell of its own. */
export const SORT_CODE = /^'?\d{2}-\d{2}-\d{2}$/;
const NUMBER_HEADERS = ['account number', 'account no', 'account no.'];
const SORT_CODE_HEADERS = ['sort code', 'sortcode'];
/** What banks write of the account before the header. */
const IN_WORDS = [
  /\b(\d{2}-\d{2}-\d{2})\D{1,30}?(\d{8})\b/g,
  /\b[Aa]ccount\s?(?:[Nn]umber|[Nn]o)\D{0,10}(\d{8})\b/g,
  /\bGB\d{2}\s?[A-Z]{4}\s?((?:\d\s?){14})\b/g,
  /\*{2,}\s?(\d{4,8})\b/g,
];
/** So many rows show whether a column names the account. */
const SAMPLE = 1000;

/**
 * The layout with the columns that name the account, where it does not tell them: a file is checked to be of the account
 * whether or not somebody has mapped that. By the header's words; without a header, a column of account numbers that are all
 * one, or ours on some row (those of payers differ).
 */
export function withAccountColumns(layout: StatementLayout, header: string[], rows: string[][], account: AccountDetails): StatementLayout {
  const { columns } = layout;
  if (columns.accountNumber !== undefined || columns.sortCode !== undefined) return layout;
  const named = (names: string[]) => header.find((each) => names.includes(folded(each)));
  if (header.join() !== positions(header.length).join()) {
    const found = { accountNumber: named(NUMBER_HEADERS), sortCode: named(SORT_CODE_HEADERS) };
    return { ...layout, columns: { ...columns, ...found } };
  }
  const sample = rows.slice(0, SAMPLE);
  const cells = (at: number) => sample.map((row) => (row[at] ?? '').trim());
  const all = (at: number, pattern: RegExp) => at >= 0 && at < header.length && cells(at).every((cell) => pattern.test(cell));
  const isOne = (at: number) => new Set(cells(at)).size === 1;
  const isOurs = (at: number) => cells(at).some((cell) => isAccount(cell.replace(/\D/g, ''), account));
  const whole = header.findIndex((_name, at) => all(at, ACCOUNT) && (isOne(at) || isOurs(at)));
  if (whole >= 0) return { ...layout, columns: { ...columns, accountNumber: header[whole] } };
  const code = header.findIndex((_name, at) => all(at, SORT_CODE) && isOne(at));
  const number = [code + 1, code - 1].find((at) => all(at, /^\d{8}$/) && isOne(at));
  return code < 0 || number === undefined
    ? layout
    : { ...layout, columns: { ...columns, sortCode: header[code], accountNumber: header[number] } };
}

/** What is wrong where the lines before a header name an account, and not this one; null else. */
export function otherAccountBefore(preamble: string[][], account: AccountDetails): RowFault | null {
  const text = preamble.map((cells) => cells.join(' ')).join('\n');
  const named = IN_WORDS.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match.slice(1).join('').replace(/\D/g, '')));
  if (named.length === 0 || named.some((each) => isAccount(each, account))) return null;
  return faultOfFile(
    'otherAccount',
    `The lines before the header name account ${named[0]}`,
    `Upload it to that account; this one is ${account.sortCode} ${account.accountNumber}.`,
  );
}
