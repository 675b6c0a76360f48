import { NOBODY, type AccessFixtures } from '../../support/access';

/** Learners who are registered, and the wait for their lapse. */
export const learnersAccess = {
  entities: {},
  kinds: { lapse: ({ one }) => one('/v1/batches/') },
  bodies: {
    '/v1/learners/withdraw': { learners: [NOBODY] },
    '/v1/learners/unwithdraw': { learners: [NOBODY] },
  },
} satisfies AccessFixtures;
