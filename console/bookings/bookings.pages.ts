import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, shownTable, type CasePage } from '../kit/case';
import { momentOf, stateTag } from '../kit/cells';
import { data } from '../kit/client';
import { streamFile } from '../kit/files';
import { serveList, type List } from '../kit/list';
import { isStaff } from '../kit/navigation';
import { may, type Visit } from '../kit/page';
import { plural, words } from '../kit/words';
import { batchLink, CENTRE, nameOf, ofCentre, productOf } from '../kit/learners';
import { addressWords, bandTag, bookingName, COLOURS, evidenceRows, isToCome, NAMES, SORTED, STATES, whenOf } from './booking-words';
import { changingPages, changesOf } from './changing.pages';

type Booking = components['schemas']['BookingDetails'];
type Filters = NonNullable<List<'/v1/bookings'>['filters']>;

const list: List<'/v1/bookings'> = {
  path: '/bookings',
  title: 'Bookings',
  order: 'Newest first, by name or by day',
  from: '/v1/bookings',
  isPaged: true,
  filters: [
    { name: 'batch', label: 'Batch number' },
    ...NAMES,
    { name: 'product', label: 'Product code or name' },
    { name: 'uln', label: 'ULN' },
    {
      name: 'form',
      label: 'Assessed',
      choices: [
        ['paper', 'On paper'],
        ['onScreen', 'On screen'],
      ],
    },
    { name: 'state', label: 'Status', choices: STATES },
    SORTED,
  ],
  ownFilters: async (visit) => [...(await ofCentre(visit)), ...(await narrowedBy(visit))],
  columns: [
    { head: 'Booking', of: (booking) => ({ text: bookingName(booking), href: `/bookings/${booking.id}` }) },
    { head: 'Learner number', of: ({ learner }) => learner.number },
    { head: 'ULN', of: ({ learner }) => learner.uln },
    { head: 'Product', of: productOf },
    { head: 'Batch', of: ({ batch }) => batchLink(batch) },
    { head: 'Sat', of: whenOf },
    { head: 'Where', of: ({ location }) => location },
    { head: 'Band', of: ({ band }) => bandTag(band) },
    { head: 'Status', of: ({ state }) => stateTag(state, COLOURS) },
    CENTRE,
  ],
  things: ['booking', 'bookings'],
  nothing: 'Nothing has been booked yet.',
  choose: { name: 'booking', value: ({ id }) => id, words: bookingName, permission: 'bookings' },
  template: 'bookings',
  beside: async () => ({ changes: changesOf().map(({ name, does }) => [name, does]) }),
};

const one: CasePage<Booking> = {
  path: '/bookings/:id',
  subject: ({ api, params }) => data(api.GET('/v1/bookings/{id}', { params: { path: { id: params['id']! } } })),
  title: bookingName,
  decisions: [],
  isWorkedOn: false,
  template: 'booking',
  beside: async (booking, visit) => ({
    changes: (may(visit, 'bookings') ? changesOf(booking) : []).map(({ name, does, isGrave }) => ({
      ...{ href: `/bookings/chosen/${name}?booking=${booking.id}`, text: does, isGrave },
    })),
    evidence: shownTable({
      caption: `Why its band is ${words(booking.band).toLowerCase()}`,
      heads: ['What', 'When, or which'],
      rows: evidenceRows(booking.evidence),
      nothing: 'Nothing is kept of it.',
    }),
  }),
  facts: (booking) => [
    ['Status', stateTag(booking.state, COLOURS)],
    ['Since', { moment: booking.stateSince }],
    ['What comes next', nextOf(booking)],
    ['Learner', { text: nameOf(booking.learner), href: `/learners/${booking.learner.id}` }],
    ['Learner number', booking.learner.number],
    ['Product', productOf(booking)],
    ['Session', booking.sessionInWords],
    ['Batch', batchLink(booking.batch)],
    ['Centre', booking.centre.name],
    ['Component', booking.component.title],
    ['Sat', { moment: booking.assessmentAt }],
    ['Assessment window', booking.window && { text: booking.window.name, href: `/assessment-windows/${booking.window.id}` }],
    ['Where it is sat', booking.location],
    ['Modified papers and arrangements', booking.needs.join('; ') || null],
    ['Address for the papers', booking.address && addressWords(booking.address)],
    ['The address can be changed until', { moment: booking.readdressedUntil }],
    ['Band', bandTag(booking.band)],
    ['Fee', { money: booking.fee }],
    ['Purchase order', booking.purchaseOrder],
  ],
  related: ({ id, group, component, cameFrom, movedTo, day }, { me }) => [
    { href: `/bookings/booked?group=${group}`, text: `Those who were booked together for ${component.title}` },
    { href: `/booking-papers?group=${group}`, text: 'Confirmation and papers' },
    { href: `/modified-papers?booking=${id}`, text: 'Modified papers' },
    ...(day && isStaff(me.role) ? [{ href: `/assessment-days/${day}`, text: 'The day of assessments' }] : []),
    ...(cameFrom ? [{ href: `/bookings/${cameFrom}`, text: 'The booking that was moved here' }] : []),
    ...(movedTo ? [{ href: `/bookings/${movedTo}`, text: 'The booking that follows on this one' }] : []),
  ],
};

/** The search of bookings with its file, a booking's page, and what is changed of one or many (REG-13, BKG-4, BKG-5, WHY-4). */
export function bookingPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    const asked = [...list.filters!.map(({ name }) => name), 'organisation', 'learner', 'window', 'day', 'changesWithin', 'group'];
    streamFile(app, '/bookings.csv', 'text/csv', (query) => {
      const given = asked.flatMap((name) => (query[name] ? [[name, query[name]] as [string, string]] : []));
      return `${apiUrl}/v1/bookings/export?${new URLSearchParams(given)}`;
    });
    changingPages(app, serveList(app, list));
    serveCase(app, apiUrl, one);
  };
}

/** What an address narrows the list by, of another page: a learner, a window, a day, what changes soon, those booked together. */
async function narrowedBy({ api, query }: Visit): Promise<Filters> {
  const filters: Filters = [];
  const by = (name: 'learner' | 'window' | 'day' | 'group', label: string, text: string) =>
    filters.push({ name, label, choices: [[query[name]!, text]] });
  const at = (id: string) => ({ params: { path: { id } } });
  if (query['learner']) by('learner', 'Learner', nameOf(await data(api.GET('/v1/learners/{id}', at(query['learner'])))));
  if (query['window']) by('window', 'Assessment window', (await data(api.GET('/v1/assessment-windows/{id}', at(query['window'])))).name);
  if (query['day']) by('day', 'Day', (await data(api.GET('/v1/processes/{id}', at(query['day'])))).reference);
  if (query['changesWithin'])
    filters.push({
      ...{ name: 'changesWithin', label: 'Band changes within' },
      choices: [[query['changesWithin'], plural(Number(query['changesWithin']), 'day')]],
    });
  if (query['group']) by('group', 'Booked', 'Together');
  return filters;
}

/** What comes next of a booking, as everybody reads it (BKG-4). */
function nextOf({ state, assessmentAt, window }: Booking): string | null {
  if (state === 'pendingResult') return 'Its result is issued';
  if (state !== 'active') return null;
  const after = `from the day after${window ? ' the window' : ''} it awaits its result`;
  return isToCome(assessmentAt) ? `${momentOf(assessmentAt)}: it is sat; ${after}` : `It is sat; ${after}`;
}
