import { SEEDED } from '../../../db/people/seed';
import { NOBODY, type AccessFixtures } from '../../support/access';

/** Employees of the first company. */
export const employeesAccess = {
  entities: {
    '/v1/employees/': async ({ as, tenant, made }) => {
      const { birthDate, familyName } = SEEDED.marked;
      const lookUp = await made(as.employerUser, '/v1/person-lookups', { birthDate, familyName });
      const employment = { lookUp, office: tenant.companies[0].offices[0], startedOn: '2026-01-05', declared: true };
      return made(as.employerUser, '/v1/employments', employment);
    },
  },
  kinds: {},
  bodies: {
    '/v1/person-lookups': { birthDate: '1990-01-01', familyName: 'Nobody' },
    '/v1/employments': { lookUp: NOBODY, office: NOBODY, startedOn: '2026-01-05', declared: true },
    '/v1/employments/leave': { employees: [NOBODY] },
  },
} satisfies AccessFixtures;
