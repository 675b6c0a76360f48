import { asksForDates, asksForWindow, isInBulk, type ProductVersion } from '../catalogue/product';
import type { LocalDate } from '../working-days';
import type { SentGroup } from './bulk-file';
import type { LineFault } from './learner';
import { bulkColumns, singleColumns, type LineField } from './learner-columns';
import type { LineCells, LineRules } from './cells';
import { readLine, type ReadLine } from './learner-line';
import type { SentLine } from './single-file';
import { isMonthFirst } from './written-date';

type Way = LineRules['way'];

/** The letter of each field's column, by the way a line came; keyed in it has none. */
const letters: Readonly<Record<Way, ReadonlyMap<LineField, string>>> = {
  keyIn: new Map(),
  single: new Map(singleColumns.flatMap(({ field, letter }) => (field ? [[field, letter]] : []))),
  bulk: new Map(bulkColumns.flatMap(({ field, letter }) => (field ? [[field, letter]] : []))),
};
const DATES = ['birthDate', 'startOn', 'plannedEndOn'] as const;

/** A window as lines name it; `shut` says why nothing is booked in it, null where it is. */
export interface NamedWindow {
  name: string;
  shut: string | null;
}

/** What lines of a product are read by on a day; windows are its own; members what it is made of. */
export function rulesOf(
  of: { way: Way; today: LocalDate; countries: ReadonlySet<string>; monthFirstRow: number | null },
  product: ProductVersion | null,
  windows: readonly NamedWindow[],
  members: readonly ProductVersion[],
): LineRules {
  const known = product && {
    asksForDates: asksForDates(product, members),
    takesArrangements: product.takesArrangements,
    windows: asksForWindow(product) ? windows.map(({ name }) => name) : [],
    modes: product.modes,
    shut: new Map(product.booksOnRegistration ? windows.flatMap(({ name, shut }) => (shut ? [[name, shut] as const] : [])) : []),
  };
  return { ...of, product: known, columnOf: letters[of.way] };
}

/** The first row that has a date whose month stands before its day, among the rows of a file; null where there is none. */
export function monthFirstRowOf(lines: readonly SentLine[]): number | null {
  return lines.find(({ cells }) => DATES.some((field) => cells[field] && isMonthFirst(cells[field])))?.row ?? null;
}

/** Reads a line of a file: what its cells say, and that something stands beyond its last column (REG-9). */
export function readSentLine({ cells, beyond }: SentLine, rules: LineRules): ReadLine {
  const read = readLine(cells, rules);
  if (!beyond) return read;
  const detail = 'Something stands beyond the last column: a cell may have been moved';
  const fault = { code: 'columns', rule: rules.way === 'bulk' ? 'REG-8' : 'REG-7', field: null, column: beyond, detail };
  return { learner: null, faults: [...read.faults, { ...fault, remedy: 'Compare the row with the template.', isWarning: false }] };
}

/**
 * Reads a line that was edited: a date that stands as its file had it is in doubt as before, for nobody has looked at it; one that is
 * written otherwise stands for itself, whatever its file had (IMP-1).
 */
export function readEditedLine(cells: LineCells, before: { cells: LineCells; faults: readonly LineFault[] }, rules: LineRules): ReadLine {
  const read = readLine(cells, rules);
  const doubts = before.faults.filter(
    ({ code, field }) =>
      code === 'dateOrder' &&
      cells[field as (typeof DATES)[number]] === before.cells[field as (typeof DATES)[number]] &&
      !read.faults.some((fault) => fault.code === code && fault.field === field),
  );
  return doubts.length === 0 ? read : { learner: null, faults: [...read.faults, ...doubts] };
}

/** What is wrong with the header of a group: it blocks this group and no other (REG-8). */
export function headerFaults(
  { centre, productCode, lines }: Pick<SentGroup, 'centre' | 'productCode'> & { lines: readonly unknown[] },
  known: { centreNumber: string | null; product: ProductVersion | undefined; isApproved: boolean },
): LineFault[] {
  const { product, isApproved, centreNumber } = known;
  const faults: LineFault[] = [];
  const tell = (code: string, rule: string, column: string, detail: string, remedy: string) =>
    faults.push({ code, rule, field: null, column, detail, remedy, isWarning: false });
  if (centre.toUpperCase() !== (centreNumber ?? '').toUpperCase())
    tell(
      'otherCentre',
      'REG-8',
      'B',
      centre ? 'This is not the number of this centre' : 'The centre number is missing',
      `Write ${centreNumber}.`,
    );
  if (!product)
    tell(
      'product',
      'REG-8',
      'E',
      productCode ? 'There is no product of this code' : 'The product code is missing',
      'Write the code of the product as the product search has it.',
    );
  else if (!isInBulk(product))
    tell(
      'notInBulk',
      'REG-8',
      'E',
      'This product is not registered in bulk',
      'Register its learners by key-in or with the file of one product.',
    );
  else if (!product.isOpen)
    tell('closed', 'REG-18', 'E', 'This product takes no registrations any longer', 'Choose the product that came after it.');
  else if (!isApproved) tell('notApproved', 'REG-1', 'E', 'The centre is not approved for this product', 'Ask for the approval first.');
  if (lines.length === 0) tell('noLines', 'REG-8', 'A', 'No learners stand under this header', 'Write them under it, or take it out.');
  return faults;
}

/** What is told of a learner who stands on the product twice: on an earlier row, or registered already (REG-9). */
export const doubleFaults: Readonly<Record<'doubled' | 'alreadyRegistered', LineFault>> = {
  doubled: {
    ...{ code: 'doubled', rule: 'REG-9', field: null, column: null, isWarning: false },
    detail: 'This learner stands on an earlier row of the same product',
    remedy: 'Remove one of the two.',
  },
  alreadyRegistered: {
    ...{ code: 'alreadyRegistered', rule: 'REG-9', field: null, column: null, isWarning: false },
    detail: 'This learner is registered on this product and session already',
    remedy: 'Remove the line: nobody is registered twice.',
  },
};
