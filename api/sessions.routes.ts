import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { serialize } from 'cookie';
import express, { type Request, type Response, type Router } from 'express';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { inScope } from '../db/database';
import { listNodes } from '../db/queries/organisations.queries';
import { toMoney } from '../domain/money';
import { invalidProblem, Problem } from './problems';
import { route, type ApiDeps, type Route } from './route';
import { money } from './schemas';
import { COOKIE, hashToken, tokenOf } from './session';

/** Body of `POST /v1/sessions`. */
export const signInBody = z.strictObject({ email: z.string().max(254), password: z.string().max(200) });

const me = route({
  method: 'get',
  path: '/v1/me',
  summary: 'Who am I here?',
  permission: null,
  rules: ['SEC-8'],
  answers: {
    status: 200,
    description: 'The caller',
    schema: z.object({ user: z.uuid(), role: z.string(), tenant: z.uuid(), organisation: z.uuid().nullable(), level: z.uuid().nullable() }),
  },
  handle: async ({ caller }) => ({
    body: { user: caller.user, role: caller.role, tenant: caller.tenant, organisation: caller.organisation, level: caller.node },
  }),
});

const nodes = route({
  method: 'get',
  path: '/v1/nodes',
  summary: 'Companies, groups and offices, each with the funds bought at its level',
  permission: 'viewPurchases',
  rules: ['ADV-6', 'SEC-7'],
  answers: {
    status: 200,
    description: 'The tree from the caller downwards',
    schema: z.object({
      items: z.array(
        z.object({ id: z.uuid(), parent: z.uuid().nullable(), kind: z.string(), name: z.string(), funds: money, debt: money }),
      ),
    }),
  },
  handle: ({ deps, caller }) =>
    inScope(deps.database, caller, async (trx) => ({
      body: {
        items: (await listNodes(trx, caller.node)).map(({ id, parent_id, kind, name, pence, debt }) => ({
          id,
          parent: parent_id,
          kind,
          name,
          funds: toMoney(pence),
          debt: toMoney(debt),
        })),
      },
    })),
});

/** Operations on oneself. */
export const sessionRoutes: Route[] = [me, nodes];

/** Signing in and out: the only operations without a session. A browser gets a cookie, a program the token. */
export function serveSessions(router: Router, deps: ApiDeps): void {
  const unknownUser = hash('no such user');
  router.post('/v1/sessions', express.json({ limit: '10kb' }), async (request: Request, response: Response) => {
    const body = signInBody.safeParse(request.body);
    if (!body.success) throw invalidProblem(body.error, 'body');
    const { rows } = await deps.database.raw('select * from find_sign_in(?)', [body.data.email]);
    const right = await verify(rows[0]?.password_hash ?? (await unknownUser), body.data.password);
    if (!rows[0] || !right)
      throw new Problem(401, 'sign-in', 'E-mail address or password is wrong', { detail: 'Check both; capitals count in the password.' });
    const token = randomBytes(32).toString('base64url');
    const session = {
      id: uuid(),
      tenant_id: rows[0].tenant_id,
      user_id: rows[0].user_id,
      token_hash: hashToken(token),
      ip: request.ip ?? '',
    };
    await inScope(deps.database, { tenant: rows[0].tenant_id, organisation: null }, (trx) => trx('sessions').insert(session));
    response.status(201).set('Set-Cookie', cookie(deps, token)).set('Cache-Control', 'no-store').json({ token });
  });
  router.delete('/v1/sessions/current', async (request: Request, response: Response) => {
    const token = tokenOf(request);
    if (token) await deps.database.raw('select end_session(?)', [hashToken(token)]);
    response.status(204).set('Set-Cookie', cookie(deps, '')).end();
  });
}

function cookie(deps: ApiDeps, token: string): string {
  return serialize(COOKIE, token, {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: deps.config.PUBLIC_URL.startsWith('https:'),
    ...(token ? {} : { maxAge: 0 }),
  });
}
