import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { createWorker } from 'tesseract.js';
import type { CleanFile } from '../../platform/file-content';
import { pdfPages } from './pdf-pages';

/** The language data lies beside its package: nothing is asked for over the network. */
const LANGUAGE = join(dirname(require.resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');
/** A picture of more points is refused before it is opened. */
const MOST_PIXELS = 50_000_000;
/** Larger pages are made smaller: recognition gains nothing by them. */
const LONGEST_SIDE = 2600;
/** Of a hundred: below, what was recognised is guessed. */
const LEAST_CONFIDENCE = 55;
/** No page takes so long; one that does is given up with its recogniser. */
const PAGE_WITHIN_MS = 90_000;

/** A document whose text cannot be had: it is damaged, too large, or nothing in it can be read with any certainty. */
export class Unreadable extends Error {}

/** The lines of a document's text, a page after the other: a PDF's own, else by tesseract.js off line. `beat` is called as it goes on. Throws Unreadable. */
export async function recognise({ type, content }: Pick<CleanFile, 'type' | 'content'>, beat: () => void): Promise<string[]> {
  const pages = type === 'application/pdf' ? await pagesOf(content) : [content];
  const texts: string[] = [];
  for (const page of pages) {
    texts.push(typeof page === 'string' ? page : await textOf(page, beat));
    beat();
  }
  const lines = texts.join('\n').split('\n');
  if (!lines.some((line) => /\p{L}{2}/u.test(line))) throw new Unreadable('There is no text');
  return lines;
}

async function pagesOf(content: Buffer): Promise<(string | Buffer)[]> {
  try {
    return (await pdfPages(content)).map(({ text, picture }) => picture ?? text);
  } catch (error) {
    throw new Unreadable((error as Error).message);
  }
}

/** The text of a picture; of one that says nothing with certainty, none. */
async function textOf(picture: Buffer, beat: () => void): Promise<string> {
  const page = await prepared(picture);
  const recogniser = await createWorker('eng', 1, { langPath: LANGUAGE, cacheMethod: 'none', gzip: true, logger: beat });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Unreadable('It takes too long')), PAGE_WITHIN_MS);
  });
  try {
    const { data } = await Promise.race([recogniser.recognize(page), late]);
    return data.confidence < LEAST_CONFIDENCE ? '' : data.text;
  } finally {
    clearTimeout(timer);
    await recogniser.terminate();
  }
}

/** As recognition likes it: upright, grey, of full contrast, of a size that takes a second. */
async function prepared(picture: Buffer): Promise<Buffer> {
  try {
    return await sharp(picture, { limitInputPixels: MOST_PIXELS })
      .rotate()
      .flatten({ background: 'white' })
      .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
      .greyscale()
      .normalise()
      .png()
      .toBuffer();
  } catch (error) {
    throw new Unreadable((error as Error).message);
  }
}
