import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { moneyOf, stateTag } from '../kit/cells';
import { data } from '../kit/client';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { field, target, type Visit } from '../kit/page';
import { words } from '../kit/words';
import { proposalFacts, saysOf } from '../kit/proposals';

type Subject = components['schemas']['Reversal'] & { of: components['schemas']['AdvanceOrder'] };

const STATES = ['awaiting', 'approved', 'declined'] as const;

const list: List<'/v1/reversals'> = {
  path: '/reversals',
  title: 'Reversals',
  order: 'Newest first',
  from: '/v1/reversals',
  isPaged: true,
  filters: [{ name: 'state', label: 'State', choices: STATES.map((state) => [state, words(state)] as const) }],
  columns: [
    { head: 'What', of: ({ id, amount }) => ({ text: `Reversal of ${moneyOf(amount)}`, href: `/reversals/${id}` }) },
    { head: 'Asked', of: ({ since }) => ({ moment: since }) },
    { head: 'State', of: ({ state }) => stateTag(state) },
    { head: 'Amount', of: ({ amount }) => ({ money: amount }) },
    { head: 'Debt', of: ({ debt }) => ({ money: debt }) },
  ],
  things: ['reversal', 'reversals'],
  nothing: 'No allocation was reversed.',
};

const isAwaiting = ({ state }: Subject) => state === 'awaiting';
const link = ({ of }: Subject) => ({ href: `/orders/${of.id}`, text: of.reference });

const one: CasePage<Subject> = {
  path: '/reversals/:id',
  subject: async ({ api, params }) => {
    const reversal = await data(api.GET('/v1/reversals/{id}', { params: { path: { id: params['id']! } } }));
    return { ...reversal, of: await data(api.GET('/v1/advance-orders/{id}', { params: { path: { id: reversal.order } } })) };
  },
  title: ({ amount, of }) => `Reversal of ${moneyOf(amount)} allocated to ${of.reference}`,
  decisions: [
    {
      name: 'approve',
      permission: 'reverseAllocations',
      link: 'Approve it',
      isGrave: true,
      isOpen: (reversal, { me }: Visit) => isAwaiting(reversal) && reversal.requestedBy !== me.user,
      title: ({ amount }) => `Approve the reversal of ${moneyOf(amount)}`,
      says: saysOf,
      fields: () => [reason()],
      button: ({ amount }) => `Approve the reversal of ${moneyOf(amount)}`,
      act: async (visit, reversal) => {
        await data(visit.api.POST('/v1/reversals/{id}/approve', { ...target(visit), body: { reason: field(visit, 'reason') } }));
        return {
          to: `/reversals/${reversal.id}`,
          text: `The reversal of ${moneyOf(reversal.amount)} is approved; the money is in suspense again. It had been for`,
          link: link(reversal),
        };
      },
    },
    {
      name: 'decline',
      permission: 'reverseAllocations',
      link: 'Decline it',
      isOpen: isAwaiting,
      title: ({ amount }) => `Decline the reversal of ${moneyOf(amount)}`,
      says: ({ of }) => [`${of.reference} keeps its money.`],
      fields: () => [reason()],
      button: ({ amount }) => `Decline the reversal of ${moneyOf(amount)}`,
      act: async (visit, reversal) => {
        await data(visit.api.POST('/v1/reversals/{id}/decline', { ...target(visit), body: { reason: field(visit, 'reason') } }));
        return {
          to: `/reversals/${reversal.id}`,
          text: `The reversal of ${moneyOf(reversal.amount)} is declined, for`,
          link: link(reversal),
        };
      },
    },
  ],
  facts: (reversal) => [
    ['State', stateTag(reversal.state)],
    ['Amount', { money: reversal.amount }],
    ['Spent already, and owed', { money: reversal.debt }],
    ...proposalFacts(reversal),
  ],
  related: ({ of }) => [{ href: `/orders/${of.id}`, text: `Order ${of.reference}` }],
};

/** Reversals: one asked, another one decides here (ADV-5). */
export function reversalPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, one);
  };
}
