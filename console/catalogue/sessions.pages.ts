import type { Express } from 'express';
import type { components } from '../kit/api';
import { dayOf } from '../kit/cells';
import { data } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import { reason, type Field } from '../kit/fields';
import { serveList, type ItemOf, type List } from '../kit/list';
import { commandOf, field, may, numberField, type Said, type Visit } from '../kit/page';
import { editOf, versionOf } from '../kit/edits';
import { productChoices } from '../kit/products';
import { productCalled } from './product-fields';

type Opening = components['schemas']['SessionOpening'];
type Window = components['schemas']['AssessmentWindow'];
/** With what its product is called, and whether the visitor may change it. */
type Named<Item> = Item & { productName: string; mayChange: boolean };

const ofProduct = { name: 'product', label: 'Product' } as const;
const openings: List<'/v1/session-openings', Named<ItemOf<'/v1/session-openings'>>> = {
  path: '/session-openings',
  title: 'Sessions',
  order: 'Newest first',
  from: '/v1/session-openings',
  isPaged: true,
  ownFilters: async ({ api }) => [{ ...ofProduct, choices: await productChoices(api) }],
  columns: [
    { head: 'Product', of: ({ product, productName }) => ({ text: productName, href: `/products/${product}` }) },
    { head: 'Session', of: ({ id, name, mayChange }) => (mayChange ? { text: name, href: `/session-openings/${id}/change` } : name) },
    { head: 'From', of: ({ from }) => ({ day: from }) },
    { head: 'Until', of: ({ until }) => ({ day: until }) },
  ],
  rows: named,
  things: ['opened session', 'opened sessions'],
  nothing: 'Only the current session is open.',
  form: {
    title: 'Open another session for a product',
    says: 'The current session, from 1 August to 31 July, is always open.',
    permission: 'catalogue',
    fields: () => [
      { name: 'productCode', label: 'Product code', pointer: 'product' },
      { name: 'session', label: 'Year in which the session begins', as: 'number' },
      { name: 'from', label: 'From', as: 'date' },
      { name: 'until', label: 'Until, that day included', as: 'date' },
    ],
    button: 'Open the session',
    act: async (visit) => {
      const product = await productCalled(visit.api, field(visit, 'productCode'));
      const body = { product, session: numberField(visit, 'session'), from: field(visit, 'from'), until: field(visit, 'until') };
      const { name } = await data(visit.api.POST('/v1/session-openings', { params: commandOf(visit), body }));
      return { to: '/session-openings', text: `The session ${name} is open from ${dayOf(body.from)}.` };
    },
  },
};
const opening: FormPage<Opening> = {
  path: '/session-openings/:id/change',
  permission: 'catalogue',
  back: { href: '/session-openings', text: 'Sessions' },
  subject: ({ api, params }) => data(api.GET('/v1/session-openings/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ name }) => `Move the days of the session ${name}`,
  says: () => [],
  fields: (subject) => [
    { name: 'from', label: 'From', as: 'date', value: subject.from },
    { name: 'until', label: 'Until, that day included', as: 'date', value: subject.until },
    versionOf(subject),
  ],
  button: () => 'Move the days',
  act: async (visit) => {
    const body = { from: field(visit, 'from'), until: field(visit, 'until') };
    const { name } = await data(visit.api.POST('/v1/session-openings/{id}/change', { params: editOf(visit), body }));
    return { to: '/session-openings', text: `The session ${name} is open from ${dayOf(body.from)} until ${dayOf(body.until)}.` };
  },
};

const dates = (window?: Window): Field[] => [
  { name: 'opensOn', label: 'Opens on', as: 'date', value: window?.opensOn },
  { name: 'cutOffOn', label: 'Last day of ordinary bookings', as: 'date', value: window?.cutOffOn },
  { name: 'closesOn', label: 'Closes on', as: 'date', value: window?.closesOn },
  reason(),
];
const windows: List<'/v1/assessment-windows', Named<ItemOf<'/v1/assessment-windows'>>> = {
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
    { head: 'Window', of: ({ id, name, mayChange }) => (mayChange ? { text: name, href: `/assessment-windows/${id}/move` } : name) },
    { head: 'Component', of: ({ component }) => component ?? 'All' },
    { head: 'Opens', of: ({ opensOn }) => ({ day: opensOn }) },
    { head: 'Ordinary bookings until', of: ({ cutOffOn }) => ({ day: cutOffOn }) },
    { head: 'Closes', of: ({ closesOn }) => ({ day: closesOn }) },
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
const moving: FormPage<Window> = {
  path: '/assessment-windows/:id/move',
  permission: 'catalogue',
  back: { href: '/assessment-windows', text: 'Assessment windows' },
  subject: ({ api, params }) => data(api.GET('/v1/assessment-windows/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ name }) => `Move the dates of ${name}`,
  says: () => ['A second person has to approve it. A window that has begun stays.'],
  fields: dates,
  button: () => 'Propose the dates',
  act: (visit) => proposed(visit, { window: visit.params['id']!, product: null, name: null, component: null }),
};

/** Sessions that are open beside the current one, and assessment windows (REG-2, BKG-3). */
export function sessionPages(app: Express): void {
  serveList(app, openings);
  serveFormPage(app, opening);
  serveList(app, windows);
  serveFormPage(app, moving);
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

async function named<Item extends { product: string }>(visit: Visit, items: Item[]): Promise<Named<Item>[]> {
  const names = new Map(items.length > 0 ? await productChoices(visit.api) : []);
  const mayChange = may(visit, 'catalogue');
  return items.map((each) => ({ ...each, productName: names.get(each.product) ?? '', mayChange }));
}
