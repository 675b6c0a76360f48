import { z } from 'zod';
import { printSteps } from '../../domain/cards/printing';
import { purgeStages } from '../../domain/cards/purge';
import { startOf } from '../../domain/processes';
import { findCard, listCards, type CardDetails } from '../../db/cards/cards.queries';
import { reasoned } from '../../messages/access.schemas';
import { recordCardStep, revokeCard } from '../../messages/cards.schemas';
import { decisionRoute } from '../core/deciding';
import { listRoute, showRoute } from '../core/reading';
import type { Route } from '../core/route';
import { card, cardBody, cardState } from './cards.representations';

const OF_CARD = {
  kind: 'card',
  of: card,
  find: findCard,
  headers: ({ card: { version } }: CardDetails) => ({ ETag: `"${version}"` }),
  as: cardBody,
} as const;

const list = listRoute({
  name: 'listCards',
  path: '/v1/cards',
  summary: "Cards, newest first: the printer's queue by step, its copies of holders' data by how their purge stands",
  permission: 'viewCards',
  rules: ['CRD-1', 'CRD-2'],
  of: card,
  answer: 'A page of cards',
  filter: {
    step: z.enum(printSteps).optional(),
    purge: z.enum(purgeStages).optional(),
    state: cardState.optional(),
    person: z.string().max(20).optional().describe('A registration number'),
  },
  list: (trx, query) => listCards(trx, query),
  as: cardBody,
});

const show = showRoute({
  name: 'showCard',
  path: '/v1/cards/:id',
  summary: 'One card: where its print is, how it stands, and its case',
  permission: 'viewCards',
  rules: ['CRD-1', 'CRD-2', 'CRD-3', 'WHY-1'],
  answer: 'The card; ETag is its version',
  ...OF_CARD,
});

/** A refused print file, corrected, or a card that came back: printed again as the signed-in user: the one way for API, console and work board (OPS-2). */
export const retryCard = decisionRoute({
  name: 'retryCard',
  path: '/v1/cards/:id/retry',
  summary: 'Have a card printed again whose print file was refused, or which came back: from its record as that stands now',
  permission: 'manageCards',
  rules: ['CRD-1', 'OPS-2'],
  command: 'retry',
  answer: 'The card, at the printer again',
  tell: () => ({}),
  ...OF_CARD,
});

const sendAgain = decisionRoute({
  name: 'sendCardAgain',
  path: '/v1/cards/:id/send-again',
  summary: 'Have a card that came back undelivered despatched again as it is',
  permission: 'manageCards',
  rules: ['CRD-1'],
  command: 'sendAgain',
  answer: 'The card, to be despatched',
  tell: () => ({}),
  ...OF_CARD,
});

const record = decisionRoute({
  name: 'recordCardStep',
  path: '/v1/cards/:id/record',
  summary: 'Record a step of the printer that it has not reported, with a reason',
  permission: 'manageCards',
  rules: ['CRD-1'],
  command: 'record',
  body: recordCardStep,
  answer: 'The card after that step',
  tell: ({ what }) => ({ what }),
  ...OF_CARD,
});

const confirmPurge = decisionRoute({
  name: 'confirmCardPurge',
  path: '/v1/cards/:id/confirm-purge',
  summary: "Record, with a reason, that the printer has purged its copy of a holder's data",
  permission: 'confirmPurges',
  rules: ['CRD-2'],
  command: 'record',
  body: reasoned,
  answer: 'The card, of which the printer has no copy',
  tell: () => ({ what: 'purged' as const }),
  ...OF_CARD,
});

const revoke = decisionRoute({
  name: 'revokeCard',
  path: '/v1/cards/:id/revoke',
  summary: 'Revoke a card, with a reason: its public page says so at once; one that was lost, stolen, damaged or wrong can be replaced',
  permission: 'manageCards',
  rules: ['CER-3', 'CRD-3'],
  command: 'revoke',
  body: revokeCard,
  answer: 'The card, revoked',
  begins: true,
  starts: ({ card: { id } }, { tenant, policyVersion }) =>
    startOf('card', id, { owner: 'caseOperator', tenant, organisation: null, ...policyVersion }),
  tell: ({ cause }) => ({ cause }),
  ...OF_CARD,
});

/** All operations on cards (CRD-1, CRD-2, CRD-3). */
export const cardRoutes: Route[] = [list, show, retryCard, sendAgain, record, confirmPurge, revoke];
