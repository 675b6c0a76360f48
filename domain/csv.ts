import { CsvError, parse } from 'csv-parse/sync';

/** A row of the file, with the line on which it ends. */
export interface CsvRow {
  cells: string[];
  row: number;
}
export type Delimiter = ',' | ';' | '\t';

const DELIMITERS = [',', ';', '\t'] as const;
const [TAB, LF, CR, QUOTE, COMMA, SEMICOLON] = [9, 10, 13, 34, 44, 59];
const LINE_END = /\r\n|\n|\r/g;
/** What the parser refuses, by its own codes. */
const FAULTS: Partial<Record<string, 'unterminatedQuote' | 'tooLong'>> = {
  CSV_QUOTE_NOT_CLOSED: 'unterminatedQuote',
  CSV_MAX_RECORD_SIZE: 'tooLong',
};

/** The delimiter that the beginning of a text has most of. */
export function likelyDelimiter(text: string): Delimiter {
  const start = text.slice(0, 5000);
  return [...DELIMITERS].sort((a, b) => start.split(b).length - start.split(a).length)[0]!;
}

/** Splits a text into rows, whatever its line ends, with spaces around cells and their quotes left out; or where and why it can be split no further. `mostOfRow` is in bytes. */
export function splitRows(
  text: string,
  delimiter: string,
  mostOfRow: number,
): CsvRow[] | { code: 'unterminatedQuote' | 'tooLong' | 'notCsv'; row: number } {
  try {
    // Not asked where each record ends (`info`), which costs half as much again as the parsing: blank lines are records too, and counted.
    const records: string[][] = parse(text, {
      delimiter,
      bom: true,
      trim: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: mostOfRow,
    });
    return numbered(records, text.includes('"'));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { code: FAULTS[error.code] ?? 'notCsv', row: Number(error['lines'] ?? 1) };
  }
}

/** The rows that are not blank, each with the line on which it ends: only cells in quotes go over several. */
function numbered(records: readonly string[][], hasQuotes: boolean): CsvRow[] {
  let row = 0;
  return records.flatMap((cells) => {
    row += 1 + (hasQuotes ? (cells.join().match(LINE_END)?.length ?? 0) : 0);
    return cells.length === 1 && cells[0] === '' ? [] : { cells, row };
  });
}

/** How large a text may be to be read in bounded time and memory. Columns are counted where it has some. */
export interface TextSize {
  lines: number;
  cells: number;
  lineBytes: number;
  columns: number | null;
}

/**
 * Where a text is larger, and in what, told by counting its bytes once before any is parsed: null where it may be read. Columns are delimiters outside
 * of quotes; where a row that goes over many lines is what makes them too many, it is too long.
 */
export function tooLarge(bytes: Uint8Array, most: TextSize): { code: 'tooLong' | 'tooWide' | 'tooMany'; row: number } | null {
  const counts = new Uint32Array(256);
  let [row, cells, begun] = [1, 0, 0];
  let record = { row: 1, begun: 0, isQuoted: false };
  for (let at = 0; at <= bytes.length; at += 1) {
    const byte = bytes[at] ?? LF;
    if (byte !== LF && byte !== CR) continue;
    if (at - begun > most.lineBytes) return { code: 'tooLong', row };
    const width = most.columns === null ? 1 : columnsOf(bytes, begun, at, counts);
    if (most.columns !== null && width > most.columns) return { code: 'tooWide', row };
    cells += width;
    if (counts[QUOTE]! % 2 === 1) record.isQuoted = !record.isQuoted;
    const fault = manyFault(record, { row, cells, bytes: at - record.begun, isEnd: at === bytes.length }, most);
    if (fault) return fault;
    if (!record.isQuoted) record = { row: row + 1, begun: at + 1, isQuoted: false };
    if (byte === LF || bytes[at + 1] !== LF) row += 1;
    begun = at + 1;
  }
  return null;
}

/** Of too many lines or cells: a row that goes over many of them is too long; null where they are not too many, or it is open and may become so. */
function manyFault(
  record: { row: number; isQuoted: boolean },
  { row, cells, bytes, isEnd }: { row: number; cells: number; bytes: number; isEnd: boolean },
  most: TextSize,
): { code: 'tooLong' | 'tooMany'; row: number } | null {
  if (row <= most.lines && cells <= most.cells) return null;
  if (bytes > most.lineBytes) return { code: 'tooLong', row: record.row };
  return record.isQuoted && !isEnd ? null : { code: 'tooMany', row };
}

/** How many columns a line has: delimiters outside of quotes, of the kind that it has most of. `counts` is room for the count; quotes are counted in it too. */
function columnsOf(bytes: Uint8Array, from: number, to: number, counts: Uint32Array): number {
  let quoted = false;
  counts.fill(0);
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]!;
    if (byte === QUOTE) quoted = !quoted;
    if (byte === QUOTE || !quoted) counts[byte]! += 1;
  }
  return Math.max(counts[COMMA]!, counts[SEMICOLON]!, counts[TAB]!) + 1;
}
