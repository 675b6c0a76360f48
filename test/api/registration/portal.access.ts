import type { AccessFixtures, Makes } from '../../support/access';
import { askForPaperwork, seedBatch, seedProduct } from '../../support/learners';

const seeded = async ({ system, tenant }: Makes) => {
  const product = await seedProduct(system.owner, tenant.id, 'Care');
  return seedBatch(system.database, tenant, { product });
};

/** Registration: a batch with its learner, its paperwork, and the run that will invoice it. */
export const portalAccess = {
  entities: {
    '/v1/batches/': async (makes) => (await seeded(makes)).batch.id,
    '/v1/learners/': async (makes) => {
      const { batch } = await seeded(makes);
      return (await makes.system.owner('learners').where({ batch_id: batch.id }).first('id')).id;
    },
    '/v1/paperwork/': async (makes) => {
      const { group } = await seeded(makes);
      await askForPaperwork(makes.system.database, makes.tenant, group, '2026-11-02T09:00:00.000Z');
      return (await makes.system.owner('documents').where({ about_id: group }).first('id')).id;
    },
  },
  kinds: {
    'billing-run': async (makes) => {
      await seeded(makes);
      return (await makes.system.owner('billing_runs').where({ tenant_id: makes.tenant.id }).first('id')).id;
    },
  },
  bodies: {},
} satisfies AccessFixtures;
