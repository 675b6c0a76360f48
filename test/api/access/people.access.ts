import { randomUUID } from 'node:crypto';
import { REASON, type AccessFixtures } from '../../support/access';
import { eventually } from '../../support/eventually';

/** Users with their sessions, keys and files, and somebody who asks for access. */
export const peopleAccess = {
  entities: {
    '/v1/users/': async ({ tenant }) => tenant.companies[0].user.id,
    '/v1/individuals/': async ({ tenant }) => tenant.individual.id,
    '/v1/access-requests/': async ({ as, tenant, system }) => {
      const asked = { givenName: 'A', familyName: 'B', email: `asks@${tenant.key}.example`, mobile: '07700900123' };
      await as.employerUser.post('/v1/access-requests', { ...asked, scheme: tenant.key, centre: tenant.centre.number });
      return (await system.owner('access_requests').where({ tenant_id: tenant.id }).first()).id;
    },
    '/v1/files/': async ({ as, tenant }) => {
      const headers = { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': randomUUID() };
      return (await as.dpo.send<{ id: string }>('POST', `/v1/files?about=${tenant.individual.id}`, '%PDF-1.4\n%%EOF', headers)).body.id;
    },
    '/v1/me/sessions/': async ({ system, tenant }) => (await system.owner('sessions').where({ user_id: tenant.staff.dpo.id }).first()).id,
    '/v1/me/api-keys/': ({ as, made }) => made(as.finance, '/v1/me/api-keys', { name: 'k', permissions: ['viewWork'], days: 1 }),
  },
  kinds: {
    invitation: async ({ as, tenant, system }) => {
      const user = tenant.companies[1].user.id;
      await as.caseOperator.post(`/v1/users/${user}/reset-password`, {});
      return eventually(async () => (await system.owner('invitations').where({ user_id: user, state: 'sent' }).first()).id as string);
    },
    'access-request': ({ one }) => one('/v1/access-requests/'),
  },
  bodies: {
    '/v1/users/:id/rights': { node: null, rights: [] },
    '/v1/users/:id/training': { until: '2030-01-01' },
    '/v1/users/:id/withdraw': REASON,
    '/v1/users/:id/end-sessions': REASON,
    '/v1/individuals/:id/withdraw-special-category': REASON,
    '/v1/access-requests/:id/approve': { rights: ['search'] },
    '/v1/access-requests/:id/decline': REASON,
  },
} satisfies AccessFixtures;
