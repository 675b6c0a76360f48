import { z } from 'zod';
import { cardByCode } from '../../db/cards/cards.queries';
import { notFound } from '../core/problems';
import { publicRoute, type Route } from '../core/route';
import { cardCheck, cardCheckBody } from './cards.representations';

const check = publicRoute({
  name: 'checkCardByCode',
  method: 'get',
  path: '/v1/card-checks/:code',
  summary: 'How a card stands, by the code that stands on it; nothing of its holder. An unknown code answers as one that is none',
  rules: ['CER-3', 'CRD-3'],
  params: z.object({ code: z.string().max(200) }),
  refuses: [404],
  answers: { status: 200, description: 'Valid, expired, revoked or superseded, with the dates', schema: cardCheck },
  handle: async ({ deps, params }) => {
    const found = await cardByCode(deps.database, params.code);
    if (!found) throw notFound();
    return { body: cardCheckBody(found.card, found.scheme, (await deps.clock()).toISOString()) };
  },
});

/** What is told to whoever has a card in his hand (CER-3). */
export const cardCheckRoutes: Route[] = [check];
