import type { Express } from 'express';
import type { components } from '../kit/api';
import { orNothing, serveCase, shownTable, type CasePage } from '../kit/case';
import { moneyOf, stateTag, type Cell, type Tag } from '../kit/cells';
import { data, keyed } from '../kit/client';
import { serveFormPage, type Decision, type FormPage } from '../kit/decision';
import { reason, type Field } from '../kit/fields';
import { atLevel } from '../kit/level';
import { serveList, type List } from '../kit/list';
import { commandOf, field, target, type Visit } from '../kit/page';
import { plural, words } from '../kit/words';

type Order = components['schemas']['ApplicationOrder'];
type Subject = Order & {
  of: components['schemas']['Application'][];
  invoices: components['schemas']['Invoice'][];
  isByBacs: boolean;
};
type Node = components['schemas']['Node'];

const colours: Record<string, Tag['colour']> = { open: 'yellow', closed: 'orange', paid: 'green' };
const STATES = ['open', 'closed', 'paid'] as const;
const NEW = 'new';

const list: List<'/v1/application-orders'> = {
  path: '/card-orders',
  title: 'Orders for cards',
  order: 'Newest first',
  from: '/v1/application-orders',
  isPaged: true,
  always: atLevel,
  filters: [{ name: 'state', label: 'State', choices: STATES.map((state) => [state, words(state)] as const) }],
  columns: [
    { head: 'Your reference', of: ({ id, purchaseOrder }) => ({ text: purchaseOrder, href: `/card-orders/${id}` }) },
    { head: 'State', of: ({ state }) => stateTag(state, colours) },
    { head: 'Applications', of: ({ applications }) => applications.length },
    { head: 'Amount', of: ({ amount }) => ({ money: amount }) },
    { head: 'Created', of: ({ createdAt }) => ({ moment: createdAt }) },
  ],
  things: ['order', 'orders'],
  nothing: 'There are no pending orders available',
};

/** Those that somebody has to close or pay, those of which a card is to come, and the purchases of the last sixty days (ORD-4, EMP-7). */
const requiringAttention: typeof list = {
  ...list,
  path: '/orders-requiring-attention',
  title: 'Orders requiring attention',
  always: (visit) => ({ list: 'requiringAttention' as const, ...atLevel(visit) }),
};
const beingFulfilled: typeof list = {
  ...list,
  path: '/orders-being-fulfilled',
  title: 'Orders being fulfilled',
  always: (visit) => ({ list: 'beingFulfilled' as const, ...atLevel(visit) }),
  filters: [],
  columns: [...list.columns, { head: 'Paid', of: ({ paidAt }) => ({ moment: paidAt }) }],
  nothing: 'No card of a paid order is still to come.',
};
const recent: typeof list = {
  ...list,
  path: '/recent-purchases',
  title: 'Purchases of the last 60 days',
  order: 'Paid last first',
  always: (visit) => ({ list: 'recent' as const, ...atLevel(visit) }),
  filters: [],
  columns: [...list.columns, { head: 'Paid', of: ({ paidAt }) => ({ moment: paidAt }) }],
  nothing: 'Nothing was paid within the last 60 days.',
};

/** An order is closed by two buttons, which lead to different places (ORD-3). */
function closing(name: string, button: string, to: (order: Subject) => string): Decision<Subject> {
  return {
    name,
    permission: 'completePurchases',
    link: button,
    isUsual: true,
    isOpen: ({ state, applications }) => state === 'open' && applications.length > 0,
    title: ({ purchaseOrder }) => `Close order ${purchaseOrder}`,
    says: ({ applications }) => [
      `It takes no more applications: ${plural(applications.length, 'application')} can be changed no more, and are to be paid.`,
    ],
    fields: () => [],
    button: () => button,
    act: async (visit, order) => {
      const closed = await data(visit.api.POST('/v1/application-orders/{id}/close', target(visit)));
      return { to: to(order), text: `The order is closed: ${moneyOf(closed.amount)} is to be paid.` };
    },
  };
}

const one: CasePage<Subject> = {
  path: '/card-orders/:id',
  subject: load,
  title: ({ purchaseOrder }) => `Order ${purchaseOrder}`,
  decisions: [
    closing('pay', 'CLOSE ORDER & PROCEED TO PAYMENT', ({ id }) => `/card-orders/${id}/card`),
    closing('close', 'CLOSE ORDER BUT PAY LATER', ({ id }) => `/card-orders/${id}`),
    {
      name: 'card',
      permission: 'completePurchases',
      link: 'Pay by card',
      isUsual: true,
      isOpen: ({ state }) => state === 'closed',
      title: () => 'Confirm Pay For Order',
      says: ({ amount }) => [
        `You go on to the page of the card gateway, which has half an hour to take ${moneyOf(amount)}. Nothing else pays the order meanwhile.`,
        'Fees are not refunded.',
      ],
      fields: () => [],
      button: ({ amount }) => `PAY ${moneyOf(amount)} NOW`,
      act: async (visit) => {
        const begun = await data(visit.api.POST('/v1/application-orders/{id}/card-payments', target(visit)));
        return { to: `/card-payments/${'id' in begun ? begun.id : ''}`, text: 'Go on to the page of the card gateway.' };
      },
    },
    {
      name: 'funds',
      permission: 'useFunds',
      link: 'Pay from funds',
      isUsual: true,
      isOpen: ({ state }) => state === 'closed',
      title: () => 'Confirm Pay For Order',
      says: ({ amount }) => [
        `${moneyOf(amount)} is taken from the funds of the order’s level, or of the nearest level above that hold it whole.`,
        'Fees are not refunded.',
      ],
      fields: () => [],
      button: ({ amount }) => `PAY ${moneyOf(amount)} NOW`,
      act: async (visit, order) => {
        await data(visit.api.POST('/v1/application-orders/{id}/pay-from-funds', target(visit)));
        return { to: `/card-orders/${order.id}`, text: `${moneyOf(order.amount)} is paid from funds.` };
      },
    },
    {
      name: 'transfer',
      permission: 'completePurchases',
      link: 'Pay by BACS transfer',
      isOpen: ({ state, isByBacs }) => state === 'closed' && isByBacs,
      title: () => 'Confirm Pay For Order',
      says: ({ amount }) => [
        `You are given a reference to quote with a transfer of ${moneyOf(amount)}. Nothing else pays the order meanwhile, and its applications wait until our finance team has allocated the transfer: up to 2 weeks.`,
        'Fees are not refunded.',
      ],
      fields: () => [],
      button: ({ amount }) => `Pay ${moneyOf(amount)} by transfer`,
      act: async (visit) => {
        const hold = await data(visit.api.POST('/v1/application-orders/{id}/transfer', target(visit)));
        return { to: `/my/${'id' in hold ? hold.id : ''}`, text: 'The order is held for your transfer.' };
      },
    },
    {
      name: 'paid',
      permission: 'payOrders',
      link: 'It was paid outside the system',
      isOpen: ({ state }) => state === 'closed',
      title: ({ amount }) => `${moneyOf(amount)} was paid outside the system`,
      says: () => ['A second person of finance has to approve it. The applications are paid then.'],
      fields: () => [reason()],
      button: ({ amount }) => `Propose the payment of ${moneyOf(amount)}`,
      act: async (visit, order) => {
        const body = { order: order.id, reason: field(visit, 'reason') };
        const made = await data(visit.api.POST('/v1/order-payments', { params: commandOf(visit), body }));
        return {
          to: `/approvals/${'id' in made ? made.id : ''}`,
          text: `The payment of ${moneyOf(order.amount)} waits for a second person of finance.`,
        };
      },
    },
  ],
  isWorkedOn: false,
  facts: (order) => [
    ['State', stateTag(order.state, colours)],
    ['Amount, with VAT', { money: order.amount }],
    ['VAT within it', { money: order.vat }],
    ['Accounts contact', order.accountsContact],
    ['Attention of', order.attentionOf],
    ['Created', { moment: order.createdAt }],
    ['Closed', { moment: order.closedAt }],
    ['Paid', { moment: order.paidAt }],
    ...order.invoices.map(({ id, number }): [string, Cell] => ['Invoice', { text: number, href: `/invoices/${id}` }]),
  ],
  template: 'card-order',
  beside: async ({ of }) => ({
    applications: shownTable({
      caption: 'Applications on it',
      heads: ['Application', 'Applicant', 'Status'],
      rows: of.map(({ id, reference, applicant, stage }) => [{ text: reference, href: `/applications/${id}` }, applicant.name, stage]),
      nothing: 'Nothing is on it yet: choose finalised applications, and add them.',
    }),
  }),
};

interface Adding {
  open: Order[];
  nodes: Node[];
}

const adding: FormPage<Adding> = {
  path: '/card-orders/add',
  permission: 'addToPurchases',
  back: { href: '/applications', text: 'Applications' },
  subject: async ({ api }) => ({
    open: (await data(api.GET('/v1/application-orders', { params: { query: { state: 'open' } } }))).items,
    nodes: (await data(api.GET('/v1/nodes'))).items,
  }),
  title: (_adding, visit) => `Add ${plural(chosen(visit).length, 'application')} to an order`,
  says: () => ['Finalised applications are added to an open order, or to a new one.'],
  fields: ({ open, nodes }, visit) => [
    { name: 'chosen', label: '', as: 'hidden', value: chosen(visit).join(' ') },
    {
      name: 'order',
      label: 'Order',
      as: 'choice',
      choices: [...open.map(({ id, purchaseOrder }) => [id, purchaseOrder] as const), [NEW, '+ CREATE A NEW ORDER'] as const],
      value: open[0]?.id ?? NEW,
    },
    ...newFields(nodes),
  ],
  button: (_adding, visit) => `Add ${plural(chosen(visit).length, 'application')}`,
  act: async (visit) => {
    const order = field(visit, 'order') === NEW ? await created(visit) : field(visit, 'order');
    const header = keyed(`${field(visit, 'key')}/add`);
    const body = { applications: chosen(visit) };
    await data(visit.api.POST('/v1/application-orders/{id}/add', { params: { path: { id: order }, header }, body }));
    return { to: `/card-orders/${order}`, text: `${plural(body.applications.length, 'application')} added to the order.` };
  },
};

/** Orders for cards: applications are added, the order is closed and paid (ORD-1..3). */
export function applicationOrderPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    for (const each of [list, requiringAttention, beingFulfilled, recent]) serveList(app, each);
    serveFormPage(app, adding);
    serveCase(app, apiUrl, one);
  };
}

const CARDS_GO_TO = [
  ['deliveryOffice', 'The delivery office'],
  ['applicant', 'The applicants’ own addresses'],
] as const;

function newFields(nodes: Node[]): Field[] {
  const called = (items: Node[]) => items.map(({ id, name, kind }) => [id, `${name} (${words(kind).toLowerCase()})`] as const);
  const offices = called(nodes.filter(({ kind }) => kind === 'office'));
  const ofNew = { hint: 'Of a new order', isOptional: true };
  return [
    { name: 'purchaseOrder', label: 'Your own reference or PO number', ...ofNew },
    { name: 'level', label: 'Level', as: 'choice', choices: called(nodes), ...ofNew },
    { name: 'billingOffice', label: 'Billing office', as: 'choice', choices: offices, ...ofNew },
    { name: 'deliveryOffice', label: 'Delivery office', as: 'choice', choices: offices, ...ofNew },
    { name: 'cardsGoTo', label: 'Cards go to', as: 'choice', choices: CARDS_GO_TO.map(([name, text]) => [name, text] as const), ...ofNew },
    { name: 'accountsContact', label: 'Accounts contact', ...ofNew },
    { name: 'attentionOf', label: 'Attention of', ...ofNew },
  ];
}

/** The applications that were ticked on their list, or that the form before carries. */
function chosen({ queries, body }: Visit): string[] {
  return typeof body['chosen'] === 'string' ? body['chosen'].split(' ').filter(Boolean) : (queries['application'] ?? []);
}

/** A new order, once for the form: its key is another one than that of adding to it. */
async function created(visit: Visit): Promise<string> {
  const text = (name: string) => field(visit, name);
  const body = {
    ...{ purchaseOrder: text('purchaseOrder'), level: text('level'), billingOffice: text('billingOffice') },
    cardsGoTo: text('cardsGoTo') === 'applicant' ? ('applicant' as const) : ('deliveryOffice' as const),
    ...{ deliveryOffice: text('deliveryOffice'), accountsContact: text('accountsContact'), attentionOf: text('attentionOf') || null },
  };
  return (await data(visit.api.POST('/v1/application-orders', { params: commandOf(visit), body }))).id;
}

async function load({ api, params }: Visit): Promise<Subject> {
  const id = params['id']!;
  const order = await data(api.GET('/v1/application-orders/{id}', { params: { path: { id } } }));
  const [of, invoices, { numbers }] = await Promise.all([
    // Whoever may see orders need not see applications.
    orNothing(data(api.GET('/v1/applications', { params: { query: { order: id, limit: 200 } } }))),
    data(api.GET('/v1/invoices', { params: { query: { order: id } } })),
    data(api.GET('/v1/policies/{version}', { params: { path: { version: 'current' } } })),
  ]);
  const isByBacs = numbers.some(({ name, value }) => name === 'orders.payableByBacs' && Number(value) > 1);
  return { ...order, of: of?.items ?? [], invoices: invoices.items, isByBacs };
}
