import { NOBODY, REASON, type AccessFixtures } from '../../support/access';
import type { CardPaymentBody } from '../../support/card-payments';
import { Employer, paidOutside } from '../../support/employers';
import { invoicesOf } from '../../support/invoices';
import { placeOrder } from '../../support/orders';

/** Orders: one that is held. */
export const ordersAccess = {
  entities: {
    '/v1/advance-orders/': async ({ as, tenant }) => (await placeOrder(as.employerUser, tenant.companies[0])).id,
    '/v1/card-payments/': async ({ as, tenant }) => {
      const { company: level } = tenant.companies[0];
      return (await as.employerUser.post<CardPaymentBody>('/v1/card-payments', { level, credits: 1 })).body.id;
    },
    '/v1/invoices/': async ({ as, tenant }) => {
      const employer = new Employer(as.employerUser, tenant);
      const order = await employer.closed([await employer.finalised()]);
      await paidOutside(as.finance, as.finance2, order);
      return (await invoicesOf(as.employerUser, order))[0]!.id;
    },
  },
  kinds: { 'advance-order': ({ one }) => one('/v1/advance-orders/'), 'card-payment': ({ one }) => one('/v1/card-payments/') },
  bodies: {
    '/v1/card-payments': { level: NOBODY, credits: 1 },
    '/v1/card-payments/:id/settle': { how: 'returned', ...REASON },
    '/v1/advance-orders/:id/extend': { days: 20, ...REASON },
    '/v1/advance-orders/:id/cancel': REASON,
    '/v1/advance-orders/:id/decide-received': { choice: 'return', ...REASON },
    '/v1/advance-orders/:id/allocate': { receipts: [NOBODY], ...REASON },
  },
} satisfies AccessFixtures;
