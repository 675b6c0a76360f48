import type { DateFormat, StatementLayout } from './statement-layout';
import { readAmount, readDate } from './statement-row';

/** The names of the columns of a file without a header: "1", "2", … */
export const positions = (columns: number): string[] => Array.from({ length: columns }, (_each, index) => String(index + 1));

const FORMATS: DateFormat[] = ['dd/mm/yyyy', 'dd/mm/yy', 'dd Mmm yyyy', 'yyyy-mm-dd', 'yyyymmdd'];
/** So much of a column must look alike; the rest is a fault on its row. */
const MOST = 0.8;

type Kind = DateFormat | 'amount' | 'account' | 'currency' | 'text';

/**
 * The layout of a file without a header, by the shape of its columns (HSBC, Clydesdale): one date, one amount and perhaps
 * a balance after it, an account, a currency; all else is text. Null where that leaves a choice: finance maps such a file.
 */
export function layoutByShape(records: string[][], delimiter: StatementLayout['delimiter']): StatementLayout | null {
  const width = records[0]!.length;
  const names = positions(width);
  const kinds = names.map((_name, index) =>
    kindOf(records.filter((record) => record.length === width).map((record) => record[index]!.trim())),
  );
  const of = (...wanted: Kind[]) => names.filter((_name, index) => wanted.includes(kinds[index]!));
  const [dates, amounts, texts, accounts, currencies] = [of(...FORMATS), of('amount'), of('text'), of('account'), of('currency')];
  if (dates.length !== 1 || amounts.length < 1 || amounts.length > 2 || texts.length < 1 || accounts.length > 1 || currencies.length > 1)
    return null;
  return {
    name: 'a file without a header',
    delimiter,
    dateFormat: kinds[Number(dates[0]) - 1] as DateFormat,
    newestFirst: isNewestFirst(records, Number(dates[0]) - 1, kinds[Number(dates[0]) - 1] as DateFormat),
    columns: { date: dates[0]!, amount: amounts[0], balance: amounts[1], text: texts, accountNumber: accounts[0], currency: currencies[0] },
  };
}

function kindOf(cells: string[]): Kind {
  const filled = cells.filter((cell) => cell !== '');
  const most = (test: (cell: string) => boolean) => filled.length > 0 && filled.filter(test).length >= filled.length * MOST;
  if (most((cell) => /^\d{2}-?\d{2}-?\d{2}[ -]?\d{8}$/.test(cell))) return 'account';
  const format = FORMATS.find((each) => most((cell) => readDate(cell, each) !== null));
  if (format) return format;
  if (most((cell) => readAmount(cell) !== null)) return 'amount';
  return most((cell) => /^[A-Z]{3}$/.test(cell)) && new Set(filled).size === 1 && filled[0] === 'GBP' ? 'currency' : 'text';
}

function isNewestFirst(records: string[][], column: number, format: DateFormat): boolean {
  const dates = records.flatMap((record) => readDate(record[column] ?? '', format) ?? []);
  return dates.length > 1 && dates[0]! > dates.at(-1)!;
}
