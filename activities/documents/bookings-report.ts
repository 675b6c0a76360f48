import type { BookingsReport } from '../../db/bookings/paperwork.queries';
import { bookingStateWords } from '../../domain/bookings/booking.state';
import { dateWords, londonWords, type Instant } from '../../domain/working-days';
import { endDocument, heading, paragraph, startDocument, table } from './tagged-pdf';
import { centreOf, nameOf } from './words';

type Line = BookingsReport['bookings'][number];
const TITLE = 'Bookings report';
const COLUMNS = ['Learner', 'Name', 'Born', 'Product and component', 'Batch', 'Window or day', 'Topic', 'Declared', 'Status'];
const WIDTHS = [84, '*', 66, 100, 78, 84, 100, 76, 66] as const;

/**
 * What a search for controlled bookings found as a tagged PDF (BKG-6, PDF/UA-1), in the order in which it stood there, a table a centre: who is
 * assessed in what and when, with which topic, and whether the materials are released. `progress` is awaited before each table and after every hundred
 * rows of one.
 */
export async function renderBookingsReport({ asOf, bookings }: BookingsReport, progress: () => Promise<void>): Promise<Buffer> {
  const pdf = startDocument(TITLE, 'landscape');
  heading(pdf, 'H1', TITLE);
  paragraph(pdf, [`Controlled assessment, ${bookings.length} found and as they stood at ${londonWords(asOf)}`]);
  for (const [centre, lines] of byCentre(bookings)) {
    heading(pdf, 'H2', centre);
    await table(
      pdf,
      COLUMNS,
      lines.map((line) => rowOf(line, asOf)),
      progress,
      { widths: [...WIDTHS] },
    );
  }
  return endDocument(pdf);
}

function byCentre(bookings: Line[]): Map<string, Line[]> {
  const centres = new Map<string, Line[]>();
  for (const each of bookings) centres.set(centreOf(each.centre), [...(centres.get(centreOf(each.centre)) ?? []), each]);
  return centres;
}

function rowOf({ learner, product, booking, batch, window, group, topic, controlled, state }: Line, asOf: Instant): string[] {
  const { declaredAt } = controlled;
  return [
    ...[learner.number, nameOf(learner), dateWords(learner.birthDate), `${product.code} ${booking.component}`, batch.number],
    window ? window.name : dateWords(group.assessmentOn),
    ...[topic ? `${topic.code} ${topic.title}` : 'The centre’s own', declaredAt && declaredAt <= asOf ? londonWords(declaredAt) : '–'],
    bookingStateWords[state],
  ];
}
