import { textOf } from '../text-file';
import { faultOfFile, type RowFault } from './statement-row';

/** What an uploaded file is, told by its content and never by its name: something to read, or a fault that says what it is instead. */
export type FileKind = { kind: 'csv' | 'xml' | 'mt940'; text: string } | { fault: RowFault };

const STATEMENT = {
  code: 'notAStatement',
  wanted: 'a bank statement that can be read',
  remedy: 'Export the statement from the bank as CSV, camt.053 or MT940, and upload that file.',
  again: 'Export the statement from the bank again and upload that file.',
  sample: 'statement.csv',
};

/** Tells a file by its first bytes; text is UTF-8 (BOM or not), else Windows-1252. */
export function fileKind(bytes: Uint8Array): FileKind {
  const read = textOf(bytes, STATEMENT);
  if ('fault' in read) return { fault: faultOfFile(read.fault.code, read.fault.detail, read.fault.remedy) };
  const { text, start } = read;
  if (/^\s*</.test(start)) return { kind: 'xml', text };
  return { kind: isSwift(start) ? 'mt940' : 'csv', text };
}

/** A file of SWIFT begins with a block or a tag, or has a bank's own lines before them. */
function isSwift(start: string): boolean {
  return /^\s*(\{1:|:\d\d[\dA-Z]?:)/.test(start) || (/^:20:/m.test(start) && /^:25P?:/m.test(start));
}
