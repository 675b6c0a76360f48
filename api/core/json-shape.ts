import type { IncomingMessage } from 'node:http';

/** No body of ours is nested so deeply; a parser takes half a second for half a million levels. */
const MOST_LEVELS = 32;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/**
 * For `express.json({ verify })`: looks at the bytes once before they are parsed, so that a small body cannot hold the process up
 * (SEC-1). Throws with the `type` by which the parser's own faults are known where it is nested deeper than 32 levels, has more
 * than so many values, or is no UTF-8.
 */
export function refuseMonsters(mostValues: number) {
  return (_request: IncomingMessage, _response: unknown, bytes: Buffer, encoding: string): void => {
    if (encoding !== 'utf-8') throw Object.assign(new Error('not UTF-8'), { type: 'charset.unsupported' });
    if (!isModest(bytes, mostValues)) throw Object.assign(new Error('too deep or too wide'), { type: 'entity.too.complex' });
  };
}

/** True where JSON has no more levels than any body of ours, and no more values than given. */
export function isModest(bytes: Uint8Array, mostValues: number): boolean {
  let [levels, values] = [0, 1];
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]!;
    if (byte === QUOTE) index = endOfText(bytes, index + 1);
    else if (OPENING.has(byte)) levels += 1;
    else if (CLOSING.has(byte)) levels -= 1;
    else if (byte === COMMA) values += 1;
    if (levels > MOST_LEVELS || values > mostValues) return false;
  }
  return true;
}

function endOfText(bytes: Uint8Array, from: number): number {
  let index = from;
  while (index < bytes.length && bytes[index] !== QUOTE) index += bytes[index] === BACKSLASH ? 2 : 1;
  return index;
}
