import type { Express } from 'express';
import type { components } from '../kit/api';
import { serveCase, type CasePage } from '../kit/case';
import { dayOf, stateTag } from '../kit/cells';
import { data } from '../kit/client';
import type { Decision } from '../kit/decision';
import { reason } from '../kit/fields';
import { serveList, type List } from '../kit/list';
import { field, target } from '../kit/page';
import { words } from '../kit/words';
import { CARD_COLOURS, cardType, whereCard } from '../kit/cards';

type Card = components['schemas']['Card'];

const STEPS = ['sent', 'refused', 'accepted', 'produced', 'despatched', 'returned'] as const;
const PURGES = ['kept', 'asked', 'reminded', 'escalated', 'overdue', 'confirmed'] as const;
const RECORDED = ['accepted', 'produced', 'despatched', 'returned'] as const;
const CAUSES = [
  ['lost', 'Lost'],
  ['stolen', 'Stolen'],
  ['damaged', 'Damaged'],
  ['wrong', 'It says something wrong'],
  ['misused', 'Misused: nobody gets another one in its place'],
] as const;
const isInForce = ({ state }: Card) => state === 'approved' || state === 'issued';
const isToAnswer = (card: Card) => isInForce(card) && (card.step === 'refused' || card.step === 'returned');

const list: List<'/v1/cards'> = {
  path: '/cards',
  title: 'Cards',
  order: 'Newest first',
  from: '/v1/cards',
  isPaged: true,
  filters: [
    { name: 'step', label: 'At the printer', choices: STEPS.map((step) => [step, words(step)] as const) },
    { name: 'purge', label: 'The printer’s copy', choices: PURGES.map((purge) => [purge, words(purge)] as const) },
    { name: 'person', label: 'Registration number' },
  ],
  columns: [
    { head: 'Card', of: ({ id, number }) => ({ text: number, href: `/cards/${id}` }) },
    { head: 'Holder', of: ({ holder }) => `${holder.name}, ${holder.registrationNumber}` },
    { head: 'State', of: ({ state }) => stateTag(state, CARD_COLOURS) },
    { head: 'Where it is', of: ({ stage }) => stage },
    { head: 'Valid to', of: ({ validTo }) => ({ day: validTo }) },
    { head: 'The printer’s copy', of: ({ purge }) => purge && words(purge) },
  ],
  things: ['card', 'cards'],
  nothing: 'No card has been approved yet.',
};

const again: Decision<Card>[] = [
  {
    name: 'retry',
    permission: 'manageCards',
    link: 'Print it again',
    isUsual: true,
    isOpen: isToAnswer,
    title: ({ number }) => `Print card ${number} again`,
    says: () => ['It is printed from its record as that stands now: correct that first, where the printer refused it.'],
    fields: () => [],
    button: () => 'Print it again',
    act: async (visit, { id }) => {
      await data(visit.api.POST('/v1/cards/{id}/retry', target(visit)));
      return { to: `/cards/${id}`, text: 'It is on its way to the printer.' };
    },
  },
  {
    name: 'send-again',
    permission: 'manageCards',
    link: 'Send it again',
    isOpen: ({ state, step }) => state === 'issued' && step === 'returned',
    title: ({ number }) => `Send card ${number} again`,
    says: () => ['The printer despatches the card that came back, as it is.'],
    fields: () => [],
    button: () => 'Send it again',
    act: async (visit, { id }) => {
      await data(visit.api.POST('/v1/cards/{id}/send-again', target(visit)));
      return { to: `/cards/${id}`, text: 'The printer is asked to send it again.' };
    },
  },
];

const one: CasePage<Card> = {
  path: '/cards/:id',
  subject: async ({ api, params }) => data(api.GET('/v1/cards/{id}', { params: { path: { id: params['id']! } } })),
  title: ({ number, holder }) => `Card ${number} of ${holder.name}`,
  decisions: [
    ...again,
    {
      name: 'record',
      permission: 'manageCards',
      link: 'Record a step of the printer',
      isOpen: (card) => isInForce(card) && card.step !== null,
      title: ({ number }) => `Record what the printer did with card ${number}`,
      says: () => ['Only what the printer has not reported by itself.'],
      fields: () => [
        { name: 'what', label: 'What it did', as: 'choice', choices: RECORDED.map((step) => [step, words(step)] as const) },
        reason(),
      ],
      button: () => 'Record it',
      act: async (visit, { id }) => {
        const body = { what: field(visit, 'what') as (typeof RECORDED)[number], reason: field(visit, 'reason') };
        await data(visit.api.POST('/v1/cards/{id}/record', { ...target(visit), body }));
        return { to: `/cards/${id}`, text: 'It is recorded.' };
      },
    },
    {
      name: 'confirm-purge',
      permission: 'confirmPurges',
      link: 'Confirm the purge',
      isOpen: ({ purge }) => purge !== null && purge !== 'confirmed',
      title: ({ number }) => `Confirm that the printer has purged its copy of card ${number}`,
      says: () => ['The printer confirms it by itself where it can. Say here how you know.'],
      fields: () => [reason()],
      button: () => 'It is purged',
      act: async (visit, { id }) => {
        await data(visit.api.POST('/v1/cards/{id}/confirm-purge', { ...target(visit), body: { reason: field(visit, 'reason') } }));
        return { to: `/cards/${id}`, text: 'The purge is confirmed.' };
      },
    },
    {
      name: 'revoke',
      permission: 'manageCards',
      link: 'Revoke it',
      isOpen: ({ state }) => state === 'issued',
      title: ({ number }) => `Revoke card ${number}`,
      says: () => ['Its public page says so at once. Holder and employer are told. It cannot be taken back.'],
      fields: () => [{ name: 'cause', label: 'Why', as: 'choice', choices: CAUSES.map(([name, text]) => [name, text] as const) }, reason()],
      button: () => 'Revoke it',
      act: async (visit, { id }) => {
        const body = { cause: field(visit, 'cause') as (typeof CAUSES)[number][0], reason: field(visit, 'reason') };
        await data(visit.api.POST('/v1/cards/{id}/revoke', { ...target(visit), body }));
        return { to: `/cards/${id}`, text: 'It is revoked.' };
      },
    },
  ],
  facts: (card) => [
    ['State', stateTag(card.state, CARD_COLOURS)],
    ['Holder', `${card.holder.name}, ${card.holder.registrationNumber}`],
    ['Type', cardType(card.type)],
    ['Where it is', whereCard(card)],
    ['Valid', `${dayOf(card.validFrom)} – ${dayOf(card.validTo)}`],
    ['Revoked because', card.cause && words(card.cause)],
    ['The printer’s copy', card.purge && words(card.purge)],
  ],
  related: ({ application, code }) => [
    ...(application ? [{ href: `/applications/${application}`, text: 'Its application' }] : []),
    { href: `/cards/check/${code}`, text: 'Its public page' },
  ],
};

/** Cards: the printer's queue, its copies, and what is decided about one (CRD-1, CRD-2, CER-3). */
export function cardPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serveList(app, list);
    serveCase(app, apiUrl, one);
  };
}
