import { CsvError, parse } from 'csv-parse/sync';
import type { StatementLayout } from './statement-layout';
import { faultOfFile, type RowFault } from './statement-row';

/** A row of the file, with the line on which it ends. */
export interface CsvRow {
  cells: string[];
  row: number;
}

const DELIMITERS = [',', ';', '\t'] as const;

/** The names of the columns of a file without a header: "1", "2", … */
export const positions = (columns: number): string[] => Array.from({ length: columns }, (_each, index) => String(index + 1));

/** How many cells a row has up to the last that is not empty. */
export const filled = (cells: string[]): number => cells.findLastIndex((cell) => cell !== '') + 1;

/** The delimiter that the beginning of a text has most of. */
export function likelyDelimiter(text: string): StatementLayout['delimiter'] {
  const start = text.slice(0, 5000);
  return [...DELIMITERS].sort((a, b) => start.split(b).length - start.split(a).length)[0]!;
}

/** Splits a text into rows, whatever its line ends, with spaces around cells and their quotes left out; or the fault that ends it. */
export function splitCsv(text: string, delimiter: string): CsvRow[] | RowFault {
  try {
    const records = parse(text, {
      delimiter,
      bom: true,
      info: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: 100_000,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ cells: record, row: info.lines }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number(error['lines'] ?? 1);
    const cutOff = error.code === 'CSV_QUOTE_NOT_CLOSED';
    return {
      ...faultOfFile(
        cutOff ? 'unterminatedQuote' : 'notCsv',
        cutOff ? 'A quote is opened and never closed: the file may be cut off' : 'The file is not CSV from here on',
        cutOff
          ? 'Export the statement again; the download may have broken off.'
          : 'Export the statement from the bank again; an editor may have changed its quotes.',
      ),
      row,
    };
  }
}
