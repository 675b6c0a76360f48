import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { moneyOf, stateTag, type Tag } from '../kit/cells';
import { data } from '../kit/client';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { field, target } from '../kit/page';
import { words } from '../kit/words';

type Payment = components['schemas']['CardPayment'];

const colours: Record<string, Tag['colour']> = { pending: 'yellow', paid: 'green', inFunds: 'green', failed: 'red', inDoubt: 'orange' };
const STATES = ['pending', 'failed', 'expired', 'paid', 'inFunds', 'inDoubt', 'settled', 'closed'] as const;
const HOW = [
  ['funds', 'It becomes funds of the level that paid'],
  ['returned', 'It was given back at the gateway'],
] as const;

const list: List<'/v1/card-payments'> = {
  path: '/card-payments',
  title: 'Card payments',
  order: 'Newest first',
  from: '/v1/card-payments',
  isPaged: true,
  filters: [{ name: 'state', label: 'State', choices: STATES.map((state) => [state, words(state)] as const) }],
  columns: [
    { head: 'Payment', of: ({ id, reference }) => ({ text: reference, href: `/card-payments/${id}` }) },
    { head: 'State', of: ({ state }) => stateTag(state, colours) },
    { head: 'Amount', of: ({ amount }) => ({ money: amount }) },
    { head: 'Begun', of: ({ begunAt }) => ({ moment: begunAt }) },
  ],
  things: ['payment', 'payments'],
  nothing: 'Nothing has been paid by card yet.',
};

const one: CasePage<Payment> = {
  path: '/card-payments/:id',
  subject: async ({ api, params }) => data(api.GET('/v1/card-payments/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ reference }) => `Card payment ${reference}`,
  decisions: [
    {
      name: 'settle',
      permission: 'payOrders',
      link: 'Settle it',
      isUsual: true,
      isOpen: ({ state }) => state === 'inDoubt',
      title: ({ reference }) => `Settle card payment ${reference}`,
      says: ({ amount }) => [`${moneyOf(amount)} were asked for, and the gateway reports another amount or currency: see why it waits.`],
      fields: () => [
        { name: 'how', label: 'What became of it', as: 'choice', choices: HOW.map(([name, text]) => [name, text] as const) },
        reason(),
      ],
      button: () => 'Settle it',
      act: async (visit, { id }) => {
        const body = { how: field(visit, 'how') as (typeof HOW)[number][0], reason: field(visit, 'reason') };
        await data(visit.api.POST('/v1/card-payments/{id}/settle', { ...target(visit), body }));
        return { to: `/card-payments/${id}`, text: 'It is settled.' };
      },
    },
  ],
  facts: ({ state, amount, credits, begunAt, expiresAt }) => [
    ['State', stateTag(state, colours)],
    ['Amount', { money: amount }],
    ['Credits', credits ?? 'None: it pays an order for cards'],
    ['Begun', { moment: begunAt }],
    ['To be finished by', { moment: expiresAt }],
  ],
  related: ({ order }) => (order ? [{ href: `/card-orders/${order}`, text: 'The order' }] : []),
  template: 'card-payment',
};

/** Payments by card, and what finance settles of them (ORD-5). */
export function cardPaymentPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, one);
  };
}
