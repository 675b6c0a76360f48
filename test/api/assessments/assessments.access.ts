import { NOBODY, REASON, type AccessFixtures } from '../../support/access';
import { Employer } from '../../support/employers';

const RESULT = { number: 'HSE-900000', person: 'PER000000000', takenOn: '2026-11-02', mode: 'online', result: 'pass' };

/** Results of assessments: one that is nobody's whom we know. */
export const assessmentsAccess = {
  entities: {
    '/v1/hse-results/': ({ as, made }) => made(as.caseOperator, '/v1/hse-results', RESULT),
    '/v1/exemptions/': async ({ as, tenant }) => {
      const employer = new Employer(as.employerUser, tenant);
      return (await employer.exemption(await employer.started())).id;
    },
  },
  kinds: { exemption: ({ one }) => one('/v1/exemptions/') },
  bodies: {
    '/v1/hse-results': { ...RESULT, number: 'HSE-900001' },
    '/v1/hse-results/:id/match': { person: 'PER000000000', ...REASON },
    '/v1/exemptions': { application: NOBODY, evidence: NOBODY },
    '/v1/exemptions/:id/accept': REASON,
    '/v1/exemptions/:id/refuse': REASON,
  },
} satisfies AccessFixtures;
