import type { SeededTenant } from '../../../db/seeds/demo';
import { NOBODY, type AccessFixtures, type Makes } from '../../support/access';
import { confirm, seedProducts, ulnOf, type RegistrationBody } from '../../support/registrations';
import type { TestSystem } from '../../support/system';

const LEARNER = { forename: 'Ann', surname: 'Access', birthDate: '03/04/2005', gender: 'F', uln: ulnOf(1) };
const product = async (system: TestSystem, tenant: SeededTenant) => {
  const known = await system.owner('products').where({ tenant_id: tenant.id, code: 'ACCESS' }).first('id');
  if (!known) await seedProducts(system.owner, tenant, [{ code: 'ACCESS' }]);
};
const keyedIn = async ({ as, system, tenant, made }: Makes) => {
  await product(system, tenant);
  return made(as.centreUser, '/v1/registrations', { product: 'ACCESS' });
};

/** Registrations: one that is keyed in, a line of it, and the batch that came of another one. */
export const registrationAccess = {
  entities: {
    '/v1/registrations/': keyedIn,
    '/v1/registration-lines/': async ({ as, one, made }) => {
      const id = await one('/v1/registrations/');
      return made(as.centreUser, `/v1/registrations/${id}/lines`, { cells: {} });
    },
    '/v1/batches/': async (makes) => {
      const { as } = makes;
      const id = await keyedIn(makes);
      await as.centreUser.post(`/v1/registrations/${id}/lines`, { cells: LEARNER });
      const { groups } = (await as.centreUser.get<RegistrationBody>(`/v1/registrations/${id}`)).body;
      return (await confirm(as.centreUser, { id }, { group: groups[0]!.id })).body.groups[0]!.batch!.id;
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
