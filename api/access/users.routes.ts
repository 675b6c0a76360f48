import { z } from 'zod';
import { may, reach, type Permission } from '../../domain/access/permissions';
import { fullAccess, type OrganisationKind } from '../../domain/access/rights';
import { refuse } from '../../domain/refusal';
import {
  changeUser,
  companyWithoutUsers,
  endUserSessions,
  makeUser,
  sendLink,
  setRights,
  withdrawUser,
  type AboutUser,
} from '../../db/access/users.commands';
import { inScope, type Transaction } from '../../db/core/database';
import type { RequestedBy } from '../../db/core/requests.commands';
import { findOrganisation } from '../../db/organisations/organisations.queries';
import { latestInvitation } from '../../db/access/people.queries';
import { findUser, listUsers, type UserDetails } from '../../db/access/users.queries';
import { changedUser, givenRights, newStaff, newUser, nothing, reasoned, training } from '../../messages/access.schemas';
import { definedOf } from '../../platform/json';
import { startOf } from '../../domain/processes';
import { caseAbout } from '../../db/core/processes.queries';
import { identifier } from '../../messages/core.schemas';
import { plainCommand } from '../core/command';
import { processCommand } from '../core/process-command';
import { adviceFor, insistOnRights, insistOnSomeRights, seenUser } from './rights';
import { missingPermission, notFound, refusedProblem } from '../core/problems';
import { members, route, type Call, type Route } from '../core/route';
import { byId, pageOf, paging } from '../core/schemas';

const user = z.object({
  id: z.uuid(),
  organisation: z.uuid().nullable(),
  role: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  name: z.string(),
  email: z.string(),
  mobile: z.string().nullable(),
  state: z.enum(['invited', 'active', 'withdrawn']),
  trainingUntil: z.iso.date().nullable(),
  grants: z.array(z.object({ right: z.string(), node: z.uuid().nullable() })),
  invitation: z
    .object({ id: z.uuid(), purpose: z.string(), state: z.string(), expiresAt: z.iso.datetime().nullable(), link: z.int() })
    .nullable()
    .optional(),
  advice: z.string().nullable().optional().describe('What to consider about the rights just given (SEC-7)'),
  version: z.int(),
});
user.register(z.globalRegistry, { id: 'User' });
const RULES = ['SEC-14', 'IDM-1'];
const kinds: Record<OrganisationKind, 'employerUser' | 'centreUser' | 'checkerUser'> = {
  employer: 'employerUser',
  centre: 'centreUser',
  checker: 'checkerUser',
};

const list = route({
  name: 'listUsers',
  method: 'get',
  path: '/v1/users',
  summary: 'Users of my organisation, or of any for staff; without an organisation the staff themselves',
  permission: 'viewUsers',
  rules: ['SEC-14', 'SEC-15'],
  query: z.object({ ...paging, organisation: identifier.optional() }),
  answers: { status: 200, description: 'A page of users', schema: pageOf(user) },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const organisation = caller.organisation ?? query.organisation ?? null;
      const { items, next } = await listUsers(trx, { ...query, organisation, roots: reach(caller, 'viewUsers') });
      return { body: { items: items.map((each) => userBody(each)), next } };
    }),
});

const show = route({
  name: 'showUser',
  method: 'get',
  path: '/v1/users/:id',
  summary: 'One user with his rights and how his invitation stands',
  permission: 'viewUsers',
  rules: ['SEC-3', 'SEC-14'],
  params: byId,
  answers: { status: 200, description: 'The user', schema: user },
  handle: ({ deps, caller, params }) =>
    inScope(deps.database, caller, async (trx) => ({ body: await shown(trx, await seenUser(trx, caller, params.id, 'viewUsers')) })),
});

const add = route({
  name: 'makeUser',
  method: 'post',
  path: '/v1/users',
  summary:
    'Make a user with rights and invite him by e-mail: the first one of an organisation by staff, further ones by its own users. A company’s first one gets all rights at company level',
  permission: 'addUsers',
  rules: ['SEC-3', 'SEC-4', 'SEC-6', 'SEC-7', 'SEC-11', ...RULES],
  body: newUser,
  command: 'plain',
  answers: { status: 201, description: 'Invited', schema: user },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { caller, body } = call;
      const organisation = await findOrganisation(trx, caller.organisation ?? body.organisation ?? '00000000-0000-0000-0000-000000000000');
      if (!organisation || organisation.state === 'withdrawn')
        throw refusedProblem([
          refuse('organisation', 'SEC-14', 'There is no such organisation for you', 'Name one that is not withdrawn.', '/organisation'),
        ]);
      const company = organisation.kind === 'employer' ? await companyWithoutUsers(trx, organisation.id) : null;
      const node = company ?? body.node ?? null;
      const rights = company ? [...fullAccess] : body.rights;
      if (!company) await insistOnSomeRights(trx, caller, organisation, node, rights, 'addUsers');
      const made = { ...body, tenant: caller.tenant, organisation: organisation.id, role: kinds[organisation.kind], node, rights };
      const id = await makeUser(trx, made, asked, at);
      const headers = { Location: `/v1/users/${id}` };
      return { status: 201, headers, body: { ...(await shown(trx, (await findUser(trx, id))!)), advice: await adviceFor(trx, node) } };
    }),
});

const addStaff = route({
  name: 'makeStaff',
  method: 'post',
  path: '/v1/staff',
  summary: 'Make a member of staff and invite him by e-mail',
  permission: 'manageStaff',
  rules: ['SEC-3', 'SEC-8', 'IDM-1'],
  body: newStaff,
  command: 'plain',
  answers: { status: 201, description: 'Invited', schema: user },
  handle: (call) =>
    plainCommand(call, call.body, async (trx, asked, at) => {
      const { trainingUntil, ...person } = call.body;
      const id = await makeUser(trx, { ...person, tenant: call.caller.tenant, organisation: null, rights: [], node: null }, asked, at);
      if (trainingUntil) await changeUser(trx, { tenant: call.caller.tenant, organisation: null, user: id }, { trainingUntil }, asked, at);
      return { status: 201, headers: { Location: `/v1/users/${id}` }, body: await shown(trx, (await findUser(trx, id))!) };
    }),
});

const change = onUser({
  name: 'changeUser',
  verb: 'change',
  summary: 'Correct names or the mobile number; nobody his own number',
  permission: 'addUsers',
  body: changedUser,
  rules: ['SEC-1', 'SEC-15'],
  edits: members('givenName', 'familyName', 'mobile'),
  work: async (trx, about, { caller, body }, asked, at) => {
    const { mobile } = body;
    // A session that somebody left open would else turn the codes of its own user to another phone (SEC-1).
    if (about.user === caller.user && mobile !== undefined && mobile !== (await findUser(trx, about.user))!.mobile)
      throw refusedProblem([
        refuse('oneself', 'SEC-1', 'Nobody changes his own mobile number', 'Ask a colleague who may change users.', '/mobile'),
      ]);
    await changeUser(trx, about, definedOf(body), asked, at);
  },
});
const train = onUser({
  name: 'setTraining',
  verb: 'training',
  summary: 'Enter until when the data protection training of a member of staff holds',
  permission: 'manageStaff',
  body: training,
  rules: ['SEC-8'],
  edits: ({ trainingUntil }) => ({ until: trainingUntil }),
  work: (trx, about, { body }, asked, at) => changeUser(trx, about, { trainingUntil: body.until }, asked, at),
});
const give = onUser({
  name: 'giveRights',
  verb: 'rights',
  summary: 'Give exactly these rights at a node, or for the whole centre or checker; an empty list takes all away there',
  permission: 'changePermissions',
  body: givenRights,
  rules: ['SEC-5', 'SEC-6', 'SEC-7', 'SEC-15'],
  work: async (trx, about, { caller, body }, asked, at) => {
    if (!about.organisation)
      throw refusedProblem([refuse('staff', 'SEC-8', 'Staff have their rights by their role', 'Make another account for another role.')]);
    const organisation = (await findOrganisation(trx, about.organisation))!;
    await insistOnRights(trx, caller, organisation, body.node, body.rights, 'changePermissions');
    await setRights(trx, about, body.node, body.rights, asked, at);
    return adviceFor(trx, body.rights.length > 0 ? body.node : null);
  },
});
const withdraw = onUser({
  name: 'withdrawUser',
  verb: 'withdraw',
  summary: 'Take all access away: sessions, keys and an open invitation end at once',
  permission: 'removeUsers',
  body: reasoned,
  rules: ['SEC-11', 'SEC-15'],
  work: async (trx, about, { caller }, asked, at) => {
    if (about.user === caller.user)
      throw refusedProblem([refuse('oneself', 'SEC-15', 'Nobody withdraws himself', 'Ask a colleague who may remove users.')]);
    await withdrawUser(trx, about, asked, at);
  },
});
const reset = onUser({
  name: 'resetPassword',
  verb: 'reset-password',
  summary: 'Send a link to choose a new password',
  permission: 'resetPasswords',
  body: nothing,
  rules: ['SEC-3'],
  work: (trx, about, _call, asked, at) => sendLink(trx, about, asked, at),
});
const endAll = onUser({
  name: 'endSessions',
  verb: 'end-sessions',
  summary: 'End all sessions of a user at once',
  permission: 'removeUsers',
  body: reasoned,
  rules: ['SEC-2', 'SEC-11'],
  work: (trx, about, _call, asked, at) => endUserSessions(trx, about, asked, at),
});

const resend = route({
  name: 'resendInvitation',
  method: 'post',
  path: '/v1/users/:id/resend-invitation',
  summary: 'Send the activation link anew: the one before is worthless, its 72 hours run again',
  permission: 'addUsers',
  rules: ['SEC-3', 'IDM-1'],
  params: byId,
  command: 'process',
  answers: { status: 200, description: 'Sent', schema: user },
  handle: (call) => {
    const { caller, params } = call;
    return processCommand(call, {
      kind: 'invitation',
      command: 'resend',
      prepare: async (trx) => {
        const { organisation } = await seenUser(trx, caller, params.id, 'addUsers');
        const latest = await latestInvitation(trx, params.id);
        if (!latest) throw notFound();
        const { policyVersion } = caller.policyVersion;
        const start = startOf('invitation', latest.id, { owner: 'user', tenant: caller.tenant, organisation, policyVersion });
        return (await caseAbout(trx, latest.id)) ?? { start };
      },
      body: () => ({}),
      answer: async (trx) => ({ body: await shown(trx, (await findUser(trx, params.id))!) }),
    });
  },
});

/** Users, their rights and their invitations. */
export const userRoutes: Route[] = [list, show, add, addStaff, change, train, give, withdraw, reset, endAll, resend];

interface UserCommand<Body> extends Pick<Route<{ id: string }, unknown, Body>, 'name' | 'summary' | 'rules' | 'edits'> {
  verb: string;
  permission: Permission;
  body: z.ZodType<Body>;
  /** It may answer advice. */
  work(
    trx: Transaction,
    about: AboutUser,
    call: Call<{ id: string }, unknown, Body>,
    asked: RequestedBy,
    at: string,
  ): Promise<string | null | void>;
}

/** A command about one user who is seen with its permission. */
function onUser<Body>({ verb, rules, work, ...told }: UserCommand<Body>): Route {
  return route({
    ...told,
    method: 'post',
    path: `/v1/users/:id/${verb}`,
    rules: [...rules, 'AUD-1', 'IDM-1'],
    params: byId,
    command: 'plain',
    answers: { status: 200, description: 'The user as he stands then', schema: user },
    handle: (call: Call<{ id: string }, unknown, Body>) =>
      plainCommand(call, call.body, async (trx, asked, at) => {
        const { caller, params } = call;
        const found = await seenUser(trx, caller, params.id, told.permission);
        if (found.role === 'individual' || (found.organisation === null && !may(caller, 'manageStaff')))
          throw missingPermission('manageStaff');
        const advice = await work(trx, { tenant: caller.tenant, organisation: found.organisation, user: found.id }, call, asked, at);
        return { body: { ...(await shown(trx, (await findUser(trx, found.id))!)), ...(advice === undefined ? {} : { advice }) } };
      }),
  });
}

async function shown(trx: Transaction, found: UserDetails) {
  return { ...userBody(found), invitation: (await latestInvitation(trx, found.id)) ?? null };
}

function userBody({ organisationKind: _kind, ...rest }: UserDetails) {
  return rest;
}
