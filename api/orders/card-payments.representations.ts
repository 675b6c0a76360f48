import { z } from 'zod';
import { stages } from '../../domain/orders/card-payment.standing';
import { toMoney } from '../../domain/money';
import { referenceOf } from '../../domain/processes';
import type { CardPaymentRow } from '../../db/orders/card-payment.model';
import { money } from '../core/schemas';

const states = Object.keys(stages).filter((state) => state !== 'none') as [CardPaymentRow['state']];

/** A payment by card (ORD-5). */
export const cardPayment = z.object({
  id: z.uuid(),
  reference: z.string(),
  state: z.enum(states),
  since: z.iso.datetime(),
  order: z.uuid().nullable().describe('The order for cards that it pays'),
  credits: z.int().nullable().describe('The credits that it pays, where it pays no order'),
  level: z.uuid(),
  amount: money,
  page: z.string().nullable().describe("The gateway's page at which it is paid, while it is pending; null until the gateway has answered"),
  begunAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  version: z.int(),
});
cardPayment.register(z.globalRegistry, { id: 'CardPayment' });

/** A card payment as the API shows it. */
export function cardPaymentBody(row: CardPaymentRow) {
  const { id, state, stateSince: since, orderId: order, credits, nodeId: level, pence, sessionUrl, begunAt, expiresAt, version } = row;
  const page = state === 'pending' ? sessionUrl : null;
  return {
    ...{ id, reference: referenceOf('card-payment', id), state, since, order, credits, level, amount: toMoney(pence), page },
    ...{ begunAt, expiresAt, version },
  };
}
