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
const [TAB, LF, CR, QUOTE, COMMA, SEMICOLON, LESS] = [9, 10, 13, 34, 44, 59, 60];

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
  const most = limits.maximumLines * LINES_OF_ONE[kind] + 100;
  const columns = new Uint32Array(256);
  const mostCells = limits.maximumLines * CELLS_OF_ONE + 10_000;
  let [row, cells, begun] = [1, 0, 0];
  for (let at = 0; at <= bytes.length; at += 1) {
    const byte = bytes[at] ?? LF;
    if (byte !== LF && byte !== CR) continue;
    const length = at - begun;
    if (length > LONGEST[kind])
      return { ...faultOfFile('tooLong', `A line has more than ${LONGEST[kind].toLocaleString('en-GB')} characters`, EXPORT), row };
    const width = kind === 'csv' ? columnsOf(bytes, begun, at, columns) : 1;
    if (width > MOST_COLUMNS) return { ...faultOfFile('tooWide', `A line has more than ${MOST_COLUMNS} columns`, EXPORT), row };
    cells += width;
    if (row > most || cells > mostCells) return tooManyLines(limits, row);
    if (byte === LF || bytes[at + 1] !== LF) row += 1;
    begun = at + 1;
  }
  return null;
}

/** How many columns a line has: delimiters outside of quotes, of the kind that it has most of. `counts` is room for the count. */
function columnsOf(bytes: Uint8Array, from: number, to: number, counts: Uint32Array): number {
  let quoted = false;
  counts.fill(0);
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]!;
    if (byte === QUOTE) quoted = !quoted;
    else if (!quoted) counts[byte]! += 1;
  }
  return Math.max(counts[COMMA]!, counts[SEMICOLON]!, counts[TAB]!) + 1;
}
