import { randomUUID } from 'node:crypto';
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

/** A card that the individual of the tenant holds. */
async function held({ tenant, system }: Makes): Promise<string> {
  const id = randomUUID();
  const { person_id } = await system.owner('users').where({ id: tenant.individual.id }).first('person_id');
  const dated = { type: 'managerial', valid_from: '2026-01-05', valid_to: '2031-01-05', state: 'issued' };
  await system.owner('cards').insert({ ...dated, id, tenant_id: tenant.id, person_id, number: `ECS-${id.slice(0, 8)}` });
  return id;
}

/** Cards: one that is at the printer, and one that its holder has. */
export const cardsAccess = {
  entities: { '/v1/cards/': approved, '/v1/account/cards/': held },
  kinds: { card: ({ one }) => one('/v1/cards/') },
  bodies: {
    '/v1/cards/:id/retry': {},
    '/v1/cards/:id/send-again': {},
    '/v1/cards/:id/record': { what: 'produced', ...REASON },
    '/v1/cards/:id/confirm-purge': REASON,
    '/v1/cards/:id/revoke': { cause: 'lost', ...REASON },
  },
} satisfies AccessFixtures;
