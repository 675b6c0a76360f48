import type { CsvRow } from '../csv';
import { cellsOf, ERRORS, isReserved, letterOf, singleColumns, type LearnerColumn } from './learner-columns';
import { faultOfLearners, readRows, tooManyRows, type LearnerFileFault, type LearnerFileLimits } from './learner-file';
import type { LineCells } from './cells';

/** A row of a file of learners: its number, its cells by field, and how many cells it has beside those that it may have. */
export interface SentLine {
  row: number;
  cells: LineCells;
  /** The letter of the first filled cell beyond the last column; null where there is none. */
  beyond: string | null;
}

/** So many titles in a row are a header, whatever is wrong with it. */
const TITLES_OF_A_HEADER = 3;
const learnerColumns = singleColumns.filter(({ title }) => title !== ERRORS);
const titles = new Map(singleColumns.map(({ title }, place) => [folded(title), place]));

/** Reads the single-product CSV, columns A to AG; its header row may be there, in any case; one of another order, with titles missing or doubled, is refused by their names (REG-7). The column of faults, with which it comes back, is left out by its title (IMP-1). */
export function readSingleFile(bytes: Uint8Array, limits: LearnerFileLimits): { lines: SentLine[] } | { faults: LearnerFileFault[] } {
  const read = readRows(bytes, limits);
  if ('fault' in read) return { faults: [read.fault] };
  const [first] = read.rows as [CsvRow, ...CsvRow[]];
  const hasHeader = first.cells.filter((cell) => titles.has(folded(cell))).length >= TITLES_OF_A_HEADER;
  const faults = hasHeader ? headerFaults(first) : bulkFaults(first);
  if (faults.length > 0) return { faults };
  const rows = hasHeader ? read.rows.slice(1) : read.rows;
  if (rows.length === 0)
    return { faults: [faultOfLearners('empty', 'The file has a header and no learners', 'Write a learner a row under it.')] };
  if (rows.length > limits.fileRows) return { faults: [tooManyRows(rows[limits.fileRows]!.row, limits.fileRows)] };
  const columns = hasHeader && first.cells.some((cell) => folded(cell) === folded(ERRORS)) ? singleColumns : learnerColumns;
  return { lines: rows.map((row) => lineOf(row, columns)) };
}

/** The cells of a row by field; what stands beyond the last column is noted. */
export function lineOf({ cells, row }: CsvRow, columns: readonly LearnerColumn[]): SentLine {
  const beyond = cells.length > columns.length ? cells.findIndex((cell, place) => place >= columns.length && cell !== '') : -1;
  return { row, cells: cellsOf(cells, columns), beyond: beyond < 0 ? null : letterOf(beyond) };
}

/** A bulk file that is sent as a single one is told so. */
function bulkFaults({ cells, row }: CsvRow): LearnerFileFault[] {
  if (!/^NCFE[12]$/i.test(cells[0] ?? '')) return [];
  const detail = 'This is a bulk file: its rows begin with NCFE1 and NCFE2';
  return [
    faultOfLearners('bulkFile', detail, 'Send it as a bulk registration, or fill in the template of one product.', row, 'A', 'REG-7'),
  ];
}

function headerFaults({ cells, row }: CsvRow): LearnerFileFault[] {
  const remedy = 'Take the header from the template, or leave it out: the columns are A to AG in its order.';
  const fault = (code: string, detail: string, place = -1) =>
    faultOfLearners(code, detail, remedy, row, place < 0 ? '' : letterOf(place), 'REG-7');
  const places = new Map<string, number[]>();
  for (const [place, cell] of cells.entries()) places.set(folded(cell), [...(places.get(folded(cell)) ?? []), place]);
  const named = singleColumns.map(({ title, field }, place) => ({ title, field, place, found: places.get(folded(title)) ?? [] }));
  const missing = named.filter(({ field, found }) => field && !isReserved(field) && found.length === 0).map(({ title }) => title);
  const doubled = named.filter(({ found }) => found.length > 1);
  const moved = named.filter(({ found, place }) => found.length === 1 && found[0] !== place);
  const unknown = [...places].filter(([title]) => title !== '' && !titles.has(title)).map(([, [place]]) => place!);
  return [
    ...(missing.length > 0 ? [fault('columnsMissing', `These columns are missing: ${missing.join(', ')}`)] : []),
    ...doubled.map(({ title, found }) => fault('columnDoubled', `The column ${title} is there ${found.length} times`, found[1])),
    ...(missing.length === 0 && doubled.length === 0 && moved.length > 0
      ? [fault('columnsMoved', `These columns stand elsewhere: ${moved.map(({ title }) => title).join(', ')}`, moved[0]!.found[0])]
      : []),
    ...unknown.map((place) => fault('columnUnknown', `Nobody knows the column ${(cells[place] ?? '').slice(0, 40)}`, place)),
  ];
}

function folded(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]/g, '');
}
