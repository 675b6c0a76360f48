import type { Express } from 'express';
import { dayOf, momentOf } from '../kit/cells';
import { apiOf, data } from '../kit/client';
import { fromOf } from '../kit/session';
import { CARD_COLOURS, cardType } from '../kit/cards';

const SAYS = {
  valid: 'This card is valid',
  expired: 'This card has expired',
  revoked: 'This card is revoked',
  superseded: 'Another card is valid instead',
} as const;

/** The public page of a card, before anybody is signed in: made for the phone of whoever has the card in his hand (CER-3). */
export function cardCheckPages(app: Express, apiUrl: string): void {
  app.get('/cards/check/:code', async (request, response) => {
    const code = String(request.params['code']);
    const found = await data(apiOf(apiUrl, fromOf(request)).GET('/v1/card-checks/{code}', { params: { path: { code } } }));
    const { validity, validFrom, validTo, since, type } = found;
    response.render('card-check.njk', {
      ...{ ...found, type: cardType(type), says: SAYS[validity], colour: CARD_COLOURS[validity] },
      dates: { from: dayOf(validFrom), to: dayOf(validTo), since: since && momentOf(since) },
    });
  });
}
