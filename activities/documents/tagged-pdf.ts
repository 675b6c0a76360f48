import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';

const FONT = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const BOLD = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');
const SIZES = { H1: 20, H2: 14, body: 9 };
const ROWS_BETWEEN_PROGRESS = 100;
/** Under the lower margin, in points from the edge of the page. */
const FOOT = 30;

/** How a table looks where it is not the usual one: in points, the width of each column and the least height of a row. */
export interface TableLook {
  widths?: (number | '*')[];
  rowHeight?: number;
}

/** A document on its way: what is drawn, the root of its tags, and its bytes as they come. */
export interface TaggedPdf {
  drawing: PDFKit.PDFDocument;
  root: PDFKit.PDFStructureElement;
  bytes: Promise<Buffer>;
}

/** Begins an A4 document after PDF/UA-1: tagged, in British English, titled, its fonts embedded; across, where its tables are wide. */
export function startDocument(title: string, layout: 'portrait' | 'landscape' = 'portrait'): TaggedPdf {
  const drawing = new PDFDocument({
    size: 'A4',
    layout,
    margin: 50,
    pdfVersion: '1.7',
    lang: 'en-GB',
    tagged: true,
    displayTitle: true,
    // The published types of pdfkit know the archival subsets alone.
    subset: 'PDF/UA' as string as PDFKit.Mixins.PDFSubsets,
    font: FONT,
    bufferPages: true,
    info: { Title: title },
  });
  const bytes = buffer(drawing);
  const root = drawing.struct('Document');
  drawing.addStructure(root);
  return { drawing, root, bytes };
}

/** A heading on a line of its own. */
export function heading({ drawing, root }: TaggedPdf, level: 'H1' | 'H2', text: string): void {
  root.add(
    drawing.struct(level, {}, () => {
      drawing.font(BOLD).fontSize(SIZES[level]).text(text, drawing.page.margins.left);
    }),
  );
  drawing.moveDown(0.5);
}

/** Goes on with a new page where fewer points than these are left of one. */
export function keepTogether({ drawing }: Pick<TaggedPdf, 'drawing'>, points: number): void {
  if (drawing.page.maxY() - drawing.y < points) drawing.addPage();
}

/** Lines of text, as one paragraph. */
export function paragraph({ drawing, root }: Pick<TaggedPdf, 'drawing' | 'root'>, lines: string[]): void {
  drawing.fontSize(SIZES.body).font(FONT);
  root.add(drawing.struct('P', {}, () => void drawing.text(lines.join('\n'), drawing.page.margins.left)));
  drawing.moveDown();
}

/** A table of text under its column headers, the first cell of each row heading that row; one without rows says so in a paragraph. */
export async function table(
  { drawing, root }: Pick<TaggedPdf, 'drawing' | 'root'>,
  columns: string[],
  rows: string[][],
  progress: () => Promise<void>,
  { widths, rowHeight = 0 }: TableLook = {},
): Promise<void> {
  await progress();
  drawing.fontSize(SIZES.body).font(FONT);
  if (rows.length === 0) {
    return paragraph({ drawing, root }, ['None.']);
  }
  const look = { ...(widths && { columnStyles: widths }), rowStyles: (row: number) => ({ minHeight: row === 0 ? 0 : rowHeight }) };
  const drawn = drawing.table({ structParent: root, defaultStyle: { border: { bottom: 0.5 }, padding: 4 }, ...look });
  drawn.row(columns.map((text) => ({ text, type: 'TH', scope: 'Column', font: { src: BOLD } })));
  for (const [index, [first, ...rest]] of rows.entries()) {
    drawn.row([{ text: first!, type: 'TH', scope: 'Row' }, ...rest]);
    if (index % ROWS_BETWEEN_PROGRESS === ROWS_BETWEEN_PROGRESS - 1) await progress();
  }
  drawn.end();
  drawing.moveDown();
}

/** Ends the document, its pages numbered; answers its bytes. */
export function endDocument({ drawing, root, bytes }: TaggedPdf): Promise<Buffer> {
  root.end();
  numberPages(drawing);
  drawing.end();
  return bytes;
}

/** Beside the text, and none of it: a screen reader counts pages itself. */
function numberPages(drawing: PDFKit.PDFDocument): void {
  const { start, count } = drawing.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    drawing.switchToPage(start + index);
    const { margins, height } = drawing.page;
    // Text beneath the margin would begin a new page.
    margins.bottom = 0;
    drawing.markContent('Artifact', { type: 'Pagination' });
    drawing.font(FONT).fontSize(SIZES.body);
    drawing.text(`Page ${index + 1} of ${count}`, margins.left, height - FOOT, { lineBreak: false });
    drawing.endMarkedContent();
  }
}
