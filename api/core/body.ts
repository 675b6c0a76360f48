import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { Problem } from './problems';

/** Reads a body that is a file, up to so many bytes; what is larger is refused before it is read to its end. Throws 413. */
export async function readBody(request: Request, most: number, remedy: string): Promise<Buffer> {
  const tooLarge = () =>
    new Problem(413, 'too-large', 'The file is too large', { detail: `It may have ${most / 1_000_000} MB. ${remedy}` });
  if (Number(request.get('content-length') ?? 0) > most) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a body is known by: its SHA-256. */
export function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
