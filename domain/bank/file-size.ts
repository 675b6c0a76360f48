import { tooLarge } from '../csv';
import type { FileKind } from './file-kind';
import { tooManyLines } from './statement';
import { faultOfFile, type FileLimits, type RowFault } from './statement-row';

type Kind = Extract<FileKind, { text: string }>['kind'];

/** So many columns has no bank's file; the widest known has thirty. */
export const MOST_COLUMNS = 100;
/** Bytes of a line, or of what stands between two tags of XML. */
const LONGEST: Record<Kind, number> = { csv: 100_000, mt940: 10_000, xml: 100_000 };
/** Lines of the file for each line of a statement: a quoted cell goes over some, an entry of MT940 over ten. */
const LINES_OF_ONE = { csv: 2, mt940: 10 };
/** Cells of the file, or lines of MT940, for each line of a statement. */
const CELLS_OF_ONE = 40;
const EXPORT = 'Export the statement from the bank again; no bank writes it like this.';
const LESS = 60;

/**
 * A fault where a file is larger than can be read in bounded time and memory, told by counting its bytes once, before any is
 * parsed: lines, columns (delimiters outside of quotes), and how long the longest of them is. Null where it may be read.
 */
export function refuseBySize(bytes: Uint8Array, kind: Kind, limits: FileLimits): RowFault | null {
  return kind === 'xml' ? refuseXml(bytes) : refuseLines(bytes, kind, limits);
}

function refuseXml(bytes: Uint8Array): RowFault | null {
  for (let at = 0; at < bytes.length;) {
    const next = bytes.indexOf(LESS, at + 1);
    const end = next < 0 ? bytes.length : next;
    if (end - at > LONGEST.xml) return faultOfFile('hostileXml', 'A text or a tag is longer than any bank writes', EXPORT);
    at = end;
  }
  return null;
}

function refuseLines(bytes: Uint8Array, kind: 'csv' | 'mt940', limits: FileLimits): RowFault | null {
  const found = tooLarge(bytes, {
    lines: limits.maximumLines * LINES_OF_ONE[kind] + 100,
    cells: limits.maximumLines * CELLS_OF_ONE + 10_000,
    lineBytes: LONGEST[kind],
    columns: kind === 'csv' ? MOST_COLUMNS : null,
  });
  if (!found) return null;
  const { code, row } = found;
  if (code === 'tooMany') return tooManyLines(limits, row);
  const detail =
    code === 'tooLong'
      ? `A line has more than ${LONGEST[kind].toLocaleString('en-GB')} characters`
      : `A line has more than ${MOST_COLUMNS} columns`;
  return { ...faultOfFile(code, detail, EXPORT), row };
}
