import type { Express } from 'express';
import type { components } from '../kit/api';
import { dayOf } from '../kit/cells';
import { data } from '../kit/client';
import { serveFormPage, type FormPage } from '../kit/decision';
import { serveList, type ItemOf, type List } from '../kit/list';
import { commandOf, field, may, numberField, type Visit } from '../kit/page';
import { editOf, versionOf } from '../kit/edits';
import { productChoices } from '../kit/products';
import { productCalled } from './product-fields';

type Opening = components['schemas']['SessionOpening'];
/** With what its product is called, and whether the visitor may change it. */
export type Named<Item> = Item & { productName: string; mayChange: boolean };

/** By which product a list is narrowed. */
export const ofProduct = { name: 'product', label: 'Product' } as const;
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

/** Sessions that are open beside the current one (REG-2). */
export function sessionPages(app: Express): void {
  serveList(app, openings);
  serveFormPage(app, opening);
}

/** Things of products with what those are called. */
export async function named<Item extends { product: string }>(visit: Visit, items: Item[]): Promise<Named<Item>[]> {
  const names = new Map(items.length > 0 ? await productChoices(visit.api) : []);
  const mayChange = may(visit, 'catalogue');
  return items.map((each) => ({ ...each, productName: names.get(each.product) ?? '', mayChange }));
}
