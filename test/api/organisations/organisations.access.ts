import { NOBODY, REASON, type AccessFixtures } from '../../support/access';

/** Organisations and the nodes of their trees, as they are seeded. */
export const organisationsAccess = {
  entities: {
    '/v1/organisations/': async ({ tenant }) => tenant.checker.id,
    '/v1/nodes/': async ({ tenant }) => tenant.companies[0].group,
  },
  kinds: {},
  bodies: {
    '/v1/organisations/:id/licence': { userCap: 5, registeredAddresses: [] },
    '/v1/organisations/:id/bulk-licence': { registeredAddresses: [], ...REASON },
    '/v1/organisations/:id/move': { to: 'vetted', ...REASON },
    '/v1/organisations/:id/addresses': { label: 'l', lines: ['1 High Street'], postcode: 'N1' },
    '/v1/organisations/:id/remove-address': { address: NOBODY },
    '/v1/organisations/:id/products': { product: 'P', approved: true },
  },
} satisfies AccessFixtures;
