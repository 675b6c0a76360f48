import type { GroupPaper } from '../../db/bookings/paperwork.queries';
import { londonWords } from '../../domain/working-days';
import { endDocument, heading, keepTogether, paragraph, startDocument, table } from './tagged-pdf';
import { centreOf, nameOf, needsOf } from './words';

/** So many candidates have room on a page, each with a line to sign on. */
const CANDIDATES_PER_PAGE = 14;
/** In points: a signature by hand. */
const SIGNED_ROW = 34;
const INVIGILATORS = ['1', '2', '3'];

/**
 * The register of an assessment on paper as a tagged PDF (BKG-6, REG-12, PDF/UA-1): each page says what is sat when and where, and which of the
 * candidates it has; each candidate has a number, what is needed, and room to sign. `progress` is awaited before each table.
 */
export async function renderInvigilatorRegister(paper: GroupPaper, progress: () => Promise<void>): Promise<Buffer> {
  const { asOf, group, product, component, centre, bookings } = paper;
  const title = `Invigilator register: ${component.code} ${component.title}`;
  const sat = [
    `${product.code} ${product.name}: ${component.code} ${component.title}`,
    `${londonWords(group.assessmentAt)}, ${group.location ?? '–'}`,
  ];
  const pdf = startDocument(title);
  heading(pdf, 'H1', title);
  for (let from = 0; from === 0 || from < bookings.length; from += CANDIDATES_PER_PAGE) {
    if (from > 0) pdf.drawing.addPage();
    const here = bookings.slice(from, from + CANDIDATES_PER_PAGE);
    paragraph(pdf, [centreOf(centre), ...sat, `As booked at ${londonWords(asOf)}`]);
    heading(pdf, 'H2', `Candidates ${from + 1} to ${from + here.length} of ${bookings.length}`);
    const rows = here.map(({ learner }, index) => [String(from + index + 1), learner.number, nameOf(learner), needsOf(learner), '']);
    const columns = ['No.', 'Learner', 'Name', 'Arrangements and modified papers', 'Signature, or absent'];
    await table(pdf, columns, rows, progress, { widths: [30, 84, 120, '*', 125], rowHeight: SIGNED_ROW });
  }
  keepTogether(pdf, SIGNED_ROW * (INVIGILATORS.length + 2));
  heading(pdf, 'H2', 'Invigilators');
  const lines = INVIGILATORS.map((number) => [number, '', '', '', '']);
  const columns = ['No.', 'Name', 'Signature', 'Began', 'Ended'];
  await table(pdf, columns, lines, progress, { widths: [30, '*', '*', 60, 60], rowHeight: SIGNED_ROW });
  return endDocument(pdf);
}
