import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { Problem } from './problems';

/** A file that was sent, and its SHA-256, by which it is known again. */
export interface SentFile {
  bytes: Buffer;
  hash: Buffer;
}

/** Reads a body that is a file, up to so many bytes; what is larger is refused before it is read to its end. Throws 413. */
export async function readBody(request: Request, most: number, remedy: string): Promise<SentFile> {
  const tooLarge = () =>
    new Problem(413, 'too-large', 'The file is too large', { detail: `It may have ${most / 1_000_000} MB. ${remedy}` });
  const announced = request.get('content-length');
  if (Number(announced ?? 0) > most) throw tooLarge();
  // It fills as the file comes: twenty megabytes copied or hashed at once hold everybody for longer than they may.
  const whole = Buffer.allocUnsafeSlow(Number(announced ?? 0));
  const chunks: Buffer[] = [];
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    if (size + chunk.length > most) throw tooLarge();
    if (announced) whole.set(chunk, size);
    else chunks.push(chunk);
    size += chunk.length;
    hash.update(chunk);
  }
  return { bytes: announced ? whole : Buffer.concat(chunks), hash: hash.digest() };
}
