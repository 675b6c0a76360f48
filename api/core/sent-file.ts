import type { Request } from 'express';
import { refuse } from '../../domain/refusal';
import { cleanFile, UnfitFile, type CleanFile } from '../../platform/file-content';
import { readBody } from './body';
import { refusedProblem } from './problems';

/** Reads a small file that is a body, clean, with the SHA-256 of what was sent; `X-File-Name` names it. Throws 413, or why it is not taken (SEC-12). */
export async function sentFile(request: Request, most: number): Promise<{ file: CleanFile; bytes: number; hash: string }> {
  const { bytes, hash } = await readBody(request, most, 'Send a smaller picture, or the PDF in parts.');
  try {
    const file = await cleanFile(decodeURIComponent(request.get('x-file-name') ?? 'file'), bytes);
    return { file, bytes: bytes.length, hash: hash.toString('hex') };
  } catch (error) {
    if (!(error instanceof UnfitFile)) throw error;
    const remedy = `${error.remedy} Nothing of this file was kept; the case is as it was.`;
    throw refusedProblem([refuse(`file.${error.code}`, 'SEC-12', error.message, remedy)]);
  }
}
