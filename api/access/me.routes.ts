import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { may, permissions as allPermissions, reach, roles, type Permission } from '../../domain/access/permissions';
import { rightsOf } from '../../domain/access/rights';
import { addKey, revokeKey } from '../../db/access/api-keys.commands';
import { auditChange } from '../../db/core/audit.commands';
import { endSessions } from '../../db/access/credentials.commands';
import { inScope } from '../../db/core/database';
import { nodePath } from '../../db/organisations/organisations.queries';
import { findUser, keysOf, sessionsOf } from '../../db/access/users.queries';
import { daysLater } from '../../domain/working-days';
import { line, identifier } from '../../messages/core.schemas';
import { plainCommand } from '../core/command';
import { notFound, refusedProblem } from '../core/problems';
import { route, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { hashToken, KEY_PREFIX } from '../core/session';

const me = route({
  name: 'showMe',
  method: 'get',
  path: '/v1/me',
  summary: 'Who am I here?',
  permission: null,
  namesNobody: true,
  rules: ['SEC-8', 'SEC-13'],
  answers: {
    status: 200,
    description: 'The caller',
    schema: z.object({
      user: z.uuid(),
      name: z.string(),
      email: z.string(),
      role: z.enum(roles as [string, ...string[]]),
      tenant: z.uuid(),
      organisation: z.uuid().nullable(),
      session: z.uuid().nullable(),
      trainingUntil: z.iso.date().nullable(),
      permissions: z
        .array(z.string())
        .meta({ description: 'What the caller may do, at some level at least; named as in the 403 that refuses it' }),
    }),
  },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => {
      const { email, name } = (await findUser(trx, caller.user))!;
      const { user, role, tenant, organisation, session, trainingUntil } = caller;
      const held = allPermissions.filter((permission) => may(caller, permission));
      return { body: { user, name, email, role, tenant, organisation, session, trainingUntil, permissions: held } };
    }),
});

const permissions = route({
  name: 'listMyPermissions',
  method: 'get',
  path: '/v1/me/permissions',
  summary: 'What may I do here? Each permission with where it comes from: granted at this node, inherited from one above, or by role',
  permission: null,
  namesNobody: true,
  rules: ['SEC-5', 'SEC-6', 'SEC-7', 'SEC-8'],
  query: z.object({ node: identifier.optional().describe('A company, group or office; left out: anywhere') }),
  refuses: [404],
  answers: {
    status: 200,
    description: 'In alphabetical order',
    schema: z.object({ items: z.array(z.object({ permission: z.string(), from: z.uuid().nullable(), by: z.string() })) }),
  },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const above = query.node ? await nodePath(trx, query.node) : null;
      if (above?.length === 0) throw notFound();
      const items = allPermissions.flatMap((permission): { permission: string; from: string | null; by: string }[] => {
        const where = reach(caller, permission);
        if (where === null)
          return [{ permission, from: null, by: caller.grants.find(({ right }) => rightsOf(right).has(permission))?.right ?? caller.role }];
        const node = above ? above.find((each) => where.includes(each)) : where[0];
        const by = caller.grants.find((grant) => grant.node === node && rightsOf(grant.right).has(permission));
        return node && by ? [{ permission, from: node, by: by.right }] : [];
      });
      return { body: { items } };
    }),
});

const session = z.object({
  id: z.uuid(),
  isThis: z.boolean(),
  ip: z.string(),
  agent: z.string(),
  since: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
});
session.register(z.globalRegistry, { id: 'Session' });

const sessions = route({
  name: 'listMySessions',
  method: 'get',
  path: '/v1/me/sessions',
  summary: 'My open sessions',
  permission: null,
  namesNobody: true,
  rules: ['SEC-2'],
  answers: { status: 200, description: 'Newest first', schema: z.object({ items: z.array(session) }) },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => ({
      body: {
        items: (await sessionsOf(trx, caller.user, caller.policy.session)).map((row) => ({
          ...row,
          isThis: row.id === caller.session,
        })),
      },
    })),
});

const endSession = route({
  name: 'endMySession',
  method: 'post',
  path: '/v1/me/sessions/:id/end',
  summary: 'End one of my sessions at once',
  permission: null,
  namesNobody: true,
  rules: ['SEC-2', 'IDM-1'],
  params: byId,
  command: 'plain',
  answers: { status: 200, description: 'Ended', schema: z.object({ ended: z.int() }) },
  handle: (call) =>
    plainCommand(call, null, async (trx, asked, at) => {
      const { user, tenant, organisation } = call.caller;
      const ended = await endSessions(trx, { user, session: call.params.id }, 'endedByUser');
      if (ended === 0) throw notFound();
      const entity = { type: 'session', id: call.params.id };
      await auditChange(trx, { tenant, organisation, entity, event: 'ended', at, before: null, after: { user } }, asked);
      return { body: { ended } };
    }),
});

/** A key for a program, without its secret. */
export const apiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  permissions: z.array(z.string()),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  lastUsedFrom: z.string().nullable(),
  revokedAt: z.iso.datetime().nullable(),
});
apiKey.register(z.globalRegistry, { id: 'ApiKey' });

const keys = route({
  name: 'listMyApiKeys',
  method: 'get',
  path: '/v1/me/api-keys',
  summary: 'My keys for programs, with their last use',
  permission: null,
  namesNobody: true,
  rules: ['SEC-9'],
  answers: {
    status: 200,
    description: 'Newest first; the secret is shown once, when it is made',
    schema: z.object({ items: z.array(apiKey) }),
  },
  handle: ({ deps, caller }) => inScope(deps.database, caller, async (trx) => ({ body: { items: await keysOf(trx, caller.user) } })),
});

const makeKey = route({
  name: 'makeApiKey',
  method: 'post',
  path: '/v1/me/api-keys',
  summary: 'Make a key for a program: it does what it is made for, and never more than its user may at that moment',
  permission: null,
  namesNobody: true,
  rules: ['SEC-9', 'IDM-1'],
  body: z.strictObject({ name: line(100), permissions: z.array(z.string()).min(1).max(60), days: z.int().min(1) }),
  command: 'plain',
  answers: {
    status: 201,
    description: 'The secret is shown now and never again; a repeat shows the key without it',
    schema: apiKey.extend({ secret: z.string().nullable() }),
  },
  handle: async (call) => {
    const { caller, body } = call;
    const { apiKeyDays } = caller.policy.users;
    const faults = body.permissions.flatMap((name, index) =>
      may(caller, name as Permission)
        ? []
        : [fault(`/permissions/${index}`, `You do not have the permission "${name}"`, 'GET /v1/me/permissions lists yours.')],
    );
    if (body.days > apiKeyDays) faults.push(fault('/days', `A key lives at most ${apiKeyDays} days`, 'Make a new one before it expires.'));
    if (faults.length > 0) throw refusedProblem(faults);
    const secret = `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`;
    let isNew = false;
    const answer = await plainCommand(call, body, async (trx, asked, at) => {
      isNew = true;
      const { days, ...key } = body;
      const prefix = secret.slice(0, KEY_PREFIX.length + 6);
      const id = await addKey(trx, { ...key, prefix, secretHash: hashToken(secret), expiresAt: daysLater(at, days) }, caller, asked, at);
      return { status: 201, body: { ...(await keysOf(trx, caller.user)).find((each) => each.id === id)!, secret: null } };
    });
    return isNew ? { ...answer, body: { ...(answer.body as object), secret: call.dryRun ? null : secret } } : answer;
  },
});

const revoke = route({
  name: 'revokeApiKey',
  method: 'post',
  path: '/v1/me/api-keys/:id/revoke',
  summary: 'Make a key worthless at once',
  permission: null,
  namesNobody: true,
  rules: ['SEC-9', 'IDM-1'],
  params: byId,
  command: 'plain',
  answers: { status: 200, description: 'Revoked', schema: apiKey },
  handle: (call) =>
    plainCommand(call, null, async (trx, asked, at) => {
      if (!(await revokeKey(trx, call.params.id, call.caller, asked, at))) throw notFound();
      return { body: (await keysOf(trx, call.caller.user)).find((each) => each.id === call.params.id)! };
    }),
});

/** Operations on oneself: rights, sessions and keys. */
export const meRoutes: Route[] = [me, permissions, sessions, endSession, keys, makeKey, revoke];

function fault(place: string, detail: string, remedy: string) {
  return { code: 'apiKey', rule: 'SEC-9', place, detail, remedy };
}
