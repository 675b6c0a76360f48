import type { CsvRow } from '../csv';
import { ERRORS, letterOf } from '../registration/learner-columns';
import { faultOfLearners, readRows, tooManyRows, type LearnerFileFault, type LearnerFileLimits } from '../registration/learner-file';

/** What a file of dates tells of a learner, known by number and batch; `startOn` is undefined where the file has no such column. */
export interface DatesLine {
  row: number;
  number: string;
  batch: string;
  startOn: string | undefined;
  plannedEndOn: string;
}
type Field = 'number' | 'batch' | 'startOn' | 'plannedEndOn';
/** A file of dates as it was sent, and where its columns stand. */
export interface DatesFile {
  header: string[];
  rows: CsvRow[];
  lines: DatesLine[];
  /** The letter of each column that counts. */
  letters: Partial<Record<Field, string>>;
}

/** The columns that count, by their titles, wherever they stand; all others are for whoever reads it (LRN-1). */
export const datesTitles: Readonly<Record<Field, string>> = {
  number: 'Learner number',
  batch: 'Batch',
  startOn: 'Start date',
  plannedEndOn: 'Planned end date',
};
const OPTIONAL: ReadonlySet<Field> = new Set(['startOn']);
const fieldsByTitle = new Map(Object.entries(datesTitles).map(([field, title]) => [folded(title), field as Field]));

/** Reads a file of dates as it was downloaded and changed: with its header, columns in any order (LRN-1, IMP-1). */
export function readDatesFile(bytes: Uint8Array, limits: LearnerFileLimits): DatesFile | { faults: LearnerFileFault[] } {
  const read = readRows(bytes, limits);
  if ('fault' in read) return { faults: [read.fault] };
  const [first, ...rows] = read.rows as [CsvRow, ...CsvRow[]];
  const places = placesOf(first);
  const faults = headerFaults(first, places);
  if (faults.length > 0) return { faults };
  if (rows.length === 0)
    return { faults: [faultOfLearners('empty', 'The file has a header and no learners', 'Download the dates again.')] };
  if (rows.length > limits.fileRows) return { faults: [tooManyRows(rows[limits.fileRows]!.row, limits.fileRows)] };
  const at = (field: Field) => places.get(field)?.[0];
  const lines = rows.map((row) => lineOf(row, at));
  const letters = Object.fromEntries([...places].map(([field, [place]]) => [field, letterOf(place!)]));
  return { header: first.cells, rows, lines, letters };
}

/** The same file with a column of faults at its end, by row; it is accepted as it is (IMP-1). */
export function datesWithErrors({ header, rows }: Pick<DatesFile, 'header' | 'rows'>, faults: readonly LearnerFileFault[]): string[][] {
  const before = header.findIndex((title) => folded(title) === folded(ERRORS));
  const without = (cells: string[]) => cells.filter((_cell, place) => place !== before);
  const width = without(header).length;
  const told = (row: number) =>
    faults
      .filter((fault) => fault.row === row)
      .map(({ column, detail, remedy }) => `${column ? `${column}: ` : ''}${detail}. ${remedy}`)
      .join(' | ');
  const filled = rows.map(({ cells, row }) => {
    const kept = without(cells).slice(0, width);
    return [...kept, ...Array.from({ length: width - kept.length }, () => ''), told(row)];
  });
  return [[...without(header), ERRORS], ...filled];
}

function placesOf({ cells }: CsvRow): Map<Field, number[]> {
  const places = new Map<Field, number[]>();
  for (const [place, cell] of cells.entries()) {
    const field = fieldsByTitle.get(folded(cell));
    if (field) places.set(field, [...(places.get(field) ?? []), place]);
  }
  return places;
}

function headerFaults({ row }: CsvRow, places: Map<Field, number[]>): LearnerFileFault[] {
  const remedy = 'Download the dates, and change them in that file.';
  const entries = Object.entries(datesTitles) as [Field, string][];
  const missing = entries.filter(([field]) => !OPTIONAL.has(field) && !places.has(field)).map(([, title]) => title);
  const doubled = entries.filter(([field]) => (places.get(field)?.length ?? 0) > 1);
  return [
    ...(missing.length > 0
      ? [faultOfLearners('columnsMissing', `These columns are missing: ${missing.join(', ')}`, remedy, row, '', 'LRN-1')]
      : []),
    ...doubled.map(([field, title]) =>
      faultOfLearners(
        'columnDoubled',
        `The column ${title} is there more than once`,
        remedy,
        row,
        letterOf(places.get(field)![1]!),
        'LRN-1',
      ),
    ),
  ];
}

function lineOf({ cells, row }: CsvRow, at: (field: Field) => number | undefined): DatesLine {
  const text = (field: Field) => {
    const place = at(field);
    return place === undefined ? undefined : (cells[place] ?? '').replace(/^'/, '').trim();
  };
  const [number, batch, plannedEndOn] = [text('number')!.toUpperCase(), text('batch')!.toUpperCase(), text('plannedEndOn')!];
  return { row, number, batch, startOn: text('startOn'), plannedEndOn };
}

function folded(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]/g, '');
}
