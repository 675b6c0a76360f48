// Reads a PDF from standard input and writes what a reader finds in it as JSON: a process of its own, for pdfjs is an ES module, which Jest does not load.
import { buffer } from 'node:stream/consumers';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

const data = new Uint8Array(await buffer(process.stdin));
const pdf = await getDocument({ data, isEvalSupported: false, verbosity: VerbosityLevel.ERRORS }).promise;
const { info } = await pdf.getMetadata();
const marks = await pdf.getMarkInfo();
const [texts, tags] = [[], []];
for (let number = 1; number <= pdf.numPages; number += 1) {
  const page = await pdf.getPage(number);
  texts.push(...(await page.getTextContent()).items.map(({ str }) => str ?? ''));
  collect(await page.getStructTree());
}
const found = { text: texts.join(' '), tags, tagged: marks?.Marked === true, lang: info.Language, title: info.Title, pages: pdf.numPages };
process.stdout.write(JSON.stringify(found));

function collect(tag) {
  if (tag?.role) tags.push(tag.role);
  tag?.children?.forEach(collect);
}
