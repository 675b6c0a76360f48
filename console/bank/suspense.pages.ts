import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { dayOf, moneyOf } from '../kit/cells';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { commandOf, field, may, penceOf, serveForm, target, type Said, type Visit } from '../kit/page';

type Receipt = components['schemas']['Receipt'] & { parts: components['schemas']['Receipt'][] };
type Listed = components['schemas']['Receipt'];

const list: List<'/v1/receipts'> = {
  path: '/suspense',
  title: 'Suspense',
  order: 'Oldest first',
  from: '/v1/receipts',
  isPaged: true,
  always: () => ({ state: 'suspense' }),
  columns: [
    {
      head: 'What the payer wrote',
      of: ({ id, texts, order }) => ({
        text: texts.join(' ') || '(nothing)',
        href: `/suspense/${id}`,
        tags: order ? [{ text: 'Linked', colour: 'blue' }] : [],
      }),
    },
    { head: 'Payer', of: ({ payer }) => payer || '(not told)' },
    { head: 'Booked', of: ({ bookedOn }) => ({ day: bookedOn }) },
    { head: 'Amount', of: ({ amount }) => ({ money: amount }) },
  ],
  things: ['receipt', 'receipts'],
  nothing: 'Suspense is empty: every receipt is with its order.',
};

const isOpen = ({ state }: Receipt) => state === 'suspense';
const PARTS = [1, 2, 3, 4];

const decisions: Decision<Receipt>[] = [
  {
    name: 'ask',
    permission: 'allocateReceipts',
    link: 'Ask the likely payers',
    isOpen,
    title: ({ amount }) => `Ask who sent ${moneyOf(amount)}`,
    says: () => ['Each likely payer gets one e-mail, with a link to say whether it was theirs. Whom is asked: those of the suggestions.'],
    fields: () => [reason('the suggestions are close')],
    button: ({ amount }) => `Ask by e-mail about ${moneyOf(amount)}`,
    act: async (visit, receipt) => {
      await data(visit.api.POST('/v1/receipts/{id}/ask-payers', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return { to: `/suspense/${receipt.id}`, text: `The likely payers of ${moneyOf(receipt.amount)} are asked by e-mail, each once.` };
    },
  },
  {
    name: 'split',
    permission: 'allocateReceipts',
    link: 'Split it',
    isOpen,
    title: ({ amount }) => `Split ${moneyOf(amount)}`,
    says: ({ amount }) => [`The parts have to add up to ${moneyOf(amount)}. A part without an order stays in suspense.`],
    fields: () => [
      ...PARTS.flatMap((number) => [
        { name: `reference-${number}`, label: `Order ${number}`, isOptional: true, pointer: `parts/${number - 1}/order` },
        {
          name: `amount-${number}`,
          label: `Pounds ${number}`,
          as: 'pounds' as const,
          isOptional: true,
          pointer: `parts/${number - 1}/amount`,
        },
      ]),
      reason('one transfer for several orders'),
    ],
    button: ({ amount }) => `Split ${moneyOf(amount)}`,
    act: async (visit, receipt) => {
      await data(
        visit.api.POST('/v1/receipts/{id}/split', {
          ...target(visit),
          body: { parts: await partsOf(visit), reason: field(visit, 'reason') },
        }),
      );
      return { to: `/suspense/${receipt.id}`, text: `${moneyOf(receipt.amount)} is split; each part is told to its order.` };
    },
  },
  {
    name: 'return',
    permission: 'allocateReceipts',
    link: 'Return it',
    isGrave: true,
    isOpen,
    title: ({ amount }) => `Return ${moneyOf(amount)} to its sender`,
    says: ({ payer, amount }) => [`${moneyOf(amount)} goes back to ${payer || 'the account that it came from'}. This cannot be undone.`],
    fields: () => [reason()],
    button: ({ amount }) => `Return ${moneyOf(amount)}`,
    act: async (visit, receipt) => {
      await data(visit.api.POST('/v1/receipts/{id}/return', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return { to: `/suspense/${receipt.id}`, text: `${moneyOf(receipt.amount)} goes back to its sender.` };
    },
  },
];

const one: CasePage<Receipt> = {
  path: '/suspense/:id',
  subject: ({ api, params }) => data(api.GET('/v1/receipts/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ amount, bookedOn }) => `${moneyOf(amount)}, booked ${dayOf(bookedOn)}`,
  decisions,
  facts: (receipt) => [
    ['What the payer wrote', receipt.texts.join(' · ') || '(nothing)'],
    ['Payer', receipt.payer || '(not told)'],
    ['Booked', { day: receipt.bookedOn }],
  ],
  related: (receipt) => [
    { href: `/statements/${receipt.statement}`, text: `Its statement, row ${receipt.row}` },
    ...(receipt.order ? [{ href: `/orders/${receipt.order}`, text: `Its order ${receipt.orderReference ?? ''}` }] : []),
    ...receipt.parts.map((part) => ({
      href: `/suspense/${part.id}`,
      text: `Part of ${moneyOf(part.amount)}${part.orderReference ? ` for ${part.orderReference}` : ' in suspense'}`,
    })),
    ...(receipt.partOf ? [{ href: `/suspense/${receipt.partOf}`, text: 'The receipt that it is a part of' }] : []),
  ],
  template: 'suspense-case',
  beside: async (receipt, { api, me }) => ({
    receipt,
    isOpen: isOpen(receipt) && me.permissions.includes('allocateReceipts'),
    suggestions: (await data(api.GET('/v1/receipts/{id}/suggestions', { params: { path: { id: receipt.id } } }))).items,
  }),
};

/** Suspense: what lies there, and each receipt with its suggestions side by side (BNK-2). */
export function suspensePages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    const page = serveCase(app, apiUrl, one);
    serveForm(app, '/suspense/:id/accept', page, accept);
  };
}

/** A suggestion taken: what was done is said with a way back, and the receipt that follows this one in the list comes next. */
async function accept(visit: Visit): Promise<Said> {
  const { api } = visit;
  const receipt = await one.subject(visit);
  const order = field(visit, 'order');
  await data(
    api.POST('/v1/advance-orders/{id}/allocate', {
      params: { path: { id: order }, ...commandOf(visit) },
      body: { receipts: [receipt.id], acceptOtherAmount: field(visit, 'acceptOtherAmount') === 'yes', reason: field(visit, 'reason') },
    }),
  );
  const next = await following(visit, receipt);
  const undo = may(visit, 'reverseAllocations')
    ? { href: `/orders/${order}/reverse`, text: 'Undo it: ask for a reversal' }
    : { href: `/orders/${order}`, text: 'See the order' };
  const rest = next ? ' This is the next in suspense.' : '';
  return {
    to: next ? `/suspense/${next}` : '/suspense',
    text: `Accepted ${moneyOf(receipt.amount)} for ${field(visit, 'reference')}.${rest}`,
    link: undo,
  };
}

/** The open receipt that follows one in the list, oldest first; the first one where it was the last, none where that cannot be told. */
async function following({ api }: Visit, receipt: Receipt): Promise<string | null> {
  const place = ({ receivedAt, id }: Listed) => `${receivedAt} ${id}`;
  let first: string | null = null;
  let cursor: string | null = null;
  do {
    const { data: page }: { data?: { items: Listed[]; next: string | null } } = await api.GET('/v1/receipts', {
      params: { query: { state: 'suspense', limit: 200, ...(cursor ? { cursor } : {}) } },
    });
    const open = (page?.items ?? []).filter((each) => each.id !== receipt.id && each.order === null);
    first ??= open[0]?.id ?? null;
    const next = open.find((each) => place(each) > place(receipt));
    if (next) return next.id;
    cursor = page?.next ?? null;
  } while (cursor);
  return first;
}

async function partsOf(visit: Visit): Promise<{ order: string | null; amount: number }[]> {
  const typed = PARTS.map((number) => ({
    reference: field(visit, `reference-${number}`).toUpperCase(),
    amount: field(visit, `amount-${number}`),
  }));
  return Promise.all(
    typed
      .filter(({ reference, amount }) => reference !== '' || amount !== '')
      .map(async ({ reference, amount }) => ({ order: await orderOf(visit, reference), amount: penceOf(amount) })),
  );
}

async function orderOf({ api, params }: Visit, reference: string): Promise<string | null> {
  if (reference === '') return null;
  const { items } = await data(api.GET('/v1/advance-orders', { params: { query: { reference, limit: 1 } } }));
  // No order has a receipt's identifier: the API then lists the part as a fault, with all the others.
  return items[0]?.id ?? params['id']!;
}
