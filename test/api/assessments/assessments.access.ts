import { NOBODY, REASON, type AccessFixtures } from '../../support/access';

const RESULT = { number: 'HSE-900000', person: 'PER000000000', takenOn: '2026-11-02', mode: 'online', result: 'pass' };

/** Results of assessments: one that is nobody's whom we know. */
export const assessmentsAccess = {
  entities: { '/v1/hse-results/': ({ as, made }) => made(as.caseOperator, '/v1/hse-results', RESULT) },
  kinds: {},
  bodies: {
    '/v1/hse-results': { ...RESULT, number: 'HSE-900001' },
    '/v1/hse-results/:id/match': { person: 'PER000000000', ...REASON },
    '/v1/applications/:id/exempt': { evidence: NOBODY, ...REASON },
  },
} satisfies AccessFixtures;
