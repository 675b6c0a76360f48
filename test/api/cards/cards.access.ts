import { REASON, type AccessFixtures, type Makes } from '../../support/access';
import { cardOf } from '../../support/cards';
import { Employer, paidOutside } from '../../support/employers';

/** A card of the first company that is on its way to the printer. */
async function approved({ as, tenant, system }: Makes): Promise<string> {
  const employer = new Employer(as.employerUser, tenant);
  const application = await employer.finalised();
  const taken = { number: `A-${application.reference}`, person: application.applicant.registrationNumber, takenOn: '2026-11-20' };
  await as.caseOperator.post('/v1/hse-results', { ...taken, mode: 'online', result: 'pass' });
  await paidOutside(as.finance, await system.signIn(tenant.staff.finance2.email), await employer.closed([application]));
  return (await cardOf(as.caseOperator, application)).id;
}

/** Cards: one that is at the printer. */
export const cardsAccess = {
  entities: { '/v1/cards/': approved, '/v1/account/cards/': approved },
  kinds: { card: ({ one }) => one('/v1/cards/') },
  bodies: {
    '/v1/cards/:id/retry': {},
    '/v1/cards/:id/send-again': {},
    '/v1/cards/:id/record': { what: 'produced', ...REASON },
    '/v1/cards/:id/confirm-purge': REASON,
    '/v1/cards/:id/revoke': { cause: 'lost', ...REASON },
  },
} satisfies AccessFixtures;
