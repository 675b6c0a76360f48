import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, shownTable, type CasePage } from '../kit/case';
import { momentOf, stateTag, type Cell } from '../kit/cells';
import { data, keyed, Refused, type Api } from '../kit/client';
import { serveFormPage, type Decision, type FormPage } from '../kit/decision';
import { reason, type Field } from '../kit/fields';
import { streamFile } from '../kit/files';
import { batchLink, CENTRE, nameOf as nameOfLearner, ofCentre, productOf } from '../kit/learners';
import { serveList, type List } from '../kit/list';
import { commandOf, field, fields, may, serveForm, type Said, type Visit } from '../kit/page';
import { plural } from '../kit/words';
import { COLOURS, NAMES, SORTED, STATES } from './booking-words';

type Booking = components['schemas']['ControlledBookingDetails'];
type Listed = components['schemas']['FoundControlledBooking'];
type Declaration = { words: string; version: string };
/** A booking with the declaration that stands now. */
type Loaded = Booking & { now: Declaration };

const LIST = '/controlled-bookings';
/** What a report is asked for by: what the page's address narrows the list by. */
const SEARCHED = ['batch', 'forename', 'surname', 'birthDate', 'product', 'state', 'sort', 'organisation', 'group'] as const;
const STANDS = 'This does not cancel the learner’s registration. A topic that was drawn by lot stays the learner’s.';

const nameOf = ({ learner }: Pick<Listed, 'learner'>) => nameOfLearner(learner);
const topicOf = ({ topic }: Pick<Listed, 'topic'>): string => (topic ? `${topic.code} ${topic.title}` : 'The centre’s own');

const list: List<'/v1/controlled-bookings'> = {
  path: LIST,
  title: 'Controlled assessment: bookings',
  order: 'Newest first, by name or by day',
  from: '/v1/controlled-bookings',
  isPaged: true,
  filters: [
    { name: 'batch', label: 'Batch number' },
    ...NAMES,
    { name: 'birthDate', label: 'Born on', as: 'date' },
    { name: 'product', label: 'Product code or name' },
    { name: 'state', label: 'State', choices: STATES },
    SORTED,
  ],
  ownFilters: ofCentre,
  columns: [
    { head: 'Name', of: (booking) => ({ text: nameOf(booking), href: `${LIST}/${booking.id}` }) },
    { head: 'Number', of: ({ learner }) => learner.number },
    { head: 'Born', of: ({ learner }) => ({ day: learner.birthDate }) },
    { head: 'Product', of: productOf },
    { head: 'Batch', of: ({ batch }) => batchLink(batch) },
    { head: 'Component', of: ({ component }) => component.title },
    { head: 'Window', of: ({ window }) => window?.name },
    { head: 'Until', of: ({ assessmentOn }) => ({ day: assessmentOn }) },
    { head: 'Topic', of: topicOf },
    { head: 'Declared', of: ({ declaredAt }) => ({ moment: declaredAt }) },
    { head: 'State', of: ({ state }) => stateTag(state, COLOURS) },
    CENTRE,
  ],
  things: ['booking', 'bookings'],
  nothing: 'No controlled assessment has been booked yet.',
  choose: { name: 'booking', value: ({ id }) => id, words: nameOf },
  template: 'controlled-bookings',
  form: {
    title: 'Bookings report as a PDF',
    says: 'Of all that is found above, up to 2,000 bookings, as they stand now.',
    permission: 'viewBookings',
    fields: ({ query, params }) => {
      const given: Record<string, string | undefined> = { ...query, ...(params['id'] ? { group: params['id'] } : {}) };
      return SEARCHED.flatMap((name): Field[] => (given[name] ? [{ name, label: '', as: 'hidden', value: given[name] }] : []));
    },
    button: 'Ask for the report',
    act: async (visit) => {
      const given = SEARCHED.flatMap((name) => (field(visit, name) ? [[name, field(visit, name)]] : []));
      const body = { sort: 'newest' as const, ...Object.fromEntries(given) };
      await data(visit.api.POST('/v1/controlled-bookings/report', { params: commandOf(visit), body }));
      return { to: '/booking-papers?kind=bookings-report', text: 'The Bookings report is asked for. It is made in a moment.' };
    },
  },
  beside: async (visit) => ({ mayBook: may(visit, 'bookings') }),
};

const declare: Decision<Loaded> = {
  name: 'declare',
  permission: 'bookings',
  link: 'Declare, and get the materials',
  isUsual: true,
  isOpen: ({ state, declaration, topic }) => state !== 'cancelled' && declaration === null && topic !== null,
  title: (booking) => `Declare for ${nameOf(booking)}`,
  says: ({ now }) => [now.words],
  fields: ({ now }) => declarationFields(now),
  button: () => 'I declare this',
  act: async (visit, { id }) => {
    await declared(visit, [id]);
    return { to: `${LIST}/${id}`, text: 'It is declared: you are authorised to access these materials.' };
  },
};
const cancel: Decision<Loaded> = {
  name: 'cancel',
  permission: 'bookings',
  link: 'Cancel it',
  isGrave: true,
  isOpen: ({ state }) => state === 'active',
  title: (booking) => `Cancel the booking of ${nameOf(booking)}`,
  says: () => [STANDS],
  fields: () => [reason()],
  button: (booking) => `Cancel the booking of ${nameOf(booking)}`,
  act: async (visit, { id }) => {
    await cancelled(visit, [id]);
    return { to: `${LIST}/${id}`, text: 'The booking is cancelled. The registration stands.' };
  },
};

const one: CasePage<Loaded> = {
  path: `${LIST}/:id`,
  subject: async ({ api, params }) => {
    const booking = await data(api.GET('/v1/controlled-bookings/{id}', { params: { path: { id: params['id']! } } }));
    return { ...booking, now: await declarationOf(api) };
  },
  title: (booking) => `${nameOf(booking)}: ${booking.component.title}`,
  decisions: [declare, cancel],
  isWorkedOn: false,
  facts: (booking) => [
    ['State', stateTag(booking.state, COLOURS)],
    ['Topic', topicOf(booking)],
    ['Expected completion year', booking.completionYear],
    ['Window', booking.window?.name ?? null],
    ['To be taken by', { day: booking.assessmentOn }],
    ['Materials until', { moment: booking.availableUntil }],
    ['Declared', booking.declaration && `${momentOf(booking.declaration.at)}: ${booking.declaration.words}`],
    ['Cancelled because', booking.cancelledBecause],
    ['Learner number', booking.learner.number],
    ['Date of birth', { day: booking.learner.birthDate }],
    ['Product', `${booking.product.code} ${booking.product.name}`],
    ['Centre', booking.centre.name],
    ['Booked', { moment: booking.bookedAt }],
  ],
  related: ({ learner, batch, group }) => [
    { href: `/learners/${learner.id}`, text: `Learner ${learner.number}` },
    { href: `/batches/${batch.id}`, text: `Batch ${batch.number}` },
    { href: `${LIST}/of/${group}`, text: 'Those that were booked together' },
  ],
  template: 'controlled-booking',
  beside: async ({ id, topic, materials }, visit) => ({
    materials: shownTable({
      caption: 'Materials',
      heads: ['Material', 'Released', 'Open'],
      rows: materials.map((material): Cell[] => [
        material.isOpen && may(visit, 'bookings')
          ? { text: material.title, href: `${LIST}/${id}/materials/${material.id}` }
          : material.title,
        { moment: material.releasedAt },
        material.isOpen ? 'You are authorised to access it: each download is on record' : material.closedBecause,
      ]),
      nothing: topic ? 'There are no materials yet.' : 'The topic is the centre’s own: it holds the materials already.',
    }),
  }),
};

/** What is done with bookings that were chosen in the list: all of them or none. */
const together = (verb: 'declare' | 'cancel'): FormPage<{ bookings: string[]; now: Declaration }> => ({
  path: `${LIST}/chosen/${verb}`,
  permission: 'bookings',
  back: { href: LIST, text: 'Bookings' },
  subject: async ({ api, queries }) => ({ bookings: queries['booking'] ?? [], now: await declarationOf(api) }),
  title: ({ bookings }) =>
    verb === 'cancel' ? `Cancel ${plural(bookings.length, 'booking')}` : `Declare for ${plural(bookings.length, 'booking')}`,
  says: ({ now }) => (verb === 'cancel' ? [STANDS] : [now.words]),
  fields: ({ now }) => (verb === 'cancel' ? [reason()] : declarationFields(now)),
  button: ({ bookings }) => (verb === 'cancel' ? `Cancel ${plural(bookings.length, 'booking')}` : 'I declare this'),
  isGrave: verb === 'cancel',
  act: async (visit) => {
    const ids = visit.queries['booking'] ?? [];
    await (verb === 'cancel' ? cancelled(visit, ids) : declared(visit, ids));
    return { to: LIST, text: `${plural(ids.length, 'booking')} ${verb === 'cancel' ? 'cancelled' : 'declared'}.` };
  },
});

/** Controlled bookings of a centre: found, declared, cancelled, with their materials; and the Bookings report (CAS-1, MAT-1, BKG-6, REG-13). */
export function controlledPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    streamFile(app, `${LIST}.csv`, 'text/csv', (query) => {
      const asked = [...list.filters!.map(({ name }) => name), 'organisation'].flatMap((name) =>
        query[name] ? [[name, query[name]]] : [],
      );
      return `${apiUrl}/v1/controlled-bookings/export?${new URLSearchParams(asked as [string, string][])}`;
    });
    const page = serveList(app, list);
    serveForm(app, `${LIST}/chosen`, page, chosen);
    serveFormPage(app, together('declare'));
    serveFormPage(app, together('cancel'));
    serveList(app, {
      ...list,
      path: `${LIST}/of/:id`,
      title: 'Booked together',
      filters: [],
      always: ({ params }) => ({ group: params['id']! }),
    });
    serveCase(app, apiUrl, one);
    app.get(`${LIST}/:id/materials/:material`, async ({ params }, response) => {
      const { id, material } = params as { id: string; material: string };
      const api = response.locals['api'] as Api;
      const link = { params: { path: { id }, header: keyed('') }, body: { material } };
      response.redirect(303, (await data(api.POST('/v1/controlled-bookings/{id}/material-link', link))).url);
    });
  };
}

async function chosen(visit: Visit): Promise<Said> {
  const bookings = fields(visit, 'booking');
  if (bookings.length === 0) throw new Refused(422, { title: 'Nothing is chosen', detail: 'Choose bookings of the list first.' });
  const query = new URLSearchParams(bookings.map((id): [string, string] => ['booking', id]));
  const verb = field(visit, 'what') === 'cancel' ? 'cancel' : 'declare';
  return { to: `${LIST}/chosen/${verb}?${query}`, text: `${plural(bookings.length, 'booking')} chosen: nothing is done yet.` };
}

async function declared(visit: Visit, bookings: string[]): Promise<void> {
  const body = { bookings, declaration: field(visit, 'declaration') };
  await data(visit.api.POST('/v1/controlled-bookings/declare', { params: commandOf(visit), body }));
}

async function cancelled(visit: Visit, bookings: string[]): Promise<void> {
  const body = { bookings, reason: field(visit, 'reason') };
  await data(visit.api.POST('/v1/controlled-bookings/cancel', { params: commandOf(visit), body }));
}

/** Who sends the form declares the text that he has read. */
function declarationFields({ version }: Declaration): Field[] {
  return [{ name: 'declaration', label: '', as: 'hidden', value: version }];
}

async function declarationOf(api: Api): Promise<Declaration> {
  return data(api.GET('/v1/materials-declaration'));
}
