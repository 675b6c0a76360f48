import { z } from 'zod';
import { londonDate } from '../../domain/working-days';
import { cardsOfPerson } from '../../db/cards/cards.queries';
import { faceOf } from '../../db/cards/faces.queries';
import { inScope } from '../../db/core/database';
import { numbersInForce } from '../../db/core/policies.queries';
import { personOf } from '../../db/people/own.queries';
import { cardPicture, cardSides } from '../../platform/card-picture';
import { identifier } from '../../messages/core.schemas';
import { notFound } from '../core/problems';
import { route, type Route } from '../core/route';
import { ownCard, ownCardBody } from './cards.representations';

const list = route({
  name: 'listMyCards',
  method: 'get',
  path: '/v1/account/cards',
  summary: 'My cards: where each is, until when it is valid, from when on it can be renewed',
  permission: 'ownAccount',
  rules: ['SEC-13', 'CRD-1', 'CRD-3'],
  answers: { status: 200, description: 'The one that runs longest first', schema: z.object({ items: z.array(ownCard) }) },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const at = (await deps.clock()).toISOString();
      const { cards } = await numbersInForce(trx);
      const rows = await cardsOfPerson(trx, await personOf(trx, caller.user));
      return { body: { items: rows.map((row) => ownCardBody(row, at, cards)) } };
    }),
});

const picture = route({
  name: 'showMyCardPicture',
  method: 'get',
  path: '/v1/account/cards/:id/pictures/:side',
  summary: 'My card as a picture: its front, or its back with the qualifications on record',
  permission: 'ownAccount',
  rules: ['SEC-13'],
  params: z.object({ id: identifier, side: z.enum(cardSides) }),
  refuses: [404],
  answers: { status: 200, description: 'A PNG of the size of a card at 300 dots an inch', schema: z.string(), type: 'image/png' },
  handle: async ({ deps, caller, params }) => {
    const at = (await deps.clock()).toISOString();
    const face = await inScope(deps.database, caller, async (trx) => {
      const rows = await cardsOfPerson(trx, await personOf(trx, caller.user));
      const row = rows.find(({ id, state }) => id === params.id && state !== 'approved');
      return row && faceOf(trx, row, deps.config.COUNTERSIGN_KEYS, londonDate(at));
    });
    if (!face) throw notFound();
    return { type: 'image/png', headers: { 'Cache-Control': 'private, no-store' }, body: await cardPicture(face, params.side) };
  },
});

/** One's own cards (SEC-13). */
export const ownCardRoutes: Route[] = [list, picture];
