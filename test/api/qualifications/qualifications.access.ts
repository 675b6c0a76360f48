import { REASON, type AccessFixtures } from '../../support/access';
import { Employer } from '../../support/employers';
import { eventually } from '../../support/eventually';
import { CERTIFICATE, GRADING } from '../../support/qualifications';

/** Qualifications of people of the first company: one that waits for a case operator. */
export const qualificationsAccess = {
  entities: {
    '/v1/qualifications/': async ({ as, tenant, system, made }) => {
      const { id: application } = await new Employer(as.employerUser, tenant).started();
      const id = await made(as.employerUser, `/v1/applications/${application}/qualifications`, GRADING);
      await eventually(async () => expect(await system.owner('processes').where({ entity_id: id }).first('stage')).toBeTruthy());
      return id;
    },
  },
  kinds: { qualification: ({ one }) => one('/v1/qualifications/') },
  bodies: {
    '/v1/applications/:id/qualifications': CERTIFICATE,
    '/v1/qualifications/:id/details': CERTIFICATE,
    '/v1/qualifications/:id/accept': { kind: 'jibGrading', validFrom: null, validTo: null, ...REASON },
    '/v1/qualifications/:id/ask-for-more': REASON,
    '/v1/qualifications/:id/refuse': REASON,
    '/v1/qualifications/:id/contest': REASON,
  },
} satisfies AccessFixtures;
