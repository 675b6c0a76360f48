import type { EntryList } from '../../db/bookings/paperwork.queries';
import type { FoundBooking } from '../../db/bookings/bookings.queries';
import { sessionInWords } from '../../domain/catalogue/session';
import { londonWords } from '../../domain/working-days';
import { bookedLearners } from './booked-learners';
import { endDocument, heading, keepTogether, paragraph, startDocument } from './tagged-pdf';
import { centreOf } from './words';

const TITLE = 'Entry learner list';
/** In points: a heading with the first rows under it. */
const BEGINNING = 80;

/**
 * The entries of a centre as a tagged PDF (BKG-6, REG-12, PDF/UA-1): of each sitting, in their order, who is booked. `progress` is awaited before
 * each table and after every hundred rows of one.
 */
export async function renderEntryLearnerList(list: EntryList, progress: () => Promise<void>): Promise<Buffer> {
  const { asOf, centre, bookings } = list;
  const pdf = startDocument(TITLE);
  heading(pdf, 'H1', TITLE);
  paragraph(pdf, [centreOf(centre), ...subjectOf(list), `As booked at ${londonWords(asOf)}`]);
  if (bookings.length === 0) paragraph(pdf, ['Nobody is booked.']);
  for (const [title, sitting] of sittingsOf(bookings)) {
    keepTogether(pdf, BEGINNING);
    heading(pdf, 'H2', title);
    await bookedLearners(pdf, sitting, progress);
  }
  return endDocument(pdf);
}

function subjectOf({ entries, bookings: [first] }: EntryList): string[] {
  if (!first) return [];
  const { product, window, group } = first;
  const within = 'window' in entries ? (window?.name ?? '') : sessionInWords(group.session);
  return [`${product.code} ${product.name}, ${within}`];
}

/** Bookings by what is sat, when and where: the soonest first. */
function sittingsOf(bookings: FoundBooking[]): [string, FoundBooking[]][] {
  const sittings = new Map<string, { at: string; title: string; booked: FoundBooking[] }>();
  for (const each of bookings) {
    const { assessmentAt: at, location } = each.group;
    const code = each.booking.component;
    const name = each.product.components.find((component) => component.code === code)?.title ?? '';
    const title = `${code} ${name}, ${londonWords(at)}, ${location ?? '–'}`;
    const sitting = sittings.get(title) ?? { at, title, booked: [] };
    sitting.booked.push(each);
    sittings.set(title, sitting);
  }
  const sorted = [...sittings.values()].sort((a, b) => (a.at + a.title < b.at + b.title ? -1 : 1));
  return sorted.map(({ title, booked }) => [title, booked]);
}
