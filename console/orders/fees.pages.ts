import type { Express } from 'express';
import { dayOf } from '../kit/cells';
import { data } from '../kit/client';
import { numberField, reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { commandOf, field, penceOf, type Said, type Visit } from '../kit/page';
import { words } from '../kit/words';
import { productChoices } from '../kit/products';
import { CARD_TYPES } from '../kit/cards';

const ITEMS = ['card', 'replacementCertificate', 'registration', 'lateBooking', 'veryLateBooking', 'fastTrack'] as const;
const TYPES = Object.keys(CARD_TYPES) as (keyof typeof CARD_TYPES)[];

/** The fee schedule: what each item costs from which day on; an administrator proposes, another one approves (MON-3, SEC-8). */
const list: List<'/v1/fees'> = {
  path: '/fees',
  title: 'Fees',
  order: 'By item, type of card, product and day',
  from: '/v1/fees',
  isPaged: false,
  perPage: 8,
  ownFilters: async ({ api }) => [{ name: 'product', label: 'Product', choices: await productChoices(api) }],
  columns: [
    { head: 'Item', of: ({ item, cardType }) => (cardType ? `${words(item)}, ${words(cardType).toLowerCase()}` : words(item)) },
    { head: 'Product', of: ({ product, productName }) => product && { text: productName ?? '', href: `/products/${product}` } },
    { head: 'From', of: ({ from }) => dayOf(from) },
    { head: 'Charged today', of: ({ stands }) => (stands ? 'Yes' : 'No') },
    { head: 'Net', of: ({ net }) => ({ money: net }) },
    { head: 'VAT', of: ({ vat }) => ({ money: vat }) },
    { head: 'VAT rate', of: ({ vatRate }) => `${vatRate}%` },
    { head: 'With VAT', of: ({ amount }) => ({ money: amount }) },
  ],
  things: ['fee', 'fees'],
  nothing: 'No fee stands yet.',
  form: {
    title: 'Propose one',
    says: 'Another administrator has to approve it. The price of the day on which an order is closed stands.',
    permission: 'changePolicy',
    fields: async ({ api }) => [
      { name: 'item', label: 'Item', as: 'choice', choices: ITEMS.map((item) => [item, words(item)] as const) },
      {
        ...{ name: 'cardType', label: 'Type of card', as: 'choice', isOptional: true, hint: 'Of a card; all types without it' },
        choices: [['', 'All types'], ...TYPES.map((type) => [type, words(type)] as const)],
      },
      {
        ...{
          name: 'ofProduct',
          label: 'Of the product',
          pointer: 'product',
          as: 'choice',
          isOptional: true,
          hint: 'Of anything but a card; all products without it',
        },
        choices: [['', 'All products'], ...(await productChoices(api))],
      },
      { name: 'net', label: 'Price without VAT', as: 'pounds' },
      { name: 'vatRate', label: 'VAT rate in per cent', as: 'number', value: 20 },
      { name: 'from', label: 'From the start of', as: 'date', hint: 'In London; tomorrow at the earliest' },
      reason(),
    ],
    button: 'Propose the fee',
    act: propose,
  },
};

/** The fee schedule (MON-3). */
export function feePages(app: Express): void {
  serveList(app, list);
}

async function propose(visit: Visit): Promise<Said> {
  const text = (name: string) => field(visit, name);
  const body = {
    item: text('item') as (typeof ITEMS)[number],
    cardType: (text('cardType') || null) as keyof typeof CARD_TYPES | null,
    product: text('ofProduct') || null,
    ...{ net: penceOf(text('net')), vatRate: numberField(visit, 'vatRate'), from: text('from'), reason: text('reason') },
  };
  const made = await data(visit.api.POST('/v1/fees', { params: commandOf(visit), body }));
  return { to: `/approvals/${'id' in made ? made.id : ''}`, text: `The fee from ${dayOf(body.from)} waits for a second person.` };
}
