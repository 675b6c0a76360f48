import { CsvError, parse } from 'csv-parse/sync';
import { layoutByShape, positions } from './headerless';
import { columnsOf, missingColumns, recogniseLayout, type StatementLayout } from './statement-layout';
import { faultOfFile, rowReader, type AccountDetails, type FileLimits, type RowFault, type StatementLine } from './statement-row';
import { faulty, oldestFirst, type StatementFile } from './statement';

/** Banks put so many lines before the header at most. */
const PREAMBLE = 30;
const DELIMITERS = [',', ';', '\t'] as const;

interface CsvRecord {
  record: string[];
  info: { lines: number };
}
interface Recognised {
  layout: StatementLayout;
  header: string[];
  rows: CsvRecord[];
}

/**
 * Reads a bank's CSV whole (ADV-4): by the layout that finance keeps for the account, else by a header that is known, after
 * whatever the bank writes before it, else by the shape of a file that has none. Every fault comes by row and column.
 */
export function readCsv(text: string, kept: StatementLayout | null, account: AccountDetails, limits: FileLimits): StatementFile {
  const recognised = recognise(text, kept);
  if ('code' in recognised) return faulty(recognised);
  const { layout, header, rows } = recognised;
  if (rows.length === 0)
    return faulty(faultOfFile('empty', 'The file has no lines under its header', 'Export a period in which the account had transactions.'));
  if (rows.length > limits.maximumLines)
    return faulty({
      ...faultOfFile(
        'tooManyLines',
        `The file has ${rows.length} lines, ${limits.maximumLines} are allowed`,
        'Export a shorter period, several times.',
      ),
      row: limits.maximumLines + 2,
    });
  const read = readRows(header, rows, layout, account, limits);
  if ('faults' in read) return read;
  return {
    statements: [
      { form: 'csv', statementId: null, account: null, opening: null, closing: null, lines: oldestFirst(read.lines, layout.newestFirst) },
    ],
  };
}

function recognise(text: string, kept: StatementLayout | null): Recognised | RowFault {
  if (!kept) return recogniseUnmapped(text);
  const records = split(text, kept.delimiter);
  if (!Array.isArray(records)) return records;
  const home = isPositional(kept) ? positional(records, kept) : under(records, (header) => fits(kept, header));
  if (home) return home;
  const elsewhere = split(text, likelyDelimiter(text));
  const other = Array.isArray(elsewhere) ? under(elsewhere, recogniseLayout) : undefined;
  if (!other) return lacks(records[0]?.record ?? [], kept);
  return other.layout.bank === (kept.bank ?? kept.name) ? other : otherBank(other.layout, kept);
}

function recogniseUnmapped(text: string): Recognised | RowFault {
  const delimiter = likelyDelimiter(text);
  const records = split(text, delimiter);
  if (!Array.isArray(records)) return records;
  return under(records, recogniseLayout) ?? byShape(records, delimiter) ?? unknownLayout(records);
}

const fits = (layout: StatementLayout, header: string[]) => (missingColumns(layout, header).length === 0 ? layout : undefined);

function under(records: CsvRecord[], layoutOf: (header: string[]) => StatementLayout | undefined): Recognised | undefined {
  for (const [index, { record }] of records.slice(0, PREAMBLE).entries()) {
    const layout = layoutOf(record);
    if (layout) return { layout, header: record, rows: records.slice(index + 1) };
  }
  return undefined;
}

function isPositional(layout: StatementLayout): boolean {
  return columnsOf(layout).every((name) => /^\d+$/.test(name));
}

function positional(rows: CsvRecord[], layout: StatementLayout): Recognised | undefined {
  return rows.length > 0 ? { layout, header: positions(rows[0]!.record.length), rows } : undefined;
}

function byShape(rows: CsvRecord[], delimiter: StatementLayout['delimiter']): Recognised | undefined {
  const layout =
    rows.length > 0 &&
    layoutByShape(
      rows.map((row) => row.record),
      delimiter,
    );
  return layout ? positional(rows, layout) : undefined;
}

function likelyDelimiter(text: string): StatementLayout['delimiter'] {
  const start = text.slice(0, 5000);
  return [...DELIMITERS].sort((a, b) => start.split(b).length - start.split(a).length)[0]!;
}

function readRows(
  header: string[],
  rows: CsvRecord[],
  layout: StatementLayout,
  account: AccountDetails,
  limits: FileLimits,
): { lines: StatementLine[] } | { faults: RowFault[]; faultCount: number } {
  const read = rowReader(layout, header, account);
  const lines: StatementLine[] = [];
  const faults: RowFault[] = [];
  let faultCount = 0;
  for (const { record, info } of rows) {
    const result = misshapen(record, header) ? [misshapenRow(record, header, info.lines)] : read(record, info.lines);
    if (!Array.isArray(result)) {
      lines.push(result);
      continue;
    }
    faultCount += result.length;
    faults.push(...result.slice(0, limits.maximumFaults - faults.length));
  }
  return faultCount > 0 ? { faults, faultCount } : { lines };
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

function otherBank(other: StatementLayout, kept: StatementLayout): RowFault {
  return faultOfFile(
    'otherLayout',
    `This is a file of ${other.name}; the account's layout is ${kept.name}`,
    `Upload it to the account that is kept with ${other.name}, or change this account's layout.`,
  );
}

function lacks(header: string[], kept: StatementLayout): RowFault {
  const missing = missingColumns(kept, header);
  return faultOfFile(
    'header',
    `The header lacks ${missing.map((name) => `"${name}"`).join(', ')}, which the account's layout (${kept.name}) names`,
    "Export the statement again, or correct the account's layout.",
  );
}

function unknownLayout(records: CsvRecord[]): RowFault {
  const header = (records[0]?.record ?? []).map((name) => `"${name.slice(0, 40)}"`).slice(0, 20);
  return faultOfFile(
    'unknownLayout',
    `The first line is no header that is known: ${header.join(', ')}`,
    "Say once which column is which, as the account's layout (by their names, or by their numbers where the file has no header); then upload again.",
  );
}

function misshapen(record: string[], header: string[]): boolean {
  const surplus = record.slice(header.length);
  return record.length < header.length || surplus.some((cell) => cell.trim() !== '');
}

function misshapenRow(record: string[], header: string[], row: number): RowFault {
  const fewer = record.length < header.length;
  return {
    ...faultOfFile(
      'columns',
      `The row has ${record.length} columns, the header ${header.length}`,
      fewer ? 'The file may be cut off here: export it again.' : 'A text with a comma needs quotes: export it again from the bank.',
    ),
    row,
  };
}
