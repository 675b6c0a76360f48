import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { moneyOf, stateTag, type Cell } from '../kit/cells';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { field, numberField, target, type Visit } from '../kit/page';
import { words } from '../kit/words';

type Order = components['schemas']['AdvanceOrder'];
type Subject = Order & { reversals: components['schemas']['Reversal'][]; claims: components['schemas']['Claim'][] };

const STATES = ['held', 'partPaid', 'overPaid', 'overdue', 'allocated', 'reversed', 'cancelled'] as const;

const list: List<'/v1/advance-orders'> = {
  path: '/orders',
  title: 'Advance orders',
  order: 'Newest first',
  from: '/v1/advance-orders',
  isPaged: true,
  filters: [
    { name: 'reference', label: 'Reference' },
    { name: 'state', label: 'State', choices: STATES.map((state) => [state, words(state)] as const) },
  ],
  columns: [
    { head: 'Reference', of: ({ id, reference }) => ({ text: reference, href: `/orders/${id}` }) },
    { head: 'State', of: ({ state }) => stateTag(state) },
    { head: 'Purchase order', of: ({ purchaseOrder }) => purchaseOrder },
    { head: 'Held until', of: ({ dueAt }) => ({ moment: dueAt }) },
    { head: 'Due', of: ({ due }) => ({ money: due }) },
    { head: 'Received', of: ({ received }) => ({ money: received }) },
  ],
  things: ['order', 'orders'],
  nothing: 'No order has been placed yet.',
};

/** True while an order waits for its money. */
export const isHeld = ({ state }: Pick<Order, 'state'>) => !['allocated', 'reversed', 'cancelled'].includes(state);
const link = ({ id, reference }: Order) => ({ href: `/orders/${id}`, text: reference });

const decisions: Decision<Subject>[] = [
  {
    name: 'decide',
    permission: 'decideHolds',
    link: 'Decide about what was received',
    isUsual: true,
    isOpen: (order) => isHeld(order) && order.received.amount > 0,
    title: ({ reference }) => `Decide about what was received for ${reference}`,
    says: ({ received, due }) => [`${moneyOf(received)} was received of ${moneyOf(due)}.`],
    fields: ({ received }) => [
      {
        name: 'choice',
        label: 'What becomes of it',
        as: 'radios',
        choices: [
          ['waitForRest', 'Wait for the rest'],
          ['acceptAsReceived', `Accept ${moneyOf(received)} as received`, 'An excess becomes funds'],
          ['return', `Return ${moneyOf(received)}`],
        ],
      },
      reason(),
    ],
    button: ({ received }) => `Decide about ${moneyOf(received)}`,
    act: async (visit, order) => {
      const choice = field(visit, 'choice') as 'waitForRest' | 'acceptAsReceived' | 'return';
      await data(
        visit.api.POST('/v1/advance-orders/{id}/decide-received', { ...target(visit), body: { choice, reason: field(visit, 'reason') } }),
      );
      const done = {
        waitForRest: 'The rest is waited for',
        acceptAsReceived: `${moneyOf(order.received)} is accepted as received`,
        return: `${moneyOf(order.received)} goes back`,
      }[choice];
      return { to: `/orders/${order.id}`, text: `${done}, for`, link: link(order) };
    },
  },
  {
    name: 'extend',
    permission: 'decideHolds',
    link: 'Extend the hold',
    isOpen: isHeld,
    title: ({ reference }) => `Extend the hold of ${reference}`,
    says: () => ['The hold ends this number of days from now; the payer is told.'],
    fields: () => [{ name: 'days', label: 'Days from now', as: 'number' }, reason()],
    button: ({ due }) => `Extend the hold of ${moneyOf(due)}`,
    act: async (visit, order) => {
      const body = { days: numberField(visit, 'days'), reason: field(visit, 'reason') };
      await data(visit.api.POST('/v1/advance-orders/{id}/extend', { ...target(visit), body }));
      return { to: `/orders/${order.id}`, text: `The hold is extended by ${body.days} days from now:`, link: link(order) };
    },
  },
  {
    name: 'cancel',
    permission: 'decideHolds',
    link: 'Cancel the hold',
    isOpen: isHeld,
    isGrave: true,
    title: ({ reference }) => `Cancel the hold of ${reference}`,
    says: ({ received }) => [
      'The order ends; the payer is told.',
      received.amount > 0 ? `The ${moneyOf(received)} received stays in suspense.` : 'Nothing was received.',
    ],
    fields: () => [reason()],
    button: ({ due }) => `Cancel the hold of ${moneyOf(due)}`,
    act: async (visit, order) => {
      await data(visit.api.POST('/v1/advance-orders/{id}/cancel', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return { to: `/orders/${order.id}`, text: 'The hold is cancelled; what was received stays in suspense:', link: link(order) };
    },
  },
  {
    name: 'reverse',
    permission: 'reverseAllocations',
    link: 'Ask for a reversal',
    isOpen: ({ state, reversals }) => state === 'allocated' && !reversals.some((each) => each.state !== 'declined'),
    isGrave: true,
    title: ({ reference }) => `Reverse the allocation to ${reference}`,
    says: ({ allocated }) => [
      `A second person of finance has to approve it. Then ${moneyOf(allocated)} goes back to suspense; what was spent of it is owed.`,
    ],
    fields: () => [reason()],
    button: ({ allocated }) => `Ask for a reversal of ${moneyOf(allocated)}`,
    act: async (visit, order) => {
      await data(visit.api.POST('/v1/advance-orders/{id}/reversals', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return {
        to: `/orders/${order.id}`,
        text: `The reversal of ${moneyOf(order.allocated)} waits for a second person of finance:`,
        link: link(order),
      };
    },
  },
];

const one: CasePage<Subject> = {
  path: '/orders/:id',
  subject: loadOrder,
  title: ({ reference }) => `Advance order ${reference}`,
  decisions,
  facts: (order) => [
    ['State', stateTag(order.state)],
    ['Due', { money: order.due }],
    ['Received', { money: order.received }],
    ['Allocated', { money: order.allocated }],
    ...(order.reversed.amount > 0 ? [['Reversed: usable no more', { money: order.reversed }] as [string, Cell]] : []),
    ['Held until', { moment: order.dueAt }],
    ['Purchase order', order.purchaseOrder],
  ],
  related: ({ claims, reversals }) => [
    ...claims.map((each) => ({ href: `/claims/${each.id}`, text: `Claim of ${moneyOf(each.amount)}: ${words(each.state).toLowerCase()}` })),
    ...reversals.map((each) => ({
      href: `/reversals/${each.id}`,
      text: `Reversal of ${moneyOf(each.amount)}: ${words(each.state).toLowerCase()}`,
    })),
  ],
};

/** Orders: each with why it waits, what comes next, what happened, mails, money and audit (WHY-1). */
export function orderPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, one);
  };
}

async function loadOrder({ api, params }: Visit): Promise<Subject> {
  const id = params['id']!;
  const [order, reversals, claims] = await Promise.all([
    data(api.GET('/v1/advance-orders/{id}', { params: { path: { id } } })),
    data(api.GET('/v1/reversals', { params: { query: { order: id } } })),
    data(api.GET('/v1/claims', { params: { query: { order: id } } })),
  ]);
  return { ...order, reversals: reversals.items, claims: claims.items };
}
