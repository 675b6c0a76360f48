import { NOBODY, REASON, type AccessFixtures } from '../../support/access';
import { placeOrder } from '../../support/orders';

/** Orders: one that is held. */
export const ordersAccess = {
  entities: {
    '/v1/advance-orders/': async ({ as, tenant }) => (await placeOrder(as.employerUser, tenant.companies[0])).id,
  },
  kinds: { 'advance-order': ({ one }) => one('/v1/advance-orders/') },
  bodies: {
    '/v1/advance-orders/:id/extend': { days: 20, ...REASON },
    '/v1/advance-orders/:id/cancel': REASON,
    '/v1/advance-orders/:id/decide-received': { choice: 'return', ...REASON },
    '/v1/advance-orders/:id/allocate': { receipts: [NOBODY], ...REASON },
  },
} satisfies AccessFixtures;
