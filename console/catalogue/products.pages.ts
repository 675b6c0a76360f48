import type { Express } from 'express';
import { serveCase, shownTable, type CasePage } from '../kit/case';
import { dayOf, moneyOf, stateTag } from '../kit/cells';
import { data, keyed } from '../kit/client';
import { serveFormPage, type Decision, type FormPage } from '../kit/decision';
import { serveFile } from '../kit/files';
import { serveList, type List } from '../kit/list';
import type { Field } from '../kit/fields';
import { commandOf, field, may } from '../kit/page';
import { FLAGS, FORMS, TYPES, typeInWords, versionFields, versionOf, type Product } from './product-fields';

const colours = { approved: 'green', notApproved: 'grey', closed: 'red' } as const;

/** Products as they stand today: a centre sees of each whether it is approved for it (REG-13, REG-1). */
const list: List<'/v1/products'> = {
  path: '/products',
  title: 'Products',
  order: 'By code, or as chosen',
  from: '/v1/products',
  isPaged: true,
  filters: [
    { name: 'code', label: 'Product code' },
    { name: 'name', label: 'Product name' },
    { name: 'number', label: 'Number of the regulator' },
    { name: 'sector', label: 'Sector' },
    { name: 'apprenticeship', label: 'Apprenticeship or bundle, name or code' },
    { name: 'type', label: 'Type', choices: TYPES },
    { name: 'sort', label: 'Sorted', any: 'By code', choices: [['name', 'By name']] },
  ],
  ownFilters: async (visit) =>
    visit.me.role === 'centreUser'
      ? [
          {
            name: 'approved',
            label: 'Approval',
            choices: [
              ['true', 'Approved'],
              ['false', 'Not approved'],
            ],
          },
        ]
      : [],
  columns: [
    { head: 'Code', of: ({ id, code }) => ({ text: code, href: `/products/${id}` }) },
    { head: 'Name', of: ({ name }) => name },
    { head: 'Type', of: ({ type }) => typeInWords(type) },
    { head: 'Sector', of: ({ sector }) => sector },
    { head: 'Number', of: ({ number }) => number },
    { head: 'Approval', of: ({ isApproved }) => (isApproved === null ? null : stateTag(isApproved ? 'approved' : 'notApproved', colours)) },
    { head: 'Registration', of: ({ isOpen }) => (isOpen ? 'Open' : 'Closed') },
  ],
  things: ['product', 'products'],
  nothing: 'There is no product.',
  template: 'products',
  beside: async (visit) => ({ mayMake: may(visit, 'catalogue'), mayDownload: visit.me.role === 'centreUser' }),
};

const making: FormPage<Field[]> = {
  path: '/new-product',
  permission: 'catalogue',
  back: { href: '/products', text: 'Products' },
  subject: ({ api }) => versionFields(api),
  title: () => 'Make a product',
  says: () => ['Its code stays; all else can be changed from a day on. What it costs is proposed on the page of fees.'],
  fields: (version) => [{ name: 'code', label: 'Product code' }, ...version],
  button: () => 'Make the product',
  act: async (visit) => {
    const body = { code: field(visit, 'code'), ...(await versionOf(visit)) };
    const made = await data(visit.api.POST('/v1/products', { params: commandOf(visit), body }));
    return { to: `/products/${made.id}`, text: `The product ${made.code} is made.` };
  },
};

const change: Decision<Loaded> = {
  name: 'version',
  permission: 'catalogue',
  link: 'Change it from a day on',
  isUsual: true,
  isOpen: () => true,
  title: ({ code }) => `Change ${code} from a day on`,
  says: () => ['What stood before stays as it was: whoever was registered is not moved.'],
  fields: ({ versionForm, version }) => [...versionForm, { name: 'version', label: '', as: 'hidden', value: version }],
  button: ({ code }) => `Change ${code}`,
  act: async (visit, { id, code }) => {
    const header = { ...keyed(field(visit, 'key')), 'If-Match': `"${field(visit, 'version')}"` };
    const body = await versionOf(visit);
    await data(visit.api.POST('/v1/products/{id}/versions', { params: { path: { id }, header }, body }));
    return { to: `/products/${id}`, text: `${code} is changed from ${dayOf(body.from)} on.` };
  },
};

/** A product with the fields of its next version, for who may enter one. */
type Loaded = Product & { versionForm: Field[] };

const one: CasePage<Loaded> = {
  path: '/products/:id',
  subject: async (visit) => {
    const product = await data(visit.api.GET('/v1/products/{id}', { params: { path: { id: visit.params['id']! } } }));
    return { ...product, versionForm: may(visit, 'catalogue') ? await versionFields(visit.api, product) : [] };
  },
  title: ({ code, name }) => `${code} ${name}`,
  decisions: [change],
  isWorkedOn: false,
  facts: (product) => [
    ['Type', typeInWords(product.type)],
    ['Sector', product.sector],
    ['Number of the regulator', product.number],
    ...(product.isApproved === null ? [] : [approval(product.isApproved)]),
    ['Sessions', product.sessions.map(({ name }) => name).join(', ')],
    ['Registering a learner', product.fee ? `${moneyOf(product.fee)} with VAT, today` : 'has no fee today'],
    ['Registration lapses', `after ${product.lapseMonths} months`],
    ['Grade scale', product.gradeScale],
    ['Modes of assessment', product.modes.join(', ') || 'none to choose from'],
    ['What holds of it', FLAGS.flatMap(([name, text]) => (product[name] ? [text] : [])).join('; ')],
    ...(product.suiteName ? [['Suite', product.suiteName] as [string, string]] : []),
    ['Stands', `from ${dayOf(product.from)}`],
  ],
  related: ({ id, code, isApproved, isOpen, madeOf }, visit) => [
    ...(isApproved && isOpen && may(visit, 'productRegistrations')
      ? [
          { href: `/registrations/new?product=${encodeURIComponent(code)}`, text: `Key in learners on ${code}` },
          { href: `/registrations/single?product=${encodeURIComponent(code)}`, text: `Send a file of learners on ${code}` },
        ]
      : []),
    ...(isApproved === false && may(visit, 'productRegistrations')
      ? [{ href: `/ask-for-approval?product=${encodeURIComponent(code)}`, text: `Ask for the approval for ${code}` }]
      : []),
    ...madeOf.map((member) => ({ href: `/products/${member.id}`, text: member.name })),
    { href: `/assessment-windows?product=${id}`, text: 'Its assessment windows' },
    { href: `/fees?product=${id}`, text: 'Its fees' },
  ],
  template: 'product',
  beside: async ({ components, units, versions }) => ({
    tables: [
      shownTable({
        caption: 'Components',
        heads: ['Code', 'Title', 'Assessed'],
        rows: components.map(({ code, title, form }) => [code, title, FORMS[form]]),
        nothing: 'It has no components of its own.',
      }),
      shownTable({
        caption: 'Units',
        heads: ['Code', 'Title', 'Kind'],
        rows: units.map(({ code, title, isMandatory, group }) => [code, title, isMandatory ? 'Mandatory' : `Optional, ${group ?? 'any'}`]),
        nothing: 'It has no units of its own.',
      }),
      shownTable({
        caption: 'Versions',
        heads: ['From', 'Name', 'Registration'],
        rows: versions.map(({ from, name, isOpen }) => [{ day: from }, name, isOpen ? 'Open' : 'Closed']),
        nothing: 'It has no versions.',
      }),
    ],
  }),
};

/** The catalogue's products: searched by all, made and changed by staff; a centre downloads its base data (REG-13, REG-16, REG-18). */
export function productPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveFormPage(app, making);
    serveCase(app, apiUrl, one);
    serveFile(app, '/base-data', () => `${apiUrl}/v1/products/base-data`);
  };
}

function approval(isApproved: boolean): [string, string] {
  return ['Approval', isApproved ? 'Your centre is approved for it' : 'Not approved: ask for it before you register learners'];
}
