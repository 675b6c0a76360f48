// Reads a PDF from standard input and writes, a line of JSON a page, its own text or, of a page without any, a picture of it: a process of
// its own, with a limit of memory and of time, for a PDF may be made to fill either. No script of it is run, and none is let pass.
import { buffer } from 'node:stream/consumers';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

const MOST_PAGES = 5;
/** So few characters are a page number or a stamp over a scan. */
const LEAST_TEXT = 40;
/** Points of a page's longer side. */
const LONGEST_SIDE = 2600;

const data = new Uint8Array(await buffer(process.stdin));
const pdf = await getDocument({ data, isEvalSupported: false, enableXfa: false, verbosity: VerbosityLevel.ERRORS }).promise;
if ((await pdf.getJSActions()) || (await pdf.getOpenAction())?.action) throw new Error('It has a script');
for (let number = 1; number <= Math.min(pdf.numPages, MOST_PAGES); number += 1) {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  const text = items.map(({ str, hasEOL }) => `${str ?? ''}${hasEOL ? '\n' : ' '}`).join('');
  const picture = text.trim().length < LEAST_TEXT ? await drawn(page) : null;
  process.stdout.write(`${JSON.stringify({ text, picture })}\n`);
  page.cleanup();
}

async function drawn(page) {
  const { width, height } = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: Math.min(4, LONGEST_SIDE / Math.max(width, height)) });
  const { canvas, context } = pdf.canvasFactory.create(Math.ceil(viewport.width), Math.ceil(viewport.height));
  await page.render({ canvasContext: context, viewport }).promise;
  return canvas.toBuffer('image/png').toString('base64');
}
