import type { Express } from 'express';
import { dayOf } from '../kit/cells';
import { data } from '../kit/client';
import { serve, type Page } from '../kit/page';
import { servePhoto } from '../kit/photos';
import { words } from '../kit/words';
import { CARD_COLOURS, cardType, whereCard } from '../kit/cards';

const list: Page = {
  path: '/my-card',
  template: 'my-card',
  load: async ({ api }) => {
    const { items } = await data(api.GET('/v1/account/cards'));
    return {
      cards: items.map((card) => ({
        ...{ id: card.id, number: card.number, code: card.code, type: cardType(card.type) },
        tag: { text: words(card.validity ?? 'beingMade'), colour: CARD_COLOURS[card.validity ?? 'approved'] },
        where: whereCard(card),
        valid: `${dayOf(card.validFrom)} – ${dayOf(card.validTo)}`,
        renewalFrom: dayOf(card.renewalFrom),
        isIssued: card.validity !== null,
      })),
    };
  },
};

/** One's own cards, front and back (SEC-13). */
export function ownCardPages(apiUrl: string): (app: Express) => void {
  return (app) => {
    serve(app, list);
    const at = (side: string) => (request: { params: Record<string, unknown> }) =>
      `/v1/account/cards/${encodeURIComponent(String(request.params['id']))}/pictures/${side}`;
    servePhoto(app, apiUrl, '/my-card/:id/front', at('front'));
    servePhoto(app, apiUrl, '/my-card/:id/back', at('back'));
  };
}
