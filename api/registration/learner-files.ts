import { stringify } from 'csv-stringify/sync';
import type { LineFault } from '../../domain/registration/learner';
import { bulkColumns, ERRORS, singleColumns, type LearnerColumn } from '../../domain/registration/learner-columns';
import type { RegistrationGroupRow, RegistrationLineRow, RegistrationRow } from '../../db/registration/registration.model';

const CSV = { escape_formulas: true, record_delimiter: 'windows', bom: true } as const;
const [HEADER, LEARNER] = ['NCFE1', 'NCFE2'];

/** The template of a file of learners, as it is accepted back (REG-7, REG-8). */
export function template(way: 'single' | 'bulk'): Buffer {
  const header = singleColumns.filter(({ title }) => title !== ERRORS).map(({ title }) => title);
  const bulk = [
    [HEADER, 'centre number', 'centre ref', '', 'product code', '', ''],
    [LEARNER, ...bulkColumns.filter(({ field }) => field).map(({ title }) => title)],
  ];
  return Buffer.from(stringify(way === 'single' ? [header] : bulk, CSV));
}

/** What was sent with a column of faults at the end; a bulk file with its headers, and their faults; it is accepted as it is (IMP-1). */
export function fileWithErrors(way: RegistrationRow['way'], groups: RegistrationGroupRow[], lines: RegistrationLineRow[]): Buffer {
  if (way !== 'bulk') {
    const header = singleColumns.map(({ title }) => title);
    return Buffer.from(stringify([header, ...lines.map((line) => rowOf(line, singleColumns))], CSV));
  }
  const of = new Map<string, RegistrationLineRow[]>(groups.map(({ id }) => [id, []]));
  for (const line of lines) of.get(line.groupId)!.push(line);
  const rows = groups.flatMap((group) => [
    [...group.cells, ...blanks(bulkColumns.length - 1 - group.cells.length), inWords(group.faults)],
    ...of.get(group.id)!.map((line) => [LEARNER, ...rowOf(line, bulkColumns).slice(1)]),
  ]);
  return Buffer.from(stringify(rows, CSV));
}

function rowOf({ cells, faults }: RegistrationLineRow, columns: readonly LearnerColumn[]): string[] {
  return columns.map(({ field, title }) => (title === ERRORS ? inWords(faults) : ((field && cells[field]) ?? '')));
}

function inWords(faults: LineFault[]): string {
  return faults
    .map(({ column, detail, remedy, isWarning }) => `${column ? `${column}: ` : ''}${isWarning ? '(warning) ' : ''}${detail}. ${remedy}`)
    .join(' | ');
}

function blanks(count: number): string[] {
  return Array.from({ length: count }, () => '');
}
