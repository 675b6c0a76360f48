import type { FoundBooking } from '../../db/bookings/bookings.queries';
import { table, type TaggedPdf } from './tagged-pdf';
import { nameOf, needsOf, placeOf } from './words';

const COLUMNS = ['Learner', 'Name', 'ULN', 'Batch', 'Arrangements and modified papers'];
const WIDTHS = [84, 105, 70, 76];

/** The one address that papers of bookings go to; null where there are several. */
export function commonPlace(bookings: FoundBooking[]): string | null {
  const places = new Set(bookings.map(({ address }) => placeOf(address)));
  return places.size > 1 ? null : placeOf(bookings[0]?.address ?? null);
}

/** A table of who is booked, with what each needs (REG-12), and where papers go, unless they all go to one address. */
export async function bookedLearners(pdf: TaggedPdf, bookings: FoundBooking[], progress: () => Promise<void>): Promise<void> {
  const isApart = commonPlace(bookings) === null;
  const rows = bookings.map(({ learner, batch, address }) => [
    ...[learner.number, nameOf(learner), learner.uln ?? '–', batch.number, needsOf(learner)],
    ...(isApart ? [placeOf(address)] : []),
  ]);
  const look = { widths: [...WIDTHS, '*' as const, ...(isApart ? ['*' as const] : [])] };
  await table(pdf, [...COLUMNS, ...(isApart ? ['Delivery address'] : [])], rows, progress, look);
}
