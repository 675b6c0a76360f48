import { today } from '../kit/cells';
import type { Express } from 'express';
import type { components } from '../kit/api';
import type { Facts } from '../kit/case';
import { data, Refused } from '../kit/client';
import { commandOf, field, fields, type Visit } from '../kit/page';
import { plural } from '../kit/words';
import { productOf } from '../kit/learners';
import { bookingName } from './booking-words';
import { chosenFields, chosenOf } from './chosen';
import { windowChoices } from './external-fields';
import { acceptedOf, serveQuoted, type QuotedForm } from './quoted';

type Schemas = components['schemas'];
/** Bookings of one product that are moved, and the windows to which they can go. */
interface Moving {
  bookings: Schemas['BookingDetails'][];
  windows: Schemas['AssessmentWindow'][];
}

const moving: QuotedForm<Moving> = {
  path: '/bookings/chosen/move',
  back: { href: '/bookings', text: 'Bookings' },
  subject: subjectOf,
  title: ({ bookings }) => `Move ${plural(bookings.length, 'booking')}`,
  button: 'Move bookings',
  says: () => [
    'A booking can be moved until its assessment begins. It is then transferred, and another one is active where it went.',
    'The band there decides what is charged: you see it before anything is moved.',
  ],
  fields: ({ bookings, windows }) => [
    ...chosenFields(bookings),
    ...(windows.length === 0
      ? []
      : [{ name: 'window', label: 'To the assessment window', as: 'choice' as const, choices: windowChoices(windows) }]),
    { name: 'assessmentOn', label: 'Date of the assessment', as: 'date' },
    { name: 'time', label: 'Time of the assessment', as: 'time', hint: 'In London' },
    { name: 'purchaseOrder', label: 'Purchase order', isOptional: true },
  ],
  entered,
  componentOf: ({ bookings }) => bookings[0]!.component.title,
  acceptAt: () => 'accepts',
  send: (visit, _subject, isQuote) => {
    const body = {
      ...{ bookings: fields(visit, 'booking'), window: field(visit, 'window') || null, accepts: acceptedOf(visit, 0) },
      ...{ assessmentOn: field(visit, 'assessmentOn'), time: field(visit, 'time') },
      ...(field(visit, 'purchaseOrder') ? { purchaseOrder: field(visit, 'purchaseOrder') } : {}),
    };
    const query = isQuote ? { dryRun: 'true' as const } : {};
    return data(visit.api.POST('/v1/bookings/move', { params: { query, ...commandOf(visit) }, body }));
  },
  done: ({ groups }) => {
    const made = groups.flatMap(({ bookings }) => bookings);
    const query = new URLSearchParams(groups.map(({ id }): [string, string] => ['group', id]));
    const to = made.length === 1 ? `/bookings/${made[0]!.id}` : `/bookings/booked?${query}`;
    return { to, text: `${plural(made.length, 'booking')} moved: what follows on them is shown here.` };
  },
};

/** Bookings move to another window or day, once the band there is told and its fee accepted (BKG-5, WHY-3). */
export function movingPages(app: Express): void {
  serveQuoted(app, moving);
}

async function subjectOf(visit: Visit): Promise<Moving> {
  const bookings = await chosenOf(visit);
  const [first] = bookings;
  if (!first) throw new Refused(422, { title: 'Nothing is chosen', detail: 'Go to the bookings, and choose some of them.' });
  const query = { product: first.product.id, from: today(), limit: 200 };
  const { items } = await data(visit.api.GET('/v1/assessment-windows', { params: { query } }));
  return { bookings, windows: items.filter(({ component }) => component === null || component === first.component.code) };
}

function entered({ bookings, windows }: Moving, visit: Visit): Facts {
  const moved = bookings.filter(({ id }) => fields(visit, 'booking').includes(id));
  return [
    ['Product', productOf(bookings[0]!)],
    ['Bookings', moved.map(bookingName).join('; ')],
    ['To the assessment window', windows.find(({ id }) => id === field(visit, 'window'))?.name],
    ['Purchase order', field(visit, 'purchaseOrder') || null],
  ];
}
