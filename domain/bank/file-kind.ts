import { faultOfFile, type RowFault } from './statement-row';

/** What an uploaded file is, told by its content and never by its name: something to read, or a fault that says what it is instead. */
export type FileKind = { kind: 'csv' | 'xml' | 'mt940'; text: string } | { fault: RowFault };

const EXPORT = 'Export the statement from the bank as CSV, camt.053 or MT940, and upload that file.';
const MAGIC: [string, string][] = [
  ['%PDF', 'a PDF document'],
  ['PK\u0003\u0004', 'a spreadsheet (or another zip file)'],
  ['\u00d0\u00cf\u0011\u00e0', 'an old Office document'],
  ['\u00ff\u00fe', 'a UTF-16 text'],
  ['\u00fe\u00ff', 'a UTF-16 text'],
  ['\u0089PNG', 'a picture'],
  ['\u00ff\u00d8\u00ff', 'a picture'],
  ['GIF8', 'a picture'],
  ['\u001f\u008b', 'a compressed file'],
  ['{\\rtf', 'a word processor document'],
];
const TEXTS: [RegExp, string][] = [
  [/^\s*(<!doctype html|<html)/i, 'a web page, saved'],
  [/^\s*(OFXHEADER|<\?OFX|<OFX)/i, 'an OFX file'],
  [/^\s*!(Type|Account|Option)/i, 'a QIF file'],
  [/^\s*[[{]\s*("|\]|\})/, 'JSON'],
];

/** Tells a file by its first bytes; text is UTF-8 (BOM or not), else Windows-1252. */
export function fileKind(bytes: Uint8Array): FileKind {
  if (bytes.length === 0)
    return { fault: faultOfFile('empty', 'The file is empty (0 bytes)', 'Export the statement from the bank again and upload that file.') };
  const first = String.fromCharCode(...bytes.subarray(0, 8));
  const other = MAGIC.find(([magic]) => first.startsWith(magic));
  if (other) return { fault: notAStatement(other[1]) };
  if (bytes.includes(0)) return { fault: faultOfFile('notText', 'The file holds bytes that no text has', EXPORT) };
  const text = decode(bytes);
  const start = text.slice(0, 2000).replace(/[\u0001-\u0003]/g, '');
  if (/^--\S/.test(start) && /content-disposition:\s*form-data/i.test(start)) return { fault: inForm() };
  const named = TEXTS.find(([pattern]) => pattern.test(start));
  if (named) return { fault: notAStatement(named[1]) };
  if (/^\s*</.test(start)) return { kind: 'xml', text };
  return { kind: isSwift(start) ? 'mt940' : 'csv', text };
}

/** A file of SWIFT begins with a block or a tag, or has a bank's own lines before them. */
function isSwift(start: string): boolean {
  return /^\s*(\{1:|:\d\d[\dA-Z]?:)/.test(start) || (/^:20:/m.test(start) && /^:25P?:/m.test(start));
}

function inForm(): RowFault {
  return faultOfFile(
    'form',
    'The file came within a form (multipart/form-data, as curl -F sends it)',
    'Send the file itself as the body: curl --data-binary @statement.csv, with Content-Type: application/octet-stream.',
  );
}

function notAStatement(what: string): RowFault {
  return faultOfFile('notAStatement', `This is ${what}, not a bank statement that can be read`, EXPORT);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
