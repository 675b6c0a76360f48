import { setImmediate as breathe } from 'node:timers/promises';
import type { z } from 'zod';
import { wrongNumber } from '../../domain/applications/bulk';
import { bulkApplication } from '../../messages/applications.schemas';
import type { CleanFile } from '../../platform/file-content';
import { readPart } from '../core/faults';
import { Problem, refusedProblem, type PointedFault } from '../core/problems';
import { takenPhoto } from '../people/offers';

/** One application as it was posted, with its photo as it is kept, or all that is wrong with it. */
export type Posted = { asked: Omit<z.output<typeof bulkApplication>, 'photo'>; photo: CleanFile } | { faults: PointedFault[] };

const NEW_LINE = 0x0a;

/** Reads a post of applications, a line each, others' requests in between. Throws 422 where there are none or too many (APP-8). */
export async function readPosted(bytes: Buffer, most: number): Promise<Posted[]> {
  const lines = linesOf(bytes);
  const refusal = wrongNumber(lines.length, most);
  if (refusal) throw refusedProblem([refusal]);
  const posted: Posted[] = [];
  for (const line of lines) {
    await breathe();
    posted.push(await readLine(line));
  }
  return posted;
}

function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(NEW_LINE, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (line.toString('latin1', 0, 100).trim() !== '') lines.push(line);
    from = end < 0 ? bytes.length : end + 1;
  }
  return lines;
}

async function readLine(line: Buffer): Promise<Posted> {
  const read = readPart(bulkApplication, jsonOf(line));
  if (read.faults) return { faults: read.faults };
  const { photo, ...asked } = read.data;
  try {
    return { asked, photo: await takenPhoto(Buffer.from(photo, 'base64')) };
  } catch (error) {
    const { errors } = (error instanceof Problem ? error.body : {}) as { errors?: PointedFault[] };
    if (!errors) throw error;
    return { faults: errors.map((fault) => ({ ...fault, pointer: '/photo' })) };
  }
}

/** What is no JSON is told as a fault of its form, like anything that is no object. */
function jsonOf(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    return 'This line is no JSON';
  }
}
