import { createHmac } from 'node:crypto';
import { checkDigits, REFERENCE_PREFIX, SHORTEST_BODY } from '../domain/references';

const ROUNDS = 6;

/** The reference of the Nth order (N from 0) under a secret key. */
export function referenceFor(sequence: number, key: string): string {
  let length = SHORTEST_BODY;
  let position = sequence;
  while (position >= 10 ** length) {
    position -= 10 ** length;
    length += 1;
  }
  const body = String(permute(position, 10 ** length, `${key}/${length}`)).padStart(length, '0');
  return `${REFERENCE_PREFIX}${body}${checkDigits(body)}`;
}

/** A Feistel network on the smallest square that holds `size`, walked until the value falls inside it. */
function permute(value: number, size: number, key: string): number {
  const half = Math.ceil(Math.sqrt(size));
  let current = value;
  do {
    let left = Math.floor(current / half);
    let right = current % half;
    for (let round = 0; round < ROUNDS; round += 1) {
      [left, right] = [right, (left + hash(`${round}/${right}`, key)) % half];
    }
    current = left * half + right;
  } while (current >= size);
  return current;
}

function hash(text: string, key: string): number {
  return createHmac('sha256', key).update(text).digest().readUInt32BE(0);
}
