import { NOBODY, REASON, type AccessFixtures } from '../../support/access';
import type { CardPaymentBody } from '../../support/card-payments';
import { eventually } from '../../support/eventually';
import { invoicesOf } from '../../support/invoices';
import { lloydsFile, placeOrder } from '../../support/orders';
import { importStatement } from '../../support/statements';

/** Orders: one that is held. */
export const ordersAccess = {
  entities: {
    '/v1/advance-orders/': async ({ as, tenant }) => (await placeOrder(as.employerUser, tenant.companies[0])).id,
    '/v1/card-payments/': async ({ as, tenant }) => {
      const { company: level } = tenant.companies[0];
      return (await as.employerUser.post<CardPaymentBody>('/v1/card-payments', { level, credits: 1 })).body.id;
    },
    '/v1/fees/': ({ as, made }) =>
      made(as.administrator, '/v1/fees', { item: 'fastTrack', net: 3_100, vatRate: 0, from: '2030-01-01', ...REASON }),
    '/v1/invoices/': async ({ as, tenant }) => {
      const order = await placeOrder(as.employerUser, tenant.companies[0], { credits: 1 });
      await importStatement(as.finance, tenant.bankAccounts.lloyds, lloydsFile([{ text: `PAID ${order.reference}`, pounds: 250 }]));
      return eventually(async () => (await invoicesOf(as.employerUser, order))[0]!.id);
    },
  },
  kinds: { 'advance-order': ({ one }) => one('/v1/advance-orders/'), 'card-payment': ({ one }) => one('/v1/card-payments/') },
  bodies: {
    '/v1/fees': { item: 'fastTrack', net: 3_200, vatRate: 0, from: '2030-02-01', ...REASON },
    '/v1/fees/:id/approve': REASON,
    '/v1/fees/:id/decline': REASON,
    '/v1/card-payments': { level: NOBODY, credits: 1 },
    '/v1/card-payments/:id/settle': { how: 'returned', ...REASON },
    '/v1/advance-orders/:id/extend': { days: 20, ...REASON },
    '/v1/advance-orders/:id/cancel': REASON,
    '/v1/advance-orders/:id/decide-received': { choice: 'return', ...REASON },
    '/v1/advance-orders/:id/allocate': { receipts: [NOBODY], ...REASON },
  },
} satisfies AccessFixtures;
