import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Keyring } from './keys';

const DIGITS = 1_000_000;

/** The six digits of a code that was sent for the Nth time: derived from a key, kept nowhere (SEC-1, SEC-3). */
export function codeOf(ring: Keyring, code: { id: string; sent: number }): string {
  return derive(ring.keys.get(ring.active)!, code);
}

/** True for the digits that `codeOf` gave, under any key of the ring. */
export function isCode(ring: Keyring, code: { id: string; sent: number }, given: string): boolean {
  const typed = Buffer.from(given.replace(/\s/g, ''));
  return [...ring.keys.values()].some((key) => {
    const expected = Buffer.from(derive(key, code));
    return typed.length === expected.length && timingSafeEqual(typed, expected);
  });
}

/** What a person compares, where several codes were sent: the end of the identifier. */
export function codeReference(id: string): string {
  return id.slice(-6).toUpperCase();
}

function derive(key: Buffer, { id, sent }: { id: string; sent: number }): string {
  const bytes = createHmac('sha256', key).update(`code\n${id}\n${sent}`).digest();
  return String(bytes.readUIntBE(0, 6) % DIGITS).padStart(6, '0');
}
