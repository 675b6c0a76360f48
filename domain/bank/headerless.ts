import { ACCOUNT, SORT_CODE } from './csv-account';
import { filled, positions, type CsvRow } from './csv-rows';
import { isIndicator, provenReadings, type Reading } from './headerless-proof';
import { readBalance } from './statement-amount';
import type { DateFormat, StatementLayout } from './statement-layout';
import { faultOfFile, readDate, type RowFault } from './statement-row';

const FORMATS: DateFormat[] = ['dd/mm/yyyy', 'dd/mm/yy', 'dd Mmm yyyy', 'yyyy-mm-dd', 'yyyymmdd'];
/** So much of a column must look alike; the rest is a fault on its row. */
const MOST = 0.8;
/** So many rows show what a column holds. */
const SAMPLE = 1000;

type Kind = DateFormat | 'amount' | 'account' | 'sortCode' | 'currency' | 'indicator' | 'blank' | 'text';
const LOOKS: Record<string, string> = {
  amount: 'amounts',
  account: 'an account',
  sortCode: 'a sort code',
  currency: 'a currency',
  indicator: 'DR/CR',
  blank: 'nothing',
};

/**
 * The layout of a file without a header (HSBC, Clydesdale), where its running balance proves on every line which columns hold the
 * money (ADV-4). Else the faults: dates that are none, and that finance has to map the file, with what its columns look like.
 * Null where the first row is a header after all.
 */
export function layoutByShape(rows: CsvRow[], delimiter: StatementLayout['delimiter']): StatementLayout | RowFault[] | null {
  const width = rows[0]!.cells.length;
  const shaped = rows
    .filter(({ cells }) => cells.length >= filled(rows[0]!.cells))
    .map(({ cells, row }) => ({ cells: positions(width).map((_name, index) => cells[index] ?? ''), row }));
  const kinds = positions(width).map((_name, index) => kindOf(shaped.slice(0, SAMPLE).map(({ cells }) => cells[index]!)));
  const of = (...wanted: Kind[]) => kinds.flatMap((kind, index) => (wanted.includes(kind) ? [index] : []));
  const [dates, currencies] = [of(...FORMATS), of('currency')];
  if (!shaped[0]!.cells.some((cell, index) => (kinds[index] === 'amount' ? readBalance(cell) !== null : isDate(cell)))) return null;
  if (dates.length !== 1) return [askFor(kinds)];
  const [date, format] = [dates[0]!, kinds[dates[0]!] as DateFormat];
  const money = { amounts: of('amount'), blanks: of('blank'), indicators: of('indicator') };
  const readings = provenReadings(
    shaped.map(({ cells }) => cells),
    money,
    directionsOf(shaped, date, format),
  );
  const [reading] = readings;
  if (!reading || readings.length > 1 || currencies.length > 1)
    return [...wrongDates(shaped, date, format), askFor(kinds, readings.length)];
  return layoutOf(kinds, reading, date, currencies[0], delimiter);
}

function layoutOf(
  kinds: Kind[],
  { columns, newestFirst }: Reading,
  date: number,
  currency: number | undefined,
  delimiter: StatementLayout['delimiter'],
): StatementLayout {
  const name = (at: number) => String(at + 1);
  const { amount, debit, credit, balance, indicator } = columns;
  const taken = [amount, debit, credit, balance, indicator?.column, name(date)];
  const text = kinds.flatMap((kind, at) =>
    ['blank', 'account', 'sortCode', 'currency'].includes(kind) || taken.includes(name(at)) ? [] : [name(at)],
  );
  return {
    name: 'a file without a header',
    delimiter,
    dateFormat: kinds[date] as DateFormat,
    newestFirst,
    columns: { ...columns, date: name(date), text, currency: currency === undefined ? undefined : name(currency) },
  };
}

function kindOf(cells: string[]): Kind {
  const filled = cells.filter((cell) => cell !== '');
  const most = (test: (cell: string) => boolean) => filled.filter(test).length >= filled.length * MOST;
  if (filled.length === 0) return 'blank';
  if (filled.every((cell) => ACCOUNT.test(cell))) return 'account';
  if (filled.every((cell) => SORT_CODE.test(cell))) return 'sortCode';
  const format = FORMATS.find((each) => most((cell) => readDate(cell, each) !== null));
  if (format) return format;
  if (most((cell) => readBalance(cell) !== null)) return 'amount';
  if (filled.every(isIndicator)) return 'indicator';
  return filled.every((cell) => /^[A-Z]{3}$/.test(cell)) && new Set(filled).size === 1 && filled[0] === 'GBP' ? 'currency' : 'text';
}

function isDate(cell: string): boolean {
  return FORMATS.some((format) => readDate(cell, format) !== null);
}

/** Newest first or oldest first as the dates say; where all are of one day, either. */
function directionsOf(rows: CsvRow[], column: number, format: DateFormat): boolean[] {
  const dates = rows.flatMap(({ cells }) => readDate(cells[column]!, format) ?? []);
  const [first, last] = [dates[0], dates.at(-1)];
  return first === last || !first || !last ? [false, true] : [first > last];
}

function wrongDates(rows: CsvRow[], column: number, format: DateFormat): RowFault[] {
  return rows
    .filter(({ cells }) => readDate(cells[column]!, format) === null)
    .map(({ cells, row }) => ({
      ...faultOfFile(
        'date',
        `"${cells[column]!.slice(0, 40)}" is not a date of the form ${format}`,
        'Export the file from the bank again; a spreadsheet may have changed its dates.',
      ),
      row,
      column: String(column + 1),
    }));
}

function askFor(kinds: Kind[], proven = 0): RowFault {
  const looks = [...new Set(kinds)].map((kind) => {
    const at = kinds.flatMap((each, index) => (each === kind ? [String(index + 1)] : []));
    return `${at.slice(0, 20).join(' and ')} like ${LOOKS[kind] ?? (kind === 'text' ? 'text' : 'dates')}`;
  });
  return faultOfFile(
    'unknownLayout',
    `The file has no header, and ${proven > 1 ? 'more than one reading of its columns adds up' : 'no running balance proves on every line which columns hold the money'}: columns ${looks.join(', ')}`,
    "Say once which column is which by their numbers, as the account's layout, with the column that says DR or CR where it has one; then upload again.",
  );
}
