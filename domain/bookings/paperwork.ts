import type { Component } from '../catalogue/product';
import type { Session } from '../catalogue/session';
import { refuse, type Refusal } from '../refusal';
import type { Instant } from '../working-days';
import type { BookingStateName } from './booking.state';

/** What is made of bookings (BKG-6). Their names are a stored format. */
export const bookingPapers = ['booking-confirmation', 'invigilator-register', 'entry-learner-list', 'bookings-report'] as const;
export type BookingPaper = (typeof bookingPapers)[number];
/** What people call them. */
export const paperWords: Record<BookingPaper, string> = {
  'booking-confirmation': 'Booking confirmation',
  'invigilator-register': 'Invigilator register',
  'entry-learner-list': 'Entry learner list',
  'bookings-report': 'Bookings report',
};

/** Whose entries a list has, by identifier: those of an assessment window, or of a product in a session. */
export type Entries = { window: string } | { product: string; session: Session };
/** One of them that is made of bookings as they stand: of those who were booked together, or of a centre's entries. */
export type StandingWish =
  { kind: 'booking-confirmation' | 'invigilator-register'; group: string } | { kind: 'entry-learner-list'; entries: Entries };
/** One of them, or the report of what a search for controlled bookings found, by the identifier of what was found. */
export type BookingWish = StandingWish | { kind: 'bookings-report'; report: string };

/** Whether a component of a product is sat on paper. */
export function isOnPaper(component: string, components: readonly Component[]): boolean {
  return components.some(({ code, form }) => code === component && form === 'paper');
}

/** What is made of those who are booked together: the confirmation, and for paper the invigilator register (BKG-6). */
export function papersOf(group: string, component: string, components: readonly Component[]): BookingWish[] {
  const confirmation: BookingWish = { kind: 'booking-confirmation', group };
  return isOnPaper(component, components) ? [confirmation, { kind: 'invigilator-register', group }] : [confirmation];
}

/** So many entries are listed at once: as many as a batch has learners, some 160 pages. */
export const MOST_ENTRIES = 2_000;
const GONE: ReadonlySet<BookingStateName> = new Set(['cancelled', 'transferred']);

/** What a document is about, as its row names it. */
export function aboutBookings(wish: BookingWish): { aboutType: string; aboutId: string } {
  if (wish.kind === 'bookings-report') return { aboutType: 'bookings-report', aboutId: wish.report };
  if (wish.kind !== 'entry-learner-list') return { aboutType: 'booking-group', aboutId: wish.group };
  const { entries } = wish;
  if ('window' in entries) return { aboutType: 'assessment-window', aboutId: entries.window };
  return { aboutType: 'product-session', aboutId: `${entries.product}/${entries.session}` };
}

/** Whose entries a list is of, by how its row names them. */
export function entriesNamed({ aboutType, aboutId }: { aboutType: string; aboutId: string }): Entries {
  if (aboutType === 'assessment-window') return { window: aboutId };
  const [product, session] = aboutId.split('/') as [string, string];
  return { product, session: Number(session) };
}

/** A booking as far as it tells when it stood. */
export interface KnownBooking {
  id: string;
  state: BookingStateName;
  stateSince: Instant;
  cameFromId: string | null;
  receivedAt: Instant;
}

/** The bookings that stood at an instant: neither cancelled nor moved before, and those that were moved later as they were (BKG-4, BKG-5). */
export function standingAt<Booking extends KnownBooking>(bookings: readonly Booking[], at: Instant): Booking[] {
  const stood = bookings.filter(({ state, stateSince, receivedAt }) => receivedAt <= at && (!GONE.has(state) || stateSince > at));
  const ids = new Set(stood.map(({ id }) => id));
  return stood.filter(({ cameFromId }) => cameFromId === null || !ids.has(cameFromId));
}

/** What asking for a paper stands on. */
export interface PaperFacts {
  /** Whose bookings they are; null where there are none of this identifier, or no centre is named. */
  organisation: string | null;
  /** Whether it is sat on paper. */
  isPaper: boolean;
  /** So many bookings stand. */
  standing: number;
}

/** BKG-6: why a paper of bookings cannot be made; none where it can. */
export function paperRefusals(wish: StandingWish, { organisation, isPaper, standing }: PaperFacts): Refusal[] {
  const isList = wish.kind === 'entry-learner-list';
  const place = isList ? ('window' in wish.entries ? '/window' : '/product') : '/group';
  const no = (code: string, detail: string, remedy: string, at = place) => [refuse(code, 'BKG-6', detail, remedy, at)];
  if (!organisation && isList) return no('centreMissing', 'Entries are listed of one centre', 'Name the centre.', '/organisation');
  if (!organisation) return no('group', 'There are no such bookings', 'Take the group from GET /v1/bookings.');
  if (wish.kind === 'invigilator-register' && !isPaper)
    return no('onScreen', 'Assessments on screen have no invigilator register', 'Ask for the booking confirmation.');
  if (standing === 0) return no('nobody', 'Nobody is booked there any longer', 'Take what is booked from GET /v1/bookings.');
  if (isList && standing > MOST_ENTRIES)
    return no('tooMany', `${standing} entries are more than ${MOST_ENTRIES}`, 'Ask for one window, or take GET /v1/bookings/export.');
  return [];
}

/** BKG-6: why no report can be made of what a search found, `MOST_ENTRIES` and more than that alike; none where it can. */
export function reportRefusals(found: number): Refusal[] {
  if (found === 0) return [refuse('nobody', 'BKG-6', 'The search finds no booking', 'Look for others.')];
  if (found <= MOST_ENTRIES) return [];
  return [
    refuse(
      'tooMany',
      'BKG-6',
      `The search finds more than ${MOST_ENTRIES} bookings`,
      'Look for fewer, or take GET /v1/controlled-bookings/export.',
    ),
  ];
}
