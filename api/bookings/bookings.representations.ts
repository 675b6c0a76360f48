import { z } from 'zod';
import { bands, bandWords } from '../../domain/bookings/band';
import { bookingStates, bookingStateWords } from '../../domain/bookings/booking.state';
import { componentForms } from '../../domain/catalogue/product';
import { sessionInWords } from '../../domain/catalogue/session';
import { toMoney } from '../../domain/money';
import { needsInWords } from '../../domain/registration/learner-needs';
import { londonTime } from '../../domain/working-days';
import type { Bookable } from '../../db/bookings/bookable.queries';
import { bookingOrders } from '../../db/bookings/booking-searches.queries';
import type { FoundBooking } from '../../db/bookings/bookings.queries';
import type { WrittenGroup } from '../../db/bookings/writing.commands';
import { identifier } from '../../messages/core.schemas';
import { money } from '../core/schemas';
import type { CsvColumn } from '../core/csv';
import { batchName, beginning, numberText, ofCentre, productBody, productName, productText } from '../registration/batches.representations';

/** How a booking stands. */
export const bookingState = z.enum(bookingStates);
/** A component of a product. */
export const component = z.object({ code: z.string(), title: z.string(), form: z.enum(componentForms) });
component.register(z.globalRegistry, { id: 'Component' });
/** By what lists of bookings are narrowed alike, and in which order they stand (REG-13). */
export const bookingFilter = {
  batch: numberText('the batch'),
  product: productText,
  forename: beginning('forename'),
  surname: beginning('surname'),
  learner: identifier.optional(),
  window: identifier.optional(),
  group: identifier.optional().describe('Those that were booked together'),
  state: bookingState.optional(),
  ...ofCentre,
  sort: z
    .enum(bookingOrders)
    .default('newest')
    .describe('By name: surname, then forename; by day: that on which it is sat, the last one first'),
};
const shape = {
  id: z.uuid(),
  group: z.uuid().describe('Those that were booked together'),
  learner: z.object({ id: z.uuid(), number: z.string(), forename: z.string(), surname: z.string(), uln: z.string().nullable() }),
  batch: batchName,
  product: productName,
  session: z.int(),
  sessionInWords: z.string(),
  component: component.pick({ code: true, title: true }),
  centre: z.object({ id: z.uuid(), name: z.string() }),
  window: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  assessmentOn: z.iso.date(),
  assessmentAt: z.iso.datetime(),
  location: z.string(),
  state: bookingState,
  stateSince: z.iso.datetime(),
  band: z.enum(bands),
  version: z.int(),
};
/** A booking as listed (REG-13). */
export const foundBooking = z.object(shape);
foundBooking.register(z.globalRegistry, { id: 'FoundBooking' });
const address = z.object({ id: z.uuid(), label: z.string(), lines: z.array(z.string()), postcode: z.string() });
/** A booking in full. */
export const bookingDetails = z.object({
  ...shape,
  address: address.nullable().describe('Where its papers are delivered'),
  day: z.uuid().nullable().describe('The day of assessments whose process it waits in outside windows (BKG-4)'),
  readdressedUntil: z.iso.datetime().nullable().describe('Until when another address can be chosen; null outside windows (BKG-5)'),
  needs: z.array(z.string()).describe('Modified papers and access arrangements of the learner as he stands, in words (REG-12)'),
  purchaseOrder: z.string().nullable(),
  fee: money.describe('What it cost, with value added tax'),
  bookedAt: z.iso.datetime().describe('When it was received'),
  cameFrom: z.uuid().nullable().describe('The booking that was moved here (BKG-5)'),
  movedTo: z.uuid().nullable().describe('The booking that followed on this one'),
  evidence: z.record(z.string(), z.string()).describe('What its band turned on: instants, policy, calendar (WHY-4)'),
});
bookingDetails.register(z.globalRegistry, { id: 'BookingDetails' });

/** Bookings of one component that are made together, or a dry run tells of. */
export const bookedGroup = z.object({
  id: z.uuid(),
  component: z.string(),
  window: z.uuid().nullable(),
  assessmentOn: z.iso.date(),
  assessmentAt: z.iso.datetime(),
  band: z.enum(bands),
  changesAt: z.iso.datetime().nullable().describe('When the band becomes another one, or bookings end (BKG-3)'),
  bookings: z.array(z.object({ id: z.uuid(), learner: z.uuid() })),
  fee: money.describe('Of one booking, with value added tax'),
  total: money,
  placesLeft: z.int().optional().describe('Of very late bookings of the centre in the window, after these (BKG-3)'),
  evidence: z.record(z.string(), z.string()).describe('What the band turned on (WHY-4)'),
});
bookedGroup.register(z.globalRegistry, { id: 'BookedGroup' });

/** So many bookings were changed together. */
export const changedBookings = z.object({ bookings: z.int().describe('So many were changed') });
changedBookings.register(z.globalRegistry, { id: 'ChangedBookings' });

/** A learner who can be booked. */
export const bookable = z.object({
  id: z.uuid(),
  number: z.string(),
  forename: z.string(),
  surname: z.string(),
  birthDate: z.iso.date(),
  product: productName,
  batch: batchName,
  session: z.int(),
  sessionInWords: z.string(),
  components: z.array(component.extend({ isBooked: z.boolean() })).describe('Those that are booked with a day and a place'),
});
bookable.register(z.globalRegistry, { id: 'BookableLearner' });

/** A booking in a list. */
export function bookingBody({ booking, group, learner, batch, product, centre, window }: FoundBooking) {
  const { id, state, stateSince, component: code, version } = booking;
  const { session, assessmentOn, assessmentAt, location, band } = group;
  const { number, forename, surname, uln } = learner;
  return {
    ...{ id, group: group.id, learner: { id: learner.id, number, forename, surname, uln }, batch: { id: batch.id, number: batch.number } },
    ...{ product: productBody({ product }), session, sessionInWords: sessionInWords(session) },
    component: { code, title: titleOf(product.components, code) },
    ...{ centre: { id: centre.id, name: centre.name }, window: window && { id: window.id, name: window.name } },
    ...{ assessmentOn, assessmentAt, location, state, stateSince, band, version },
  };
}

/** A booking in full. */
export function bookingDetailsBody({ movedTo, ...found }: FoundBooking & { movedTo: string | null }) {
  const { booking, group, moments, address: to } = found;
  return {
    ...bookingBody(found),
    address: to && { id: to.id, label: to.label, lines: to.lines, postcode: to.postcode },
    ...{ day: booking.dayId, needs: needsInWords(found.learner) },
    readdressedUntil: moments?.lateFrom ?? null,
    ...{ purchaseOrder: group.purchaseOrder, fee: toMoney(group.feeNetPence + group.feeVatPence), bookedAt: group.receivedAt },
    ...{ cameFrom: booking.cameFromId, movedTo, evidence: group.evidence },
  };
}

/** Bookings that were made together. */
export function groupBody({ group: id, sitting, bookings, placesLeft }: WrittenGroup) {
  const { component: code, window, assessmentOn, assessmentAt, band, changesAt, fee, evidence } = sitting;
  const one = fee ? fee.net + fee.vat : 0n;
  return {
    ...{ id, component: code, window, assessmentOn, assessmentAt, band, changesAt, bookings, evidence },
    ...{ fee: toMoney(one), total: toMoney(one * BigInt(bookings.length)), ...(placesLeft === undefined ? {} : { placesLeft }) },
  };
}

/** A learner who can be booked. */
export function bookableBody({ learner, batch, product, components }: Bookable) {
  const { id, number, forename, surname, birthDate, session } = learner;
  return {
    ...{ id, number, forename, surname, birthDate, product: productBody({ product }), batch: { id: batch.id, number: batch.number } },
    ...{ session, sessionInWords: sessionInWords(session), components },
  };
}

/** The columns of the bookings' file. */
export const bookingColumns: CsvColumn<FoundBooking>[] = [
  ['learner number', ({ learner }) => learner.number],
  ['forename', ({ learner }) => learner.forename],
  ['surname', ({ learner }) => learner.surname],
  ['ULN', ({ learner }) => learner.uln],
  ['product code', ({ product }) => product.code],
  ['product', ({ product }) => product.name],
  ['session', ({ group }) => sessionInWords(group.session)],
  ['batch', ({ batch }) => batch.number],
  ['component', ({ booking }) => booking.component],
  ['window', ({ window }) => window?.name ?? null],
  ['assessment date', ({ group }) => group.assessmentOn],
  ['assessment time', ({ group }) => londonTime(group.assessmentAt)],
  ['location', ({ group }) => group.location],
  ['band', ({ group }) => bandWords[group.band]],
  ['status', ({ booking }) => bookingStateWords[booking.state]],
];

/** What a component is called. */
export function titleOf(components: readonly { code: string; title: string }[], code: string): string {
  return components.find((each) => each.code === code)?.title ?? code;
}
