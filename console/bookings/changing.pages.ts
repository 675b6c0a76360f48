import type { Express } from 'express';
import type { components } from '../kit/api';
import { data, Refused } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import { commandOf, field, fields, serveForm, type Page, type Said, type Visit } from '../kit/page';
import { plural } from '../kit/words';
import { addressWords, isToCome } from './booking-words';
import { chosenFields, chosenOf } from './chosen';
import { movingPages } from './moving.pages';

type Booking = components['schemas']['BookingDetails'];
type Addresses = NonNullable<components['schemas']['Organisation']['addresses']>;

/** What a centre changes of bookings, one or many at once. */
export interface Change {
  name: 'cancel' | 'move' | 'address';
  does: string;
  isGrave: boolean;
  isOpen(booking: Booking): boolean;
}
/** Bookings that an address names, and the centre's addresses. */
interface Chosen {
  bookings: Booking[];
  addresses: Addresses;
}

const CHANGES: Change[] = [
  { name: 'move', does: 'Move to another window or day', isGrave: false, isOpen: () => true },
  { name: 'address', does: 'Change the delivery address', isGrave: false, isOpen: ({ readdressedUntil: until }) => isToCome(until) },
  { name: 'cancel', does: 'Cancel', isGrave: true, isOpen: () => true },
];

/** What can be changed: of one booking, what it is open for (BKG-5). */
export function changesOf(booking?: Booking): Change[] {
  if (!booking) return CHANGES;
  return CHANGES.filter((each) => booking.state === 'active' && isToCome(booking.assessmentAt) && each.isOpen(booking));
}

const cancelling: FormPage<Chosen> = {
  ...common('cancel'),
  title: ({ bookings }) => `Cancel ${plural(bookings.length, 'booking')}`,
  says: () => [
    'A cancellation is for good. It does not cancel the learner’s registration.',
    'It is possible until the assessment begins. No fee of a booking is credited.',
  ],
  fields: ({ bookings }) => chosenFields(bookings),
  button: () => 'Cancel the bookings',
  isGrave: true,
  act: async (visit) => {
    const body = { bookings: fields(visit, 'booking') };
    await data(visit.api.POST('/v1/bookings/cancel', { params: commandOf(visit), body }));
    return went(body.bookings, `${plural(body.bookings.length, 'booking')} cancelled. The registrations stand.`);
  },
};

const readdressing: FormPage<Chosen> = {
  ...common('address'),
  title: ({ bookings }) => `Change the delivery address of ${plural(bookings.length, 'booking')}`,
  says: () => [
    'It can be changed until the cut-off of the window, to an address on file. Further addresses are asked for among the requests.',
  ],
  fields: ({ bookings, addresses }) => [
    ...chosenFields(bookings),
    { name: 'address', label: 'Address for the papers', as: 'choice', choices: addresses.map((each) => [each.id, addressWords(each)]) },
  ],
  button: () => 'Change the address',
  act: async (visit) => {
    const body = { bookings: fields(visit, 'booking'), address: field(visit, 'address') };
    await data(visit.api.POST('/v1/bookings/address', { params: commandOf(visit), body }));
    return went(body.bookings, `The papers of ${plural(body.bookings.length, 'booking')} go to the address that you chose.`);
  },
};

/** Bookings are chosen on their list and cancelled, moved or sent elsewhere, all of them or none (BKG-5). */
export function changingPages(app: Express, list: Page): void {
  serveForm(app, '/bookings/chosen', list, chosen);
  serveFormPage(app, cancelling);
  serveFormPage(app, readdressing);
  movingPages(app);
}

/** Where it goes on once bookings are changed: to the only one, or the list. */
function went([only, ...others]: string[], text: string): Said {
  return { to: only && others.length === 0 ? `/bookings/${only}` : '/bookings', text };
}

function common(name: Change['name']) {
  return {
    path: `/bookings/chosen/${name}`,
    permission: 'bookings',
    back: { href: '/bookings', text: 'Bookings' },
    subject: async (visit: Visit): Promise<Chosen> => {
      const { api, me } = visit;
      const [bookings, centre] = await Promise.all([
        chosenOf(visit),
        data(api.GET('/v1/organisations/{id}', { params: { path: { id: me.organisation! } } })),
      ]);
      return { bookings, addresses: centre.addresses ?? [] };
    },
  };
}

async function chosen(visit: Visit): Promise<Said> {
  const bookings = fields(visit, 'booking');
  const change = CHANGES.find(({ name }) => name === field(visit, 'what'));
  if (bookings.length === 0 || !change)
    throw new Refused(422, { title: 'Nothing is chosen', detail: 'Choose bookings of the list first.' });
  const query = new URLSearchParams(bookings.map((id): [string, string] => ['booking', id]));
  return { to: `/bookings/chosen/${change.name}?${query}`, text: `${plural(bookings.length, 'booking')} chosen: nothing is done yet.` };
}
