/** What is wrong with a file as a whole, before it is known what its rows are. */
export interface FileFault {
  code: string;
  detail: string;
  remedy: string;
}

/** What an area says of a file that is none of those which it reads. */
export interface WantedFile {
  /** The code of a file of another kind, and what such a one is not: `a bank statement that can be read`. */
  code: string;
  wanted: string;
  /** How a right one is made, and how it is made again where it came empty. */
  remedy: string;
  again: string;
  /** A name for the example of how a file is sent. */
  sample: string;
}

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
/** So much of a text tells what it is. */
const START = 2000;

/** Reads a file as text, told by its content and never by its name: UTF-8 (BOM or not), else Windows-1252; or a fault that says what it is instead. */
export function textOf(bytes: Uint8Array, wanted: WantedFile): { text: string; start: string } | { fault: FileFault } {
  if (bytes.length === 0) return { fault: { code: 'empty', detail: 'The file is empty (0 bytes)', remedy: wanted.again } };
  const first = String.fromCharCode(...bytes.subarray(0, 8));
  const other = MAGIC.find(([magic]) => first.startsWith(magic));
  if (other) return { fault: notWanted(other[1], wanted) };
  if (bytes.includes(0)) return { fault: { code: 'notText', detail: 'The file holds bytes that no text has', remedy: wanted.remedy } };
  const text = decode(bytes);
  const start = text.slice(0, START).replace(/[\u0001-\u0003]/g, '');
  if (/^--\S/.test(start) && /content-disposition:\s*form-data/i.test(start)) return { fault: inForm(wanted) };
  const named = TEXTS.find(([pattern]) => pattern.test(start));
  return named ? { fault: notWanted(named[1], wanted) } : { text, start };
}

function inForm({ sample }: WantedFile): FileFault {
  return {
    code: 'form',
    detail: 'The file came within a form (multipart/form-data, as curl -F sends it)',
    remedy: `Send the file itself as the body: curl --data-binary @${sample}, with Content-Type: application/octet-stream.`,
  };
}

function notWanted(what: string, { code, wanted, remedy }: WantedFile): FileFault {
  return { code, detail: `This is ${what}, not ${wanted}`, remedy };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
