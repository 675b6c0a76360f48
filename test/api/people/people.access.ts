import { randomUUID } from 'node:crypto';
import { SEEDED } from '../../../db/people/seed';
import { NOBODY, REASON, type AccessFixtures } from '../../support/access';
import { NOTHING_GIVEN } from '../../support/identity-stories';
import { picture } from '../../support/photos';

/** Employees of the first company, and what the tenant’s individual sees of his own. */
export const employeesAccess = {
  entities: {
    '/v1/employees/': async ({ as, tenant, made }) => {
      const { birthDate, familyName } = SEEDED.marked;
      const lookUp = await made(as.employerUser, '/v1/person-lookups', { birthDate, familyName });
      const employment = { lookUp, office: tenant.companies[0].offices[0], startedOn: '2026-01-05', declared: true };
      return made(as.employerUser, '/v1/employments', employment);
    },
    '/v1/account/applications/': async ({ system, tenant, as }) => {
      const content = await picture();
      const headers = { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': randomUUID() };
      await as.individual.send('POST', '/v1/account/photo', content, headers);
      const [company] = tenant.companies;
      const id = randomUUID();
      await system.owner('applications').insert({
        ...{ id, tenant_id: tenant.id, organisation_id: company.id, node_id: company.offices[0], person_id: tenant.people.individual },
        ...{ card_type: 'craft', form_changed_at: new Date(), created_at: new Date(), created_by: company.user.id },
        ...{ state: 'beingCompleted', state_since: new Date() },
      });
      return id;
    },
  },
  kinds: {},
  bodies: {
    '/v1/person-lookups': { birthDate: '1990-01-01', familyName: 'Nobody' },
    '/v1/employments': { lookUp: NOBODY, office: NOBODY, startedOn: '2026-01-05', declared: true },
    '/v1/employments/leave': { employees: [NOBODY] },
    '/v1/applications/:id/accept-identity': REASON,
    '/v1/applications/:id/refuse-identity': REASON,
    '/v1/account/applications/:id/verify': NOTHING_GIVEN,
    '/v1/account/applications/:id/contest': REASON,
  },
} satisfies AccessFixtures;
