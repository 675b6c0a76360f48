import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Master keys by ID, 32 bytes each; the first one encrypts, all decrypt. */
export type Keyring = { active: string; keys: ReadonlyMap<string, Buffer> };

/** Reads `id:base64,id:base64`. Throws where a key is not 32 bytes; never names the key's content. */
export function readKeyring(text: string): Keyring {
  const keys = new Map(
    text.split(',').map((part) => {
      const [id, encoded] = part.trim().split(':');
      const key = Buffer.from(encoded ?? '', 'base64');
      if (!id || key.length !== 32) throw new Error(`key "${id ?? ''}" is not id:base64 of 32 bytes`);
      return [id, key] as const;
    }),
  );
  return { active: keys.keys().next().value!, keys };
}

/** AES-256-GCM under the active key: nonce, tag, ciphertext. */
export function seal(plain: Uint8Array, ring: Keyring): { keyId: string; sealed: Buffer } {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', ring.keys.get(ring.active)!, nonce);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { keyId: ring.active, sealed: Buffer.concat([nonce, cipher.getAuthTag(), body]) };
}

/** Opens what `seal` made. Throws for an unknown key or changed bytes. */
export function unseal(sealed: Uint8Array, keyId: string, ring: Keyring): Buffer {
  const key = ring.keys.get(keyId);
  if (!key) throw new Error(`Unknown key ${keyId}`);
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
  decipher.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
}
