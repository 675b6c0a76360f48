import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** One page: its own text, or, where it has none, a picture of it. */
export interface PdfPage {
  text: string;
  picture: Buffer | null;
}

const READER = join(process.env['COUNTERSIGN_ROOT'] ?? process.cwd(), 'activities', 'documents', 'read-pages.mjs');
/** A PDF that needs more than this is made to need it. */
const HEAP_MB = 512;
const ENDS_WITHIN_MS = 60_000;

/** The first pages of a PDF, by pdf.js in a process of its own. Throws where it is none, has a script, or takes too much. */
export async function pdfPages(content: Buffer): Promise<PdfPage[]> {
  const reader = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, READER], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { PATH: process.env['PATH'] },
    timeout: ENDS_WITHIN_MS,
    killSignal: 'SIGKILL',
  });
  // One that ends before it has read everything is told by its code.
  reader.stdin.on('error', () => undefined).end(content);
  const ended = new Promise<number | null>((resolve, reject) => reader.on('close', resolve).on('error', reject));
  const [lines, code] = await Promise.all([text(reader.stdout), ended]);
  if (code !== 0) throw new Error('This PDF cannot be read');
  return lines
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const page = JSON.parse(line) as { text: string; picture: string | null };
      return { text: page.text, picture: page.picture === null ? null : Buffer.from(page.picture, 'base64') };
    });
}
