import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** What a reader finds in a PDF: its text, the roles of its tags page by page, whether it is marked as tagged, language and title. */
export interface ReadPdf {
  text: string;
  tags: string[];
  tagged: boolean;
  lang?: string;
  title?: string;
  pages: number;
}

/** Reads a PDF with pdf.js. Throws where it cannot be read. */
export function readPdf(content: Buffer): ReadPdf {
  return JSON.parse(execFileSync(process.execPath, [join(__dirname, 'read-pdf.mjs')], { input: content, encoding: 'utf8' })) as ReadPdf;
}
