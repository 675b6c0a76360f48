import { otherAccountBefore, withAccountColumns } from './csv-account';
import { filled, likelyDelimiter, positions, splitCsv, type CsvRow } from './csv-rows';
import { layoutByShape } from './headerless';
import { columnsOf, missingColumns, recogniseLayout, type StatementLayout } from './statement-layout';
import {
  faultOfFile,
  ofAccount,
  rowReader,
  type AccountDetails,
  type FileLimits,
  type RowFault,
  type StatementLine,
} from './statement-row';
import { faulty, oldestFirst, tooManyLines, type StatementFile } from './statement';

/** Banks put so many lines before the header at most. */
const PREAMBLE = 30;

interface Recognised {
  layout: StatementLayout;
  preamble: CsvRow[];
  header: string[];
  /** So many columns has every row at least. */
  least: number;
  rows: CsvRow[];
}

/**
 * Reads a bank's CSV whole (ADV-4): by the layout that finance keeps for the account, else by a header that is known, after
 * whatever the bank writes before it, else by the shape of a file that has none, where its balances prove that. Every fault
 * comes by row and column.
 */
export function readCsv(text: string, kept: StatementLayout | null, account: AccountDetails, limits: FileLimits): StatementFile {
  const recognised = recognise(text, kept);
  if (Array.isArray(recognised)) return { faults: recognised.slice(0, limits.maximumFaults), faultCount: recognised.length };
  const { preamble, header, rows } = recognised;
  if (rows.length === 0)
    return faulty(faultOfFile('empty', 'The file has no lines under its header', 'Export a period in which the account had transactions.'));
  if (rows.length > limits.maximumLines) return faulty(tooManyLines(limits, rows[limits.maximumLines]!.row));
  const other = otherAccountBefore(
    preamble.map(({ cells }) => cells),
    account,
  );
  if (other) return faulty({ ...other, row: preamble[0]!.row });
  const samples = rows.map(({ cells }) => cells);
  const layout = withAccountColumns(recognised.layout, header, samples, account);
  const read = readRows({ ...recognised, layout }, account, limits, /[\r\n]$/.test(text));
  if ('faults' in read) return read;
  return {
    statements: [
      { form: 'csv', statementId: null, account: null, opening: null, closing: null, lines: oldestFirst(read.lines, layout.newestFirst) },
    ],
  };
}

function recognise(text: string, kept: StatementLayout | null): Recognised | RowFault[] {
  if (!kept) return recogniseUnmapped(text);
  const rows = splitCsv(text, kept.delimiter);
  if (!Array.isArray(rows)) return [rows];
  const home = isPositional(kept) ? positional(rows, kept) : under(rows, (header) => fits(kept, header));
  if (home) return home;
  const elsewhere = splitCsv(text, likelyDelimiter(text));
  const other = Array.isArray(elsewhere) ? under(elsewhere, recogniseLayout) : undefined;
  if (!other) return [lacks(rows[0]?.cells ?? [], kept)];
  return other.layout.bank === (kept.bank ?? kept.name) ? other : [otherBank(other.layout, kept)];
}

function recogniseUnmapped(text: string): Recognised | RowFault[] {
  const delimiter = likelyDelimiter(text);
  const rows = splitCsv(text, delimiter);
  if (!Array.isArray(rows)) return [rows];
  const known = under(rows, recogniseLayout);
  if (known || rows.length === 0) return known ?? [unknownLayout([])];
  const shape = layoutByShape(rows, delimiter);
  if (Array.isArray(shape)) return shape;
  return (shape && positional(rows, shape)) ?? [unknownLayout(rows[0]!.cells)];
}

const fits = (layout: StatementLayout, header: string[]) => (missingColumns(layout, header).length === 0 ? layout : undefined);

/** The file under its header, which may end in commas that name nothing. */
function under(rows: CsvRow[], layoutOf: (header: string[]) => StatementLayout | undefined): Recognised | undefined {
  for (const [index, { cells }] of rows.slice(0, PREAMBLE).entries()) {
    const layout = layoutOf(cells);
    const least = filled(cells);
    if (layout) return { layout, preamble: rows.slice(0, index), header: cells.slice(0, least), least, rows: rows.slice(index + 1) };
  }
  return undefined;
}

function isPositional(layout: StatementLayout): boolean {
  return columnsOf(layout).every((name) => /^\d+$/.test(name));
}

/** A file without a header: as wide as its first row, or as its layout wants; columns that are empty there may be missing. */
function positional(rows: CsvRow[], layout: StatementLayout): Recognised | undefined {
  if (rows.length === 0) return undefined;
  const [first, widest] = [rows[0]!.cells, Math.max(...columnsOf(layout).map(Number))];
  const header = positions(Math.max(widest, first.length));
  return { layout, preamble: [], header, least: Math.max(widest, filled(first)), rows };
}

function readRows(
  { header, least, rows, layout }: Recognised,
  account: AccountDetails,
  limits: FileLimits,
  endsWithItsLine: boolean,
): { lines: StatementLine[] } | { faults: RowFault[]; faultCount: number } {
  const { read, named } = rowReader(layout, header, account);
  const lines: StatementLine[] = [];
  const faults: RowFault[] = [];
  const strange = new Map<string, { fault: RowFault; rows: number }>();
  let faultCount = 0;
  for (const [index, { cells, row }] of rows.entries()) {
    const isCutOff = index === rows.length - 1 && !endsWithItsLine;
    const result = misshapen(cells, header, least) ? [misshapenRow(cells, least, row, isCutOff)] : read(cells, row);
    if (!Array.isArray(result)) {
      lines.push(result);
      continue;
    }
    const told = result.filter((fault) => fault.code !== 'otherAccount' || isFirst(strange, named(cells), fault));
    faultCount += told.length;
    faults.push(...told.slice(0, limits.maximumFaults - faults.length));
  }
  for (const [other, { fault, rows: count }] of strange)
    if (count > 1) fault.detail = ofAccount(`${count} of ${rows.length} lines are`, other);
  return faultCount > 0 ? { faults, faultCount } : { lines };
}

/** A wrong account is one mistake, however many lines name it: its first line tells it. */
function isFirst(strange: Map<string, { fault: RowFault; rows: number }>, named: string, fault: RowFault): boolean {
  const known = strange.get(named);
  if (known) known.rows += 1;
  else strange.set(named, { fault, rows: 1 });
  return !known;
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

function unknownLayout(cells: string[]): RowFault {
  const header = cells.map((name) => `"${name.slice(0, 40)}"`).slice(0, 20);
  return faultOfFile(
    'unknownLayout',
    `The first line is no header that is known: ${header.join(', ')}`,
    "Say once which column is which, as the account's layout (by their names, or by their numbers where the file has no header); then upload again.",
  );
}

function misshapen(cells: string[], header: string[], least: number): boolean {
  const surplus = cells.slice(header.length);
  return cells.length < least || surplus.some((cell) => cell !== '');
}

function misshapenRow(cells: string[], least: number, row: number, isCutOff: boolean): RowFault {
  const fewer = isCutOff
    ? 'The file may be cut off here: export it again.'
    : 'Export the file from the bank again; an editor may have changed this row.';
  return {
    ...faultOfFile(
      'columns',
      `The row has ${cells.length} columns, it should have ${least}`,
      cells.length < least ? fewer : 'A text with a comma needs quotes: export it again from the bank.',
    ),
    row,
  };
}
