import type { SeededTenant } from '../../../db/seeds/demo';
import { NOBODY, type AccessFixtures, type Makes } from '../../support/access';
import { seedProducts } from '../../support/registrations';
import type { TestSystem } from '../../support/system';

const product = async (system: TestSystem, tenant: SeededTenant) => {
  const known = await system.owner('products').where({ tenant_id: tenant.id, code: 'ACCESS' }).first('id');
  if (!known) await seedProducts(system.owner, tenant, [{ code: 'ACCESS' }]);
};
const keyedIn = async ({ as, system, tenant, made }: Makes) => {
  await product(system, tenant);
  return made(as.centreUser, '/v1/registrations', { product: 'ACCESS' });
};

/** Registrations: one that is keyed in, and a line of it. */
export const registrationAccess = {
  entities: {
    '/v1/registrations/': keyedIn,
    '/v1/registration-lines/': async ({ as, one, made }) => {
      const id = await one('/v1/registrations/');
      return made(as.centreUser, `/v1/registrations/${id}/lines`, { cells: {} });
    },
  },
  kinds: { registration: ({ one }) => one('/v1/registrations/') },
  bodies: {
    '/v1/registrations': { product: 'NONE' },
    '/v1/registrations/:id/lines': { cells: {} },
    '/v1/registrations/:id/confirm': { group: NOBODY },
    '/v1/registrations/:id/undo': { group: NOBODY },
    '/v1/registrations/:id/remove-group': { group: NOBODY },
    '/v1/registration-lines/:id': { cells: {} },
  },
} satisfies AccessFixtures;
