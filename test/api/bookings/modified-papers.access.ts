import { NOBODY, REASON, type AccessFixtures } from '../../support/access';
import { eventually } from '../../support/eventually';
import { seedPapers } from '../../support/modified-papers';

/** Modified papers of a booking of the centre, whose case is open. */
export const modifiedPapersAccess = {
  entities: {
    '/v1/modified-papers/': async ({ system, tenant }) => {
      const id = await seedPapers({ system, tenant });
      await eventually(async () => expect(await system.owner('processes').where({ entity_id: id }).first('stage')).toBeTruthy());
      return id;
    },
  },
  kinds: { 'modified-papers': ({ one }) => one('/v1/modified-papers/') },
  bodies: {
    '/v1/modified-papers/process': { papers: [NOBODY] },
    '/v1/modified-papers/despatch': { papers: [NOBODY] },
    '/v1/modified-papers/:id/accept-evidence': REASON,
    '/v1/modified-papers/:id/ask-again-for-evidence': REASON,
    '/v1/modified-papers/:id/refuse-evidence': REASON,
  },
} satisfies AccessFixtures;
