import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { momentOf, type Cell, type Tag } from '../kit/cells';
import { data } from '../kit/client';
import { serveFile, streamFile } from '../kit/files';
import { batchLink, CENTRE, nameOf, ofCentre, productOf } from '../kit/learners';
import { serveList, type List } from '../kit/list';
import { isStaff } from '../kit/navigation';
import { may, type Visit } from '../kit/page';
import { bookingName, whenOf } from './booking-words';
import { markingPages, MARKS } from './marking-papers.pages';
import { evidenceDecisions } from './papers-decisions';

type Papers = components['schemas']['ModifiedPapers'];
type Filters = NonNullable<List<'/v1/modified-papers'>['filters']>;

const STATES: readonly (readonly [Exclude<Papers['state'], 'none'>, string])[] = [
  ['requested', 'To be processed'],
  ['processed', 'To be despatched'],
  ['unshown', 'Despatched, evidence is open'],
  ['despatched', 'Despatched'],
  ['cancelled', 'Cancelled'],
  ['withheld', 'Withheld'],
  ['missed', 'Not despatched in time'],
];
const EVIDENCE: readonly (readonly [Papers['evidence']['state'], string])[] = [
  ['awaited', 'Awaited'],
  ['late', 'Late'],
  ['toDecide', 'To be decided'],
  ['accepted', 'Accepted'],
  ['refused', 'Refused'],
  ['dropped', 'No longer asked for'],
  ['notAsked', 'Not asked for'],
];
const COLOURS: Record<string, Tag['colour']> = {
  ...{ requested: 'yellow', processed: 'blue', unshown: 'blue', despatched: 'green', cancelled: 'grey', withheld: 'red', missed: 'red' },
};
const EVIDENCE_COLOURS: Record<string, Tag['colour']> = {
  ...{ awaited: 'yellow', late: 'red', toDecide: 'orange', accepted: 'green', refused: 'red', dropped: 'grey', notAsked: 'grey' },
};

const list: List<'/v1/modified-papers'> = {
  path: '/modified-papers',
  title: 'Modified papers',
  order: 'Newest first',
  from: '/v1/modified-papers',
  isPaged: true,
  filters: [
    { name: 'state', label: 'Status', choices: STATES },
    { name: 'evidence', label: 'Evidence of need', choices: EVIDENCE },
    { name: 'batch', label: 'Batch number' },
    { name: 'product', label: 'Product code or name' },
  ],
  ownFilters: async (visit) => [...(await ofCentre(visit)), ...(await narrowedBy(visit))],
  columns: [
    { head: 'Papers', of: ({ id, reference }) => ({ text: reference, href: `/modified-papers/${id}` }) },
    { head: 'Of', of: ({ booking }) => ({ text: bookingName(booking), href: `/bookings/${booking.id}` }) },
    { head: 'How they are modified', of: ({ needs }) => needs.join(', ') || 'Nothing any longer' },
    { head: 'Product', of: ({ booking }) => productOf(booking) },
    { head: 'Sat', of: ({ booking }) => whenOf(booking) },
    { head: 'Status', of: statusOf },
    { head: 'Evidence of need', of: ({ evidence }) => evidenceTag(evidence) },
    { head: 'Due', of: ({ standing }) => ({ moment: standing?.dueAt ?? null }) },
    { ...CENTRE, of: ({ booking }) => booking.centre.name },
  ],
  things: ['set of modified papers', 'sets of modified papers'],
  nothing: 'No modified papers are like that.',
  choose: {
    ...{ name: 'papers', permission: 'manageModifiedPapers' },
    value: ({ id }) => id,
    words: ({ reference, booking }) => `${reference}, ${bookingName(booking)}`,
  },
  template: 'modified-papers',
  beside: async ({ query }) => ({ marks: MARKS.map(({ name, does }) => [name, does]), window: query['window'] ?? null }),
};

const one: Omit<CasePage<Papers>, 'decisions'> = {
  path: '/modified-papers/:id',
  subject: ({ api, params }) => data(api.GET('/v1/modified-papers/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ reference, booking }) => `Modified papers ${reference} of ${nameOf(booking.learner)}`,
  isWorkedOn: false,
  template: 'modified-papers-one',
  beside: async ({ id, state, processedAt, despatchedAt, evidence }, visit) => {
    const isOpen = state === 'requested' || state === 'processed';
    const marks =
      isOpen && may(visit, 'manageModifiedPapers') ? MARKS.filter(({ name }) => !(name === 'process' ? processedAt : despatchedAt)) : [];
    return {
      marks: marks
        .filter(({ name }) => name === 'process' || processedAt)
        .map(({ name, does }) => ({ href: `/modified-papers/chosen/${name}?papers=${id}`, text: does, isGrave: false })),
      document: evidence.uploaded && may(visit, 'manageModifiedPapers') ? `/modified-papers/${id}/evidence` : null,
    };
  },
  facts: ({ needs, contactEmail, booking, processedAt, despatchedAt, carrier, tracking, evidence, ...papers }) => [
    ['Status', statusOf(papers)],
    ['How they are modified', needs.join(', ') || 'Nothing any longer'],
    ['Whom we tell', contactEmail],
    ['Learner', { text: nameOf(booking.learner), href: `/learners/${booking.learner.id}` }],
    ['Learner number', booking.learner.number],
    ['Product', productOf(booking)],
    ['Batch', batchLink(booking.batch)],
    ['Centre', booking.centre.name],
    ['Component', booking.component.title],
    ['Sat', whenOf(booking)],
    ['Processed', { moment: processedAt }],
    ['Despatched', { moment: despatchedAt }],
    ['Carried by', [carrier, tracking].filter(Boolean).join(', ') || null],
    ['Evidence of need', evidenceTag(evidence)],
    ['Evidence uploaded', evidence.uploaded ? momentOf(evidence.uploaded.at) : null],
    ['Why staff decided so', evidence.reason],
  ],
  related: ({ booking }, { me }) => [
    { href: `/bookings/${booking.id}`, text: 'The booking' },
    ...(booking.window && isStaff(me.role)
      ? [{ href: `/modified-papers?window=${booking.window.id}`, text: 'All modified papers of the window' }]
      : []),
  ],
};

/** Modified papers: the list, from which staff say of several that they are made or have left, and each with its evidence of need (REG-15). */
export function modifiedPapersPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    const asked = [...list.filters!.map(({ name }) => name), 'organisation', 'window', 'booking', 'learner'];
    streamFile(app, '/modified-papers.csv', 'text/csv', (query) => {
      const given = asked.flatMap((name) => (query[name] ? [[name, query[name]] as [string, string]] : []));
      return `${apiUrl}/v1/modified-papers/export?${new URLSearchParams(given)}`;
    });
    markingPages(app, serveList(app, list));
    serveCase(app, apiUrl, { ...one, decisions: evidenceDecisions(apiUrl) });
    serveFile(app, '/modified-papers/:id/evidence', (id) => `${apiUrl}/v1/modified-papers/${id}/evidence/file`);
  };
}

function statusOf({ state, stage, standing }: Pick<Papers, 'state' | 'stage' | 'standing'>): Cell {
  return { text: '', tags: [{ text: standing?.stage ?? stage, colour: COLOURS[state] ?? 'grey' }] };
}

function evidenceTag({ state }: Papers['evidence']): Cell {
  const text = EVIDENCE.find(([name]) => name === state)![1];
  return { text: '', tags: [{ text, colour: EVIDENCE_COLOURS[state] ?? 'grey' }] };
}

/** What an address narrows the list by, of another page: a window or a booking. */
async function narrowedBy({ api, query }: Visit): Promise<Filters> {
  const filters: Filters = [];
  const at = (id: string) => ({ params: { path: { id } } });
  const [window, booking] = [query['window'], query['booking']];
  if (window) {
    const { name } = await data(api.GET('/v1/assessment-windows/{id}', at(window)));
    filters.push({ name: 'window', label: 'Assessment window', choices: [[window, name]] });
  }
  if (booking) {
    const found = await data(api.GET('/v1/bookings/{id}', at(booking)));
    filters.push({ name: 'booking', label: 'Booking', choices: [[booking, bookingName(found)]] });
  }
  return filters;
}
