import { z } from 'zod';
import { bookingPapers } from '../domain/bookings/paperwork';
import { fits, identifier, line } from './core.schemas';
import { purchaseOrder } from './learners.schemas';
import { component, sat } from './sittings.schemas';

/** So many learners are named at once: pages of a list; more come as whole batches. */
export const MOST_LEARNERS = 500;
/** So many batches are booked together. */
export const MOST_BATCHES = 20;
/** So many bookings are changed at once: a page of a list. */
const MOST_BOOKINGS = 200;

/** Identifiers, each of them once. */
export const unique = (what: string, most: number) =>
  z
    .array(identifier)
    .max(most)
    .refine((ids) => new Set(ids).size === ids.length, { error: `must name each ${what} once` });

const when = {
  window: identifier.nullable().default(null).describe('An assessment window of the product; left out outside windows (BKG-1, BKG-3)'),
  ...sat,
};

/** Body of `POST /v1/bookings` (BKG-2): learners by name, whole batches, or both. */
export const newBooking = z.strictObject({
  product: identifier,
  learners: unique('learner', MOST_LEARNERS).default([]),
  batches: unique('batch', MOST_BATCHES).default([]).describe('All of each who are registered and not booked yet'),
  sittings: z
    .array(z.strictObject({ component, ...when }))
    .min(1)
    .max(2),
  location: line(200).describe('Where it is sat'),
  address: identifier.nullable().default(null).describe('An address of the centre, where papers are delivered'),
  purchaseOrder,
});
/** Bookings that are changed together. */
export const bookings = unique('booking', MOST_BOOKINGS).refine((ids) => ids.length > 0, { error: 'must name a booking' });
/** Body of `POST /v1/bookings/cancel` (BKG-5). */
export const cancelledBookings = z.strictObject({ bookings });
/** Body of `POST /v1/bookings/address` (BKG-5). */
export const readdressedBookings = z.strictObject({ bookings, address: identifier });
/** Body of `POST /v1/bookings/move` (BKG-5): of one product and component. */
export const movedBookings = z.strictObject({ bookings, ...when, purchaseOrder });

/** Body of `POST /v1/booking-paperwork` (BKG-6): the papers of a group, or a centre's entries in a window, or of a product and session. */
export const wantedPaperwork = z
  .strictObject({
    kind: z.enum(bookingPapers).exclude(['bookings-report']),
    group: identifier.optional().describe('Those who were booked together: of a confirmation or a register'),
    window: identifier.optional().describe('Of an Entry learner list'),
    product: identifier.optional().describe('With a session, where no window is named'),
    session: z.int().min(2000).max(2100).optional().describe('The year in which it begins (REG-2)'),
    organisation: identifier.optional().describe('A centre, for staff'),
  })
  .refine(
    ({ kind, group, window, product, session }) =>
      kind === 'entry-learner-list'
        ? !group && (window ? !product && !session : product && session)
        : group && !window && !product && !session,
    fits(
      ['kind', 'group', 'window', 'product', 'session'],
      'give the group of a confirmation or a register; of an Entry learner list a window, or a product and a session',
    ),
  )
  .meta({ examples: [{ kind: 'booking-confirmation', group: '018f2c6e-0000-7000-8000-000000000001' }] });
