import { isKeyedHash, keyedHash } from './keyed-hash';
import type { Keyring } from './keys';

/** What a link may let its reader do, without signing in. */
export type LinkPurpose = 'that-was-us' | 'activate' | 'applicant' | 'file' | 'material';

/** A token for one purpose and one thing: `base64url(text).base64url(mac)`, under the active key. Nothing of it is stored. */
export function signLink(ring: Keyring, purpose: LinkPurpose, text: string): string {
  return `${Buffer.from(text).toString('base64url')}.${keyedHash(ring, purpose, text).toString('base64url')}`;
}

/** The text of a token that we signed for this purpose, under any key of the ring; null for any other. */
export function readLink(ring: Keyring, purpose: LinkPurpose, token: string): string | null {
  const [encoded, given] = token.split('.');
  const text = Buffer.from(encoded ?? '', 'base64url').toString();
  const signature = Buffer.from(given ?? '', 'base64url');
  return isKeyedHash(ring, purpose, text, signature) ? text : null;
}
