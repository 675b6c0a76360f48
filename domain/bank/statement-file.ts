import { CsvError, parse } from 'csv-parse/sync';
import { missingColumns, recogniseLayout, type StatementLayout } from './statement-layout';
import { rowReader, type AccountDetails, type RowFault, type StatementLine } from './statement-row';

/** Limits of one file (policy). */
export interface FileLimits {
  maximumLines: number;
  maximumFaults: number;
}

/** A file read whole: its lines in the file's order, or every fault (as many as the limit lists) and their count. */
export type StatementFile = { lines: StatementLine[] } | { faults: RowFault[]; faultCount: number };

const MAGIC: [string, string][] = [
  ['%PDF', 'a PDF document'],
  ['PK\u0003\u0004', 'a spreadsheet (or another zip file)'],
  ['\u00d0\u00cf\u0011\u00e0', 'an old Office document'],
  ['\u00ff\u00fe', 'a UTF-16 text'],
  ['\u00fe\u00ff', 'a UTF-16 text'],
];

/** Reads a bank's CSV under a layout: whole before anything is decided, UTF-8 (BOM or not) or Windows-1252 (ADV-4, REG-9's manner). */
export function readStatementFile(bytes: Uint8Array, layout: StatementLayout, account: AccountDetails, limits: FileLimits): StatementFile {
  const text = decode(bytes);
  if (typeof text !== 'string') return whole(text);
  const records = split(text, layout.delimiter);
  if (!Array.isArray(records)) return whole(records);
  const [header, ...rows] = records;
  const unfit = header && headerFault(header.record, layout);
  if (unfit) return whole(unfit);
  if (!header || rows.length === 0)
    return whole(fault(1, 'empty', 'The file has no lines under its header', 'Export a period in which the account had transactions.'));
  if (rows.length > limits.maximumLines) {
    return whole(
      fault(
        limits.maximumLines + 2,
        'tooManyLines',
        `The file has ${rows.length} lines, ${limits.maximumLines} are allowed`,
        'Export a shorter period, several times.',
      ),
    );
  }
  return readRows(header.record, rows, layout, account, limits);
}

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

function readRows(
  header: string[],
  rows: CsvRecord[],
  layout: StatementLayout,
  account: AccountDetails,
  limits: FileLimits,
): StatementFile {
  const read = rowReader(layout, header, account);
  const lines: StatementLine[] = [];
  const faults: RowFault[] = [];
  let faultCount = 0;
  for (const { record, info } of rows) {
    const result = tooShort(record, header) ? [shortRow(record, header, info.lines)] : read(record, info.lines);
    if (!Array.isArray(result)) {
      lines.push(result);
      continue;
    }
    faultCount += result.length;
    faults.push(...result.slice(0, limits.maximumFaults - faults.length));
  }
  return faultCount > 0 ? { faults, faultCount } : { lines };
}

function decode(bytes: Uint8Array): string | RowFault {
  if (bytes.length === 0)
    return fault(1, 'empty', 'The file is empty (0 bytes)', 'Export the statement from the bank again and upload that file.');
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  const other = MAGIC.find(([magic]) => start.startsWith(magic));
  if (other) return fault(1, 'notCsv', `This is ${other[1]}, not a CSV file`, 'Export the statement as CSV (UTF-8 or Windows-1252).');
  if (bytes.includes(0))
    return fault(1, 'notText', 'The file holds bytes that no text has', 'Export the statement as CSV (UTF-8 or Windows-1252).');
  if (/^\s*</.test(start.replace(/^\u00ef\u00bb\u00bf/, '')))
    return fault(1, 'notCsv', 'This is XML, not a CSV file', 'Export the statement as CSV.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function split(text: string, delimiter: string): CsvRecord[] | RowFault {
  try {
    return parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
      max_record_size: 100_000,
    }) as unknown as CsvRecord[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number(error['lines'] ?? 1);
    if (error.code === 'CSV_QUOTE_NOT_CLOSED')
      return fault(
        row,
        'unterminatedQuote',
        'A quote is opened and never closed: the file may be cut off',
        'Export the statement again; the download may have broken off.',
      );
    return fault(
      row,
      'notCsv',
      'The file is not CSV from here on',
      'Export the statement from the bank again; an editor may have changed its quotes.',
    );
  }
}

function headerFault(header: string[], layout: StatementLayout): RowFault | undefined {
  const missing = missingColumns(layout, header);
  if (missing.length === 0) return undefined;
  const other = recogniseLayout(header);
  if (other)
    return fault(
      1,
      'otherLayout',
      `This is a file of ${other.name}; the account's layout is ${layout.name}`,
      `Upload it to the account that is kept with ${other.name}, or change this account's layout.`,
    );
  return fault(
    1,
    'header',
    `The header lacks ${missing.map((name) => `"${name}"`).join(', ')}, which the account's layout (${layout.name}) names`,
    "Export the statement again, or correct the account's layout.",
  );
}

function tooShort(record: string[], header: string[]): boolean {
  const surplus = record.slice(header.length);
  return record.length < header.length || surplus.some((cell) => cell.trim() !== '');
}

function shortRow(record: string[], header: string[], row: number): RowFault {
  const fewer = record.length < header.length;
  return fault(
    row,
    'columns',
    `The row has ${record.length} columns, the header ${header.length}`,
    fewer ? 'The file may be cut off here: export it again.' : 'A text with a comma needs quotes: export it again from the bank.',
  );
}

function fault(row: number, code: string, detail: string, remedy: string): RowFault {
  return { row, column: '', code, rule: 'ADV-4', detail, remedy };
}

function whole(only: RowFault): StatementFile {
  return { faults: [only], faultCount: 1 };
}
