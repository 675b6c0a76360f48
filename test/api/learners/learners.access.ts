import { v7 as uuid } from 'uuid';
import { submittedUln } from '../../support/ulns';
import { NOBODY, type AccessFixtures } from '../../support/access';

/** Learners who are registered, and the wait for their lapse. */
export const learnersAccess = {
  entities: {
    '/v1/uln-submissions/': async ({ one, system, tenant }) => submittedUln(system.database, tenant, await one('/v1/learners/')),
    '/v1/learner-imports/': async ({ system, tenant: { id: tenant_id, centre } }) => {
      const id = uuid();
      const own = { id, tenant_id, organisation_id: centre.id, made_by: centre.user.id };
      await system.owner('learner_imports').insert({ ...own, file_name: 'dates.csv', rows_read: 1, changed: 0, made_at: new Date() });
      return id;
    },
  },
  kinds: {
    'uln-check': ({ one }) => one('/v1/uln-submissions/'),
    lapse: ({ one }) => one('/v1/batches/'),
  },
  bodies: {
    '/v1/learners/withdraw': { learners: [NOBODY] },
    '/v1/learners/unwithdraw': { learners: [NOBODY] },
    '/v1/ulns': { items: [{ learner: NOBODY, uln: '1000102504' }] },
    '/v1/learners/:id/uln': { uln: '1000102505' },
    '/v1/learners/cancel': { learners: [NOBODY] },
    '/v1/learners/transfer': { learners: [NOBODY], product: 'QNONE' },
    '/v1/learners/top-up': { learners: [NOBODY], product: 'QNONE' },
    '/v1/learners/top-down': { learners: [NOBODY], product: 'QNONE' },
    '/v1/learners/:id': { cells: { forename: 'Zoë' } },
    '/v1/learners/:id/transfer': { product: 'QNONE' },
    '/v1/learners/:id/top-up': { product: 'QNONE' },
    '/v1/learners/:id/top-down': { product: 'QNONE' },
    '/v1/learners/:id/amend-name': { forename: 'Zoë', surname: 'Field', reason: 'Married' },
  },
} satisfies AccessFixtures;
