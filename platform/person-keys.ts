import { randomBytes } from 'node:crypto';
import { seal, unseal, type Keyring } from './keys';

/** A person's key as it is kept: under a master key, so that destroying this row destroys all that the person's key sealed (SEC-12). */
export interface WrappedKey {
  wrapped: Buffer;
  keyId: string;
}

const OWN = 'person';

/** A fresh key for a person, wrapped. */
export function makePersonKey(ring: Keyring): WrappedKey {
  const { sealed, keyId } = seal(randomBytes(32), ring);
  return { wrapped: sealed, keyId };
}

/** Encrypts under a person's key. */
export function sealFor(key: WrappedKey, ring: Keyring, plain: Uint8Array): Buffer {
  return seal(plain, personRing(key, ring)).sealed;
}

/** Opens what `sealFor` made. Throws for changed bytes or another person's key. */
export function unsealFor(key: WrappedKey, ring: Keyring, sealed: Uint8Array): Buffer {
  return unseal(sealed, OWN, personRing(key, ring));
}

function personRing({ wrapped, keyId }: WrappedKey, ring: Keyring): Keyring {
  return { active: OWN, keys: new Map([[OWN, unseal(wrapped, keyId, ring)]]) };
}
