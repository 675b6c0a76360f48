import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { stateTag, type Cell, today } from '../kit/cells';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason, type Field } from '../kit/fields';
import { serveList, type ItemOf, type List } from '../kit/list';
import { commandOf, field, may, type Said, type Visit } from '../kit/page';
import { productChoices } from '../kit/products';
import { productCalled } from './product-fields';
import { named, ofProduct, type Named } from './sessions.pages';

type Window = components['schemas']['AssessmentWindow'];
type OfProduct = Window & { productName: string };

const dates = (window?: Window): Field[] => [
  { name: 'opensOn', label: 'Opens on', as: 'date', value: window?.opensOn },
  { name: 'cutOffOn', label: 'Last day of ordinary bookings', as: 'date', value: window?.cutOffOn },
  { name: 'closesOn', label: 'Closes on', as: 'date', value: window?.closesOn },
  reason(),
];
const list: List<'/v1/assessment-windows', Named<ItemOf<'/v1/assessment-windows'>>> = {
  path: '/assessment-windows',
  title: 'Assessment windows',
  order: 'By the day on which they open',
  from: '/v1/assessment-windows',
  isPaged: true,
  perPage: 9,
  filters: [{ name: 'from', label: 'Open on or after', as: 'date' }],
  ownFilters: async ({ api }) => [{ ...ofProduct, choices: await productChoices(api) }],
  columns: [
    { head: 'Product', of: ({ product, productName }) => ({ text: productName, href: `/products/${product}` }) },
    { head: 'Window', of: ({ id, name }) => ({ text: name, href: `/assessment-windows/${id}` }) },
    { head: 'Component', of: ({ component }) => component ?? 'All' },
    { head: 'Opens', of: ({ opensOn }) => ({ day: opensOn }) },
    { head: 'Ordinary bookings until', of: ({ cutOffOn }) => ({ day: cutOffOn }) },
    { head: 'Closes', of: ({ closesOn }) => ({ day: closesOn }) },
    { head: 'Bookings now', of: bandNow },
    { head: 'Which changes', of: ({ bookings }) => ({ moment: bookings?.changesAt ?? null }) },
  ],
  rows: named,
  things: ['window', 'windows'],
  nothing: 'There is no window.',
  form: {
    title: 'Propose a window',
    says: 'A second person has to approve it.',
    permission: 'catalogue',
    fields: () => [
      { name: 'productCode', label: 'Product code', pointer: 'product' },
      { name: 'name', label: 'Name of the window' },
      { name: 'component', label: 'Component', hint: 'Its code; all of them without it', isOptional: true },
      ...dates(),
    ],
    button: 'Propose the window',
    act: async (visit) => {
      const product = await productCalled(visit.api, field(visit, 'productCode'));
      return proposed(visit, { window: null, product, name: field(visit, 'name') || null, component: field(visit, 'component') || null });
    },
  },
};

const move: Decision<OfProduct> = {
  name: 'move',
  permission: 'catalogue',
  link: 'Move its dates',
  isOpen: ({ opensOn }) => opensOn > today(),
  title: ({ name }) => `Move the dates of ${name}`,
  says: () => [
    'A second person has to approve it, and is shown what it does to the bands of bookings. A window that has begun stays.',
    'What is booked keeps its band, as it was decided when it was received; who sits on a day that the window has no longer goes to one that it has.',
  ],
  fields: dates,
  button: () => 'Propose the dates',
  act: (visit, { id }) => proposed(visit, { window: id, product: null, name: null, component: null }),
};
const one: CasePage<OfProduct> = {
  path: '/assessment-windows/:id',
  subject: async ({ api, params }) => {
    const window = await data(api.GET('/v1/assessment-windows/{id}', { params: { path: { id: params['id']! } } }));
    const { code, name } = await data(api.GET('/v1/products/{id}', { params: { path: { id: window.product } } }));
    return { ...window, productName: `${code} ${name}` };
  },
  title: ({ name, productName }) => `${name} of ${productName}`,
  decisions: [move],
  isWorkedOn: false,
  hasServiceLevel: false,
  facts: (window) => [
    ['Product', { text: window.productName, href: `/products/${window.product}` }],
    ['Component', window.component ?? 'All'],
    ['Bookings now', bandNow(window)],
    ['Which changes', { moment: window.bookings?.changesAt ?? null }],
    ['Last day of ordinary bookings', { day: window.cutOffOn }],
    ['Late bookings from', { moment: laterBand(window, 'lateFrom') }],
    ['Very late bookings from', { moment: laterBand(window, 'veryLateFrom') }],
    ['No bookings from', { moment: window.bookings?.refusedFrom ?? null }],
    ['It is sat from', { day: window.opensOn }],
    ['Until', { day: window.closesOn }],
    ['Results are awaited from', { moment: window.bookings?.overFrom ?? null }],
  ],
  related: ({ id }, visit) => [
    ...(may(visit, 'viewBookings') ? [{ href: `/bookings?window=${id}`, text: 'Bookings of it' }] : []),
    ...(may(visit, 'viewBookings') && visit.me.organisation
      ? [{ href: `/booking-papers?window=${id}`, text: 'Entry learner list of it' }]
      : []),
  ],
};

/** Assessment windows with the bands of their bookings: proposed, moved, each with its process (BKG-3, BKG-4, SEC-8). */
export function windowPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, one);
  };
}

/** A product that takes no late bookings has none of its periods: bookings end with the cut-off (BKG-3). */
function laterBand({ bookings }: Window, from: 'lateFrom' | 'veryLateFrom'): string | null {
  return bookings && bookings[from] !== bookings.refusedFrom ? bookings[from] : null;
}

function bandNow({ bookings }: Window): Cell {
  if (!bookings) return 'None are taken';
  return stateTag(bookings.band ?? 'closed', { ordinary: 'green', late: 'orange', veryLate: 'orange', closed: 'grey' });
}

async function proposed(
  visit: Visit,
  of: { window: string | null; product: string | null; name: string | null; component: string | null },
): Promise<Said> {
  const days = { opensOn: field(visit, 'opensOn'), cutOffOn: field(visit, 'cutOffOn'), closesOn: field(visit, 'closesOn') };
  const body = { ...of, ...days, reason: field(visit, 'reason') };
  const made = await data(visit.api.POST('/v1/assessment-windows', { params: commandOf(visit), body }));
  return { to: `/approvals/${'id' in made ? made.id : ''}`, text: 'The window waits for a second person.' };
}
