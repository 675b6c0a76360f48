import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Keyring } from './keys';

/** A hash that nobody makes or guesses without our keys, in hex: of what was typed, to know it again without keeping it. */
export function keyedHash(ring: Keyring, purpose: string, text: string): string {
  return hashUnder(ring.keys.get(ring.active)!, purpose, text).toString('hex');
}

/** True for the hash of this text under any key of the ring. */
export function isKeyedHash(ring: Keyring, purpose: string, text: string, given: string): boolean {
  const known = Buffer.from(given, 'hex');
  return [...ring.keys.values()].some((key) => {
    const expected = hashUnder(key, purpose, text);
    return known.length === expected.length && timingSafeEqual(known, expected);
  });
}

function hashUnder(key: Buffer, purpose: string, text: string): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n${text}`).digest();
}
