import { z } from 'zod';
import { toMoney } from '../../domain/money';
import type { OrderDetails } from '../../db/applications/application-orders.queries';
import { money } from '../core/schemas';

/** An order for cards with what is on it (ORD-1..3). */
export const applicationOrder = z.object({
  id: z.uuid(),
  state: z.enum(['open', 'closed', 'paid']),
  purchaseOrder: z.string(),
  level: z.uuid(),
  billingOffice: z.uuid(),
  deliveryOffice: z.uuid(),
  cardsGoTo: z.enum(['deliveryOffice', 'applicant']),
  accountsContact: z.string(),
  attentionOf: z.string().nullable(),
  applications: z.array(z.uuid()),
  amount: money.nullable().describe('With value added tax; null while it is open'),
  vat: money.nullable().describe('The tax within it'),
  createdAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable(),
  paidAt: z.iso.datetime().nullable(),
  version: z.int(),
});
applicationOrder.register(z.globalRegistry, { id: 'ApplicationOrder' });

/** An order for cards. */
export function applicationOrderBody({ order, applications }: OrderDetails) {
  const { id, state, purchaseOrder, nodeId: level, billingOfficeId: billingOffice, deliveryOfficeId: deliveryOffice, cardsGoTo } = order;
  const { accountsContact, attentionOf, createdAt, closedAt, paidAt, version, pence, vatPence } = order;
  const price = { amount: pence === null ? null : toMoney(pence), vat: vatPence === null ? null : toMoney(vatPence) };
  const told = { id, state, purchaseOrder, level, billingOffice, deliveryOffice, cardsGoTo, accountsContact, attentionOf };
  return { ...told, applications, ...price, createdAt, closedAt, paidAt, version };
}
