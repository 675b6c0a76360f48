import type { CsvRow } from '../csv';
import { bulkColumns } from './learner-columns';
import { faultOfLearners, readRows, tooManyRows, type LearnerFileFault, type LearnerFileLimits } from './learner-file';
import { lineOf, type SentLine } from './single-file';

/** A header of a bulk file with its learners: one product each (REG-8). */
export interface SentGroup {
  row: number;
  centre: string;
  centreReference: string | null;
  productCode: string;
  /** The header as sent, from its type of record to the last of its seven cells. */
  cells: string[];
  lines: SentLine[];
}

const [HEADER, LEARNER] = ['NCFE1', 'NCFE2'];
const [CENTRE, REFERENCE, PRODUCT, CELLS] = [1, 2, 4, 7];
/** So many faults of a file are told at once. */
const MOST_FAULTS = 100;
const LAYOUT = 'A header is NCFE1, centre number, centre ref, blank, product code, blank, blank; a learner’s row begins with NCFE2.';

/** Reads the bulk CSV: header rows NCFE1, each with the learners of its product under it, NCFE2 (REG-8); the faults with which it comes back stand in the last column and are left out (IMP-1). */
export function readBulkFile(bytes: Uint8Array, limits: LearnerFileLimits): { groups: SentGroup[] } | { faults: LearnerFileFault[] } {
  const read = readRows(bytes, limits);
  if ('fault' in read) return { faults: [read.fault] };
  const groups: SentGroup[] = [];
  const faults: LearnerFileFault[] = [];
  let learners = 0;
  for (const row of read.rows) {
    const type = row.cells[0]!.toUpperCase();
    if (type === HEADER) groups.push(groupOf(row));
    else if (type !== LEARNER) faults.push(unknownRecord(row));
    else if (groups.length === 0) faults.push(withoutHeader(row));
    else {
      learners += 1;
      if (learners > limits.fileRows) return { faults: [tooManyRows(row.row, limits.fileRows)] };
      groups.at(-1)!.lines.push(lineOf(row, bulkColumns));
    }
  }
  if (faults.length > 0) return { faults: faults.slice(0, MOST_FAULTS) };
  if (learners === 0) return { faults: [faultOfLearners('empty', 'The file has no learners', LAYOUT, 1, 'A', 'REG-8')] };
  return { groups };
}

function groupOf({ cells, row }: CsvRow): SentGroup {
  const centreReference = cells[REFERENCE] || null;
  const sent = Array.from({ length: CELLS }, (_each, place) => cells[place] ?? '');
  return { row, centre: sent[CENTRE]!, centreReference, productCode: sent[PRODUCT]!, cells: sent, lines: [] };
}

function unknownRecord({ row, cells }: CsvRow): LearnerFileFault {
  const detail = `A row begins with “${cells[0]!.slice(0, 20)}”, which is no type of record`;
  return faultOfLearners('recordType', detail, LAYOUT, row, 'A', 'REG-8');
}

function withoutHeader({ row }: CsvRow): LearnerFileFault {
  return faultOfLearners('noHeader', 'A learner stands before any product', LAYOUT, row, 'A', 'REG-8');
}
