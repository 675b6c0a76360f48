import { arrangementCodes, arrangementTypes } from './codes';
import type { LearnerField } from './learner';

/** A column of a file of learners: its letter, its title, the field that it fills; null for one that no line has. */
export interface LearnerColumn {
  letter: string;
  title: string;
  field: LineField | null;
}
/** What a line has: a field of the learner, one of the nine arrangements, each with a column of its own, or a reserved column, which goes back as it came. */
export type LineField = Exclude<LearnerField, 'arrangements'> | `arrangement.${string}` | ReservedField;
export type ReservedField = `reserved.${1 | 2 | 3}`;

const [NOT_SENT, LETTERS] = [null, 26];

/** The column in which a file comes back with its faults: the last one, and none to fill in (IMP-1). */
export const ERRORS = 'Errors';

/** The columns of the single-product CSV, A to AG (REG-7), and that of its faults. */
export const singleColumns: readonly LearnerColumn[] = lettered([
  ['Forename', 'forename'],
  ['Middle names', 'middleNames'],
  ['Surname', 'surname'],
  ['Date of birth', 'birthDate'],
  ['Centre learner ref', 'centreReference'],
  ['Ethnicity', 'ethnicity'],
  ['Gender', 'gender'],
  ['ULN', 'uln'],
  ['Contact e-mail', 'contactEmail'],
  ['Enlarged', 'enlarged'],
  ['Enlarged size', 'size'],
  ['Coloured', 'coloured'],
  ['Coloured shade', 'shade'],
  ['Braille', 'braille'],
  ['Braille grade', 'grade'],
  ...arrangementCodes.map((code): [string, LineField] => [arrangementTypes[code], `arrangement.${code}`]),
  ['Postcode', 'postcode'],
  ['Start date', 'startOn'],
  ['Planned end date', 'plannedEndOn'],
  ['Assessment window', 'window'],
  ['Mode of assessment', 'mode'],
  ['Reserved 1', 'reserved.1'],
  ['Reserved 2', 'reserved.2'],
  ['Reserved 3', 'reserved.3'],
  ['Country', 'country'],
  [ERRORS, NOT_SENT],
]);

/** The columns of a learner's row of the bulk CSV; the first one has the type of the record (REG-8), the last one its faults. */
export const bulkColumns: readonly LearnerColumn[] = lettered([
  ['Record type', NOT_SENT],
  ['First name', 'forename'],
  ['Middle name', 'middleNames'],
  ['Surname', 'surname'],
  ['Date of birth', 'birthDate'],
  ['Centre learner ref', 'centreReference'],
  ['Ethnicity', 'ethnicity'],
  ['Gender', 'gender'],
  ['ULN', 'uln'],
  ['Postcode', 'postcode'],
  ['Start date', 'startOn'],
  ['Planned end date', 'plannedEndOn'],
  ['Country', 'country'],
  [ERRORS, NOT_SENT],
]);

/** What people call a field, by its column of the single-product CSV. */
export const fieldWords: Readonly<Record<string, string>> = Object.fromEntries(
  singleColumns.flatMap(({ field, title }) => (field ? [[field, title]] : [])),
);

/** All fields that a line has, in the order of the single-product CSV, reserved ones as well. */
export const cellFields: readonly LineField[] = singleColumns.flatMap(({ field }) => field ?? []);

/** True for a column that nobody fills in yet. */
export function isReserved(field: LineField): field is ReservedField {
  return field.startsWith('reserved.');
}

/** The letter of a column by its place, the first of which is 0: `A`, `AG`. */
export function letterOf(place: number): string {
  const last = String.fromCharCode(65 + (place % LETTERS));
  return place < LETTERS ? last : letterOf(Math.floor(place / LETTERS) - 1) + last;
}

/** The cells of a row by the fields of its columns; those that are empty are left out. */
export function cellsOf(row: readonly string[], columns: readonly LearnerColumn[]): Partial<Record<LineField, string>> {
  const cells: Partial<Record<LineField, string>> = {};
  const filled = Math.min(row.length, columns.length);
  for (let place = 0; place < filled; place += 1) {
    const { field } = columns[place]!;
    if (field && row[place]) cells[field] = row[place];
  }
  return cells;
}

function lettered(columns: readonly (readonly [string, LineField | null])[]): LearnerColumn[] {
  return columns.map(([title, field], place) => ({ letter: letterOf(place), title, field }));
}
