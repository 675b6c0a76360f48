import type { Express } from 'express';
import type { components } from '../kit/api';
import { asTold } from '../kit/case';
import { dayOf, moneyOf, stateTag } from '../kit/cells';
import { data, keyed } from '../kit/client';
import { drawn, serveFormPage, type FormPage } from '../kit/decision';
import type { Field } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { field, may, numberField, penceOf, serve, serveForm, target, type Page, type Said, type Visit } from '../kit/page';
import { words } from '../kit/words';
import { isHeld } from './orders.pages';

const list: List<'/v1/advance-orders'> = {
  path: '/my',
  title: 'Your advance orders',
  order: 'Newest first',
  from: '/v1/advance-orders',
  isPaged: true,
  filters: [{ name: 'reference', label: 'Reference' }],
  columns: [
    { head: 'Reference to quote', of: ({ id, reference }) => ({ text: reference, href: `/my/${id}` }) },
    { head: 'State', of: ({ state }) => stateTag(state) },
    { head: 'Expected', of: ({ due }) => ({ money: due }) },
    { head: 'Received', of: ({ received }) => ({ money: received }) },
  ],
  things: ['order', 'orders'],
  nothing: 'You have placed no order yet.',
  template: 'payer-orders',
  beside: async (visit) => ({
    nodes: (await data(visit.api.GET('/v1/nodes'))).items,
    mayPlace: may(visit, 'createPurchases'),
  }),
};

const place: FormPage<components['schemas']['Node'][]> = {
  path: '/my/new',
  permission: 'createPurchases',
  back: { href: '/my', text: 'Your orders' },
  subject: async ({ api }) => (await data(api.GET('/v1/nodes'))).items,
  title: () => 'Place an advance order',
  says: () => [
    'You buy credits with a bank transfer: the order says the reference to quote, and holds them for you until your transfer has come.',
  ],
  fields: (items) => {
    const nodes = items.map(({ id, name, kind }) => [id, `${name} (${words(kind).toLowerCase()})`] as const);
    return [
      { name: 'purchaseOrder', label: 'Your own reference or PO number' },
      { name: 'level', label: 'Level', as: 'choice', choices: nodes, hint: 'Its funds can be spent there and below' },
      {
        name: 'billingOffice',
        label: 'Office that is billed',
        as: 'choice',
        choices: nodes.filter(([id]) => items.find((each) => each.id === id)?.kind === 'office'),
      },
      { name: 'accountsContact', label: 'Whom to ask about the payment' },
      { name: 'credits', label: 'Credits', as: 'number', hint: 'Each is £250.00' },
    ];
  },
  button: () => 'Place the order',
  act: async (visit) => {
    const text = (name: string) => field(visit, name);
    const body = {
      purchaseOrder: text('purchaseOrder'),
      level: text('level'),
      billingOffice: text('billingOffice'),
      accountsContact: text('accountsContact'),
      credits: numberField(visit, 'credits'),
      payBy: 'bacs' as const,
    };
    const made = await data(visit.api.POST('/v1/advance-orders', { params: { header: keyed(text('key')) }, body }));
    const { id, reference } = made as { id: string; reference: string };
    return { to: `/my/${id}`, text: `Your order ${reference} is placed: quote this reference with your transfer.` };
  },
};

const claimFields: Field[] = [
  { name: 'amount', label: 'Pounds that you sent', as: 'pounds' },
  { name: 'bookedOn', label: 'Day of the transfer', as: 'date' },
  { name: 'quoted', label: 'Reference as you typed it' },
];

const one: Page = {
  path: '/my/:id',
  template: 'payer-order',
  load: async (visit) => {
    const { api, params } = visit;
    const id = params['id']!;
    const [order, claims, process] = await Promise.all([
      data(api.GET('/v1/advance-orders/{id}', { params: { path: { id } } })),
      data(api.GET('/v1/claims', { params: { query: { order: id } } })),
      data(api.GET('/v1/processes/{id}', { params: { path: { id } } })),
    ]);
    return {
      order,
      isOpen: isHeld(order),
      mayClaim: may(visit, 'completePurchases'),
      claims: claims.items,
      process: asTold(process, visit),
      ...drawn(claimFields, visit),
    };
  },
};

/** A payer's own pages: an order placed; expected, received, part-paid, allocated; and a claim for a transfer that was mistyped (BNK-3). */
export function payerPages(app: Express): void {
  serveList(app, list);
  serveFormPage(app, place);
  serve(app, one);
  serveForm(app, '/my/:id/claim', one, claim);
}

async function claim(visit: Visit): Promise<Said> {
  const body = { amount: penceOf(field(visit, 'amount')), bookedOn: field(visit, 'bookedOn'), quoted: field(visit, 'quoted') };
  await data(visit.api.POST('/v1/advance-orders/{id}/claims', { ...target(visit), body }));
  const sent = `${moneyOf({ amount: body.amount })} of ${dayOf(body.bookedOn)}`;
  return {
    to: `/my/${visit.params['id']}`,
    text: `Thank you. Our finance team looks for your transfer of ${sent}, and you get an e-mail once your funds are usable.`,
  };
}
