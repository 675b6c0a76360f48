import { z } from 'zod';
import { refuse } from '../../domain/refusal';
import { setConsent } from '../../db/access/consents.commands';
import { changeUser, makeUser } from '../../db/access/users.commands';
import { inScope, type Transaction } from '../../db/core/database';
import { consentsOf, listPartners } from '../../db/access/consents.queries';
import { findUser } from '../../db/access/users.queries';
import { line } from '../../messages/core.schemas';
import { changedAccount, email, mobile, reasoned } from '../../messages/access.schemas';
import { definedOf } from '../../platform/json';
import { plainCommand } from '../core/command';
import { notFound, refusedProblem } from '../core/problems';
import { members, route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { insistOnPassword } from './own-password';

const kind = z.enum(['marketing', 'affinityPartner', 'employmentBusinessChecks', 'specialCategory']);
const consent = z.object({
  kind,
  partner: z.string(),
  given: z.boolean(),
  givenAt: z.iso.datetime().nullable(),
  withdrawnAt: z.iso.datetime().nullable(),
});
consent.register(z.globalRegistry, { id: 'Consent' });
const account = z.object({
  id: z.uuid(),
  givenName: z.string(),
  familyName: z.string(),
  email: z.string(),
  mobile: z.string().nullable(),
  consents: z.array(consent),
});
account.register(z.globalRegistry, { id: 'Account' });

const show = route({
  name: 'showMyAccount',
  method: 'get',
  path: '/v1/account',
  summary: 'My own data and consents',
  permission: 'ownAccount',
  rules: ['SEC-13', 'CNS-1'],
  answers: { status: 200, description: 'The account', schema: account },
  handle: ({ deps, caller }) => inScope(deps.database, caller, async (trx) => ({ body: await accountOf(trx, caller.user) })),
});

const change = route({
  name: 'changeMyAccount',
  method: 'post',
  path: '/v1/account/change',
  summary: 'Correct my own data; another mobile number with the password, and the one before is told',
  permission: 'ownAccount',
  rules: ['SEC-1', 'SEC-13', 'IDM-1'],
  body: changedAccount,
  edits: members('givenName', 'familyName', 'mobile'),
  command: 'plain',
  answers: { status: 200, description: 'The account as it stands then', schema: account },
  handle: async (call) => {
    const { password, ...change } = call.body;
    const { deps, caller } = call;
    const { tenant, user } = caller;
    const { mobile: current } = await inScope(deps.database, caller, async (trx) => (await findUser(trx, user))!);
    if (change.mobile !== undefined && change.mobile !== current) await insistOnPassword(deps, caller, password);
    return plainCommand(call, change, async (trx, asked, at) => {
      await changeUser(trx, { tenant, organisation: null, user }, definedOf(change), asked, at);
      return { body: await accountOf(trx, user) };
    });
  },
});

const consentTo = route({
  name: 'setMyConsent',
  method: 'post',
  path: '/v1/account/consents',
  summary: 'Give or withdraw a consent, each on its own; consent to special categories is withdrawn through the DPO',
  permission: 'ownAccount',
  rules: ['CNS-1', 'SEC-13', 'IDM-1'],
  body: z.strictObject({ kind, partner: line(100).optional(), given: z.boolean() }),
  command: 'plain',
  answers: { status: 200, description: 'The account as it stands then', schema: account },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { caller, body } = call;
      const partner = body.partner ?? '';
      const isPartner = body.kind === 'affinityPartner';
      if (isPartner !== (partner !== '') || (isPartner && !(await listPartners(trx)).includes(partner)))
        throw refusedProblem([
          refuse('partner', 'CNS-1', 'Consent is given to each partner by name', 'Take names from GET /v1/account.', '/partner'),
        ]);
      if (body.kind === 'specialCategory' && !body.given)
        throw refusedProblem([
          refuse(
            'specialCategory',
            'CNS-1',
            'This consent is withdrawn through the data protection officer',
            'Write to the data protection officer.',
            '/kind',
          ),
        ]);
      await setConsent(trx, { tenant: caller.tenant, person: caller.user, kind: body.kind, partner }, body.given, asked, at);
      return { body: await accountOf(trx, caller.user) };
    }),
});

const make = route({
  name: 'inviteIndividual',
  method: 'post',
  path: '/v1/individuals',
  summary: 'Invite a person to an own account',
  permission: 'manageOrganisations',
  rules: ['SEC-13', 'SEC-3', 'IDM-1'],
  body: z.strictObject({ givenName: line(100), familyName: line(100), email, mobile }),
  command: 'plain',
  answers: { status: 201, description: 'Invited', schema: account },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const made = { ...call.body, tenant: call.caller.tenant, organisation: null, role: 'individual' as const, rights: [], node: null };
      return { status: 201, body: await accountOf(trx, await makeUser(trx, made, asked, at)) };
    }),
});

const individual = route({
  name: 'showIndividual',
  method: 'get',
  path: '/v1/individuals/:id',
  summary: 'A person’s account with the consents, for the data protection officer',
  permission: 'withdrawConsents',
  rules: ['CNS-1'],
  params: byId,
  answers: { status: 200, description: 'The account', schema: account },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => ({ body: await accountOf(trx, await person(trx, params.id)) })),
});

const withdraw = route({
  name: 'withdrawSpecialCategoryConsent',
  method: 'post',
  path: '/v1/individuals/:id/withdraw-special-category',
  summary: 'Withdraw a person’s consent to special categories of data, as the person has asked',
  permission: 'withdrawConsents',
  rules: ['CNS-1', 'IDM-1'],
  params: byId,
  body: reasoned,
  command: 'plain',
  answers: { status: 200, description: 'The account as it stands then', schema: account },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const id = await person(trx, call.params.id);
      await setConsent(trx, { tenant: call.caller.tenant, person: id, kind: 'specialCategory', partner: '' }, false, asked, at);
      return { body: await accountOf(trx, id) };
    }),
});

/** A person's own account, and its consents (SEC-13, CNS-1). */
export const accountRoutes: Route[] = [show, change, consentTo, make, individual, withdraw];

async function person(trx: Transaction, id: string): Promise<string> {
  const found = await findUser(trx, id);
  if (found?.role !== 'individual') throw notFound();
  return id;
}

async function accountOf(trx: Transaction, user: string) {
  const { id, givenName, familyName, email: address, mobile: number } = (await findUser(trx, user))!;
  return { id, givenName, familyName, email: address, mobile: number, consents: await consentsOf(trx, user) };
}
