import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Keyring } from './keys';

/** What a link may let its reader do, without signing in. */
export type LinkPurpose = 'that-was-us' | 'activate' | 'file';

/** A token for one purpose and one thing: `base64url(text).base64url(mac)`, under the active key. Nothing of it is stored. */
export function signLink(ring: Keyring, purpose: LinkPurpose, text: string): string {
  return `${Buffer.from(text).toString('base64url')}.${mac(ring.keys.get(ring.active)!, purpose, text).toString('base64url')}`;
}

/** The text of a token that we signed for this purpose, under any key of the ring; null for any other. */
export function readLink(ring: Keyring, purpose: LinkPurpose, token: string): string | null {
  const [encoded, given] = token.split('.');
  const text = Buffer.from(encoded ?? '', 'base64url').toString();
  const signature = Buffer.from(given ?? '', 'base64url');
  const isOurs = [...ring.keys.values()].some((key) => {
    const expected = mac(key, purpose, text);
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  });
  return isOurs ? text : null;
}

function mac(key: Buffer, purpose: LinkPurpose, text: string): Buffer {
  return createHmac('sha256', key).update(`${purpose}\n${text}`).digest();
}
