import { likelyDelimiter, splitRows, tooLarge, type CsvRow } from '../csv';
import { textOf } from '../text-file';

/** A fault of a file as a whole, with its row where it has one: nothing of such a file is kept (REG-9). */
export interface LearnerFileFault {
  row: number;
  column: string;
  code: string;
  rule: string;
  detail: string;
  remedy: string;
}
/** Limits of one file, by policy: so many rows. */
export interface LearnerFileLimits {
  fileRows: number;
}

const FILE = {
  code: 'notLearners',
  wanted: 'a CSV file of learners',
  remedy: 'Open it in the program that made it, save it as “CSV UTF-8 (comma delimited)”, and send that file.',
  again: 'Fill in the template, save it as CSV, and send that file.',
  sample: 'learners.csv',
};
/** The widest layout has 33 columns; spreadsheets leave some empty ones behind. */
const MOST_COLUMNS = 100;
/** Bytes of a line, and of a field. */
const LONGEST_LINE = 20_000;
const TEMPLATE = 'Fill in the template; it has 33 columns, and no field is longer than a name or an address.';
/** Lines of a file for each row: blank ones, and cells that go over several. */
const LINES_OF_ONE = 2;

/** A fault of the whole file. */
export function faultOfLearners(code: string, detail: string, remedy: string, row = 1, column = '', rule = 'REG-9'): LearnerFileFault {
  return { row, column, code, rule, detail, remedy };
}

/**
 * Reads a file of learners into rows of cells, told by its content: UTF-8 with or without BOM, Windows-1252, any line ends, commas,
 * semicolons or tabs; blank rows are left out. What is too large is refused before it is split; at the end it has as many rows as
 * the policy allows.
 */
export function readRows(bytes: Uint8Array, { fileRows }: LearnerFileLimits): { rows: CsvRow[] } | { fault: LearnerFileFault } {
  const size = { lines: fileRows * LINES_OF_ONE + 100, cells: fileRows * MOST_COLUMNS, lineBytes: LONGEST_LINE, columns: MOST_COLUMNS };
  const read = textOf(bytes, FILE);
  if ('fault' in read) return { fault: faultOfLearners(read.fault.code, read.fault.detail, read.fault.remedy) };
  const large = tooLarge(bytes, size);
  if (large) return { fault: largeFault(large, fileRows) };
  const split = splitRows(read.text, likelyDelimiter(read.text), LONGEST_LINE);
  if (!Array.isArray(split)) return { fault: brokenFault(split) };
  const rows = split.filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (rows.length === 0) return { fault: faultOfLearners('empty', 'The file has blank rows only', FILE.again) };
  return { rows };
}

/** The fault of a file of more rows than it may have, at the first row too many. */
export function tooManyRows(row: number, fileRows: number): LearnerFileFault {
  const detail = `The file has more than ${fileRows.toLocaleString('en-GB')} rows`;
  return faultOfLearners('tooManyRows', detail, 'Send it in parts.', row);
}

function largeFault({ code, row }: { code: 'tooLong' | 'tooWide' | 'tooMany'; row: number }, fileRows: number): LearnerFileFault {
  if (code === 'tooMany') return tooManyRows(row, fileRows);
  if (code === 'tooWide') return faultOfLearners(code, `A row has more than ${MOST_COLUMNS} columns`, TEMPLATE, row);
  return tooLong(row);
}

function tooLong(row: number): LearnerFileFault {
  const remedy = `${TEMPLATE} A quote that is never closed makes one row of many.`;
  return faultOfLearners('tooLong', `A row has more than ${LONGEST_LINE.toLocaleString('en-GB')} characters`, remedy, row);
}

function brokenFault({ code, row }: { code: 'unterminatedQuote' | 'tooLong' | 'notCsv'; row: number }): LearnerFileFault {
  if (code === 'tooLong') return tooLong(row);
  return code === 'unterminatedQuote'
    ? faultOfLearners(code, 'A quote is opened and never closed: the file may be cut off', 'Save it as CSV again, and send that.', row)
    : faultOfLearners(code, 'The file is not CSV from here on', 'Save it as CSV again; an editor may have changed its quotes.', row);
}
