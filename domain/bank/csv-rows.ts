import { splitRows, type CsvRow } from '../csv';
import { faultOfFile, type RowFault } from './statement-row';

export { likelyDelimiter, type CsvRow } from '../csv';

/** Bytes of a row at most. */
const LONGEST = 100_000;

const CHANGED = 'Export the statement from the bank again; an editor may have changed its quotes.';
const FAULTS = {
  unterminatedQuote: [
    'A quote is opened and never closed: the file may be cut off',
    'Export the statement again; the download may have broken off.',
  ],
  tooLong: [`A row has more than ${LONGEST.toLocaleString('en-GB')} characters`, CHANGED],
  notCsv: ['The file is not CSV from here on', CHANGED],
} as const;

/** The names of the columns of a file without a header: "1", "2", … */
export const positions = (columns: number): string[] => Array.from({ length: columns }, (_each, index) => String(index + 1));

/** How many cells a row has up to the last that is not empty. */
export const filled = (cells: string[]): number => cells.findLastIndex((cell) => cell !== '') + 1;

/** Splits a text into rows, whatever its line ends, with spaces around cells and their quotes left out; or the fault that ends it. */
export function splitCsv(text: string, delimiter: string): CsvRow[] | RowFault {
  const rows = splitRows(text, delimiter, LONGEST);
  if (Array.isArray(rows)) return rows;
  const [detail, remedy] = FAULTS[rows.code];
  return { ...faultOfFile(rows.code, detail, remedy), row: rows.row };
}
