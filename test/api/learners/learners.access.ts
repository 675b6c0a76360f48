import { submittedUln } from '../../support/ulns';
import { NOBODY, type AccessFixtures } from '../../support/access';

/** Learners who are registered, and the wait for their lapse. */
export const learnersAccess = {
  entities: {
    '/v1/uln-submissions/': async ({ one, system, tenant }) => submittedUln(system.database, tenant, await one('/v1/learners/')),
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
  },
} satisfies AccessFixtures;
