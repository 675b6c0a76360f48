import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { dayOf, moneyOf, stateTag } from '../kit/cells';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { field, may, target } from '../kit/page';
import { words } from '../kit/words';

type Subject = components['schemas']['Claim'] & {
  of: components['schemas']['AdvanceOrder'];
  candidates: components['schemas']['Receipt'][];
};

const STATES = ['open', 'confirmed', 'declined'] as const;

const list: List<'/v1/claims'> = {
  path: '/claims',
  title: 'Claims',
  order: 'Oldest first',
  from: '/v1/claims',
  isPaged: true,
  filters: [{ name: 'state', label: 'State', choices: STATES.map((state) => [state, words(state)] as const) }],
  columns: [
    { head: 'As they typed it', of: ({ id, quoted }) => ({ text: quoted || '(they answered our question)', href: `/claims/${id}` }) },
    { head: 'State', of: ({ state }) => stateTag(state) },
    { head: 'Day of the transfer', of: ({ bookedOn }) => ({ day: bookedOn }) },
    { head: 'Claimed', of: ({ claimedAt }) => ({ moment: claimedAt }) },
    { head: 'Amount', of: ({ amount }) => ({ money: amount }) },
  ],
  things: ['claim', 'claims'],
  nothing: 'No payer has claimed a transfer.',
};

const isOpen = ({ state }: Subject) => state === 'open';
const otherAmount = ({ candidates, of }: Subject) => candidates.some(({ amount }) => amount.amount !== of.due.amount);
const link = ({ of }: Subject) => ({ href: `/orders/${of.id}`, text: of.reference });

const decisions: Decision<Subject>[] = [
  {
    name: 'confirm',
    permission: 'decideClaims',
    link: 'Confirm it with a receipt',
    isUsual: true,
    isOpen: (claim) => isOpen(claim) && claim.candidates.length > 0,
    title: ({ amount, of }) => `Confirm ${moneyOf(amount)} for ${of.reference}`,
    says: ({ of }) => [`The receipt that you choose is allocated to ${of.reference}, which is due ${moneyOf(of.due)}; the payer is told.`],
    fields: (claim) => [
      {
        name: 'receipt',
        label: 'Receipt',
        as: 'radios',
        choices: claim.candidates.map(
          (each) =>
            [
              each.id,
              `${moneyOf(each.amount)} of ${dayOf(each.bookedOn)}`,
              [each.payer, each.texts.join(' ')].filter(Boolean).join(': '),
            ] as const,
        ),
        ...(claim.candidates.length === 1 ? { value: claim.candidates[0]!.id } : {}),
      },
      ...(otherAmount(claim) ? [{ name: 'acceptOtherAmount', label: 'Accept an amount other than what is due', as: 'tick' as const }] : []),
      reason('the claim fits the receipt'),
    ],
    button: ({ amount, of }) => `Confirm ${moneyOf(amount)} for ${of.reference}`,
    act: async (visit, claim) => {
      const body = {
        receipt: field(visit, 'receipt'),
        acceptOtherAmount: field(visit, 'acceptOtherAmount') === 'yes',
        reason: field(visit, 'reason'),
      };
      await data(visit.api.POST('/v1/claims/{id}/confirm', { ...target(visit), body }));
      return { to: `/claims/${claim.id}`, text: `The claim of ${moneyOf(claim.amount)} is confirmed and allocated to`, link: link(claim) };
    },
  },
  {
    name: 'decline',
    permission: 'decideClaims',
    link: 'Decline the claim',
    isGrave: true,
    isOpen,
    title: ({ amount, of }) => `Decline the claim of ${moneyOf(amount)} for ${of.reference}`,
    says: () => ['The payer is told that it was not found.'],
    fields: () => [reason()],
    button: ({ amount }) => `Decline the claim of ${moneyOf(amount)}`,
    act: async (visit, claim) => {
      await data(visit.api.POST('/v1/claims/{id}/decline', { ...target(visit), body: { reason: field(visit, 'reason') } }));
      return { to: `/claims/${claim.id}`, text: `The claim of ${moneyOf(claim.amount)} is declined, for`, link: link(claim) };
    },
  },
];

const one: CasePage<Subject> = {
  path: '/claims/:id',
  subject: async (visit) => {
    const path = { id: visit.params['id']! };
    const claim = await data(visit.api.GET('/v1/claims/{id}', { params: { path } }));
    const [of, candidates] = await Promise.all([
      data(visit.api.GET('/v1/advance-orders/{id}', { params: { path: { id: claim.order } } })),
      may(visit, 'decideClaims') ? data(visit.api.GET('/v1/claims/{id}/candidates', { params: { path } })) : { items: [] },
    ]);
    return { ...claim, of, candidates: candidates.items };
  },
  title: ({ of }) => `Claim for ${of.reference}`,
  decisions,
  facts: (claim) => [
    ['They say that they sent', { money: claim.amount }],
    ['On', { day: claim.bookedOn }],
    ['And typed', claim.quoted || '(they answered our question)'],
    ['The order is due', { money: claim.of.due }],
    ['State', stateTag(claim.state)],
    [
      'Receipts that it may be',
      claim.candidates.length === 0 && isOpen(claim)
        ? 'None in suspense has that amount near that day'
        : claim.candidates.map((each) => `${moneyOf(each.amount)} of ${dayOf(each.bookedOn)}`).join(', '),
    ],
  ],
  related: (claim) => [
    { href: `/orders/${claim.of.id}`, text: `Order ${claim.of.reference}` },
    ...(claim.receipt ? [{ href: `/suspense/${claim.receipt}`, text: 'Its receipt' }] : []),
    ...claim.candidates.map((each) => ({
      href: `/suspense/${each.id}`,
      text: `Receipt: ${moneyOf(each.amount)} of ${dayOf(each.bookedOn)}`,
    })),
  ],
};

/** Claims: what payers say was theirs, beside the receipts that it may be (BNK-3). */
export function claimPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, one);
  };
}
