import { NOBODY, REASON, type AccessFixtures } from '../../support/access';
import { Employer, FINALISED, LABOURER } from '../../support/employers';

/** Applications of the first company: one that is finalised, an order of another, and the payment of a third one's. */
export const applicationsAccess = {
  entities: {
    '/v1/applications/': async ({ as, tenant }) => (await new Employer(as.employerUser, tenant).finalised()).id,
    '/v1/application-orders/': async ({ as, tenant }) => (await new Employer(as.employerUser, tenant).open([])).id,
    '/v1/order-payments/': async ({ as, tenant, made }) => {
      const employer = new Employer(as.employerUser, tenant);
      const { id: order } = await employer.closed([await employer.finalised()]);
      return made(as.finance, '/v1/order-payments', { order, ...REASON });
    },
  },
  kinds: { application: ({ one }) => one('/v1/applications/') },
  bodies: {
    '/v1/applications': { applications: [{ employee: NOBODY, cardType: 'craft' }] },
    '/v1/applications/:id/form': LABOURER,
    '/v1/applications/:id/finalise': FINALISED,
    '/v1/applications/:id/unfinalise': {},
    '/v1/applications/:id/abandon': REASON,
    '/v1/applications/:id/extend': { days: 10, ...REASON },
    '/v1/applications/:id/approve': REASON,
    '/v1/applications/:id/reject': REASON,
    '/v1/applications/:id/ask-more': { text: 'A copy of the certificate' },
    '/v1/applications/:id/give-more': { text: 'Here it is' },
    '/v1/applications/:id/endorse': {},
    '/v1/applications/:id/refuse-endorsement': REASON,
    '/v1/applications/:id/waive-endorsement': REASON,
    '/v1/application-orders': {
      ...{ purchaseOrder: 'PO', level: NOBODY, billingOffice: NOBODY, deliveryOffice: NOBODY, accountsContact: 'Ann' },
    },
    '/v1/application-orders/:id/add': { applications: [NOBODY] },
    '/v1/application-orders/:id/take-off': { application: NOBODY },
    '/v1/order-payments': { order: NOBODY, ...REASON },
    '/v1/order-payments/:id/approve': REASON,
    '/v1/order-payments/:id/decline': REASON,
  },
} satisfies AccessFixtures;
