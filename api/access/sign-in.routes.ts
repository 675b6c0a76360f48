import { createHmac, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { createChallenge, verifySolution } from 'altcha-lib/v1';
import { z } from 'zod';
import { codeGoesTo, openCode, sendAgain, sendCode, tenantOfCode, tried, type Code } from '../../db/access/codes.commands';
import { endOwnSession } from '../../db/access/credentials.commands';
import {
  addressOf,
  auditLock,
  findSignIn,
  forgetFailures,
  forgetTry,
  noteFailure,
  openSession,
  takeTry,
  useProof,
} from '../../db/access/sign-in.commands';
import { forgetSends, takeSend } from '../../db/access/sends.commands';
import type { SignInPolicy } from '../../domain/policy';
import { inScope, type Transaction } from '../../db/core/database';
import { numbersInForce } from '../../db/core/policies.queries';
import { emailOf } from '../../db/access/users.queries';
import { codeReference, isCode } from '../../platform/codes';
import type { Keyring } from '../../platform/keys';
import { Problem } from '../core/problems';
import { publicRoute, type ApiDeps, type Route } from '../core/route';
import { byId } from '../core/schemas';
import { hashToken, sessionCookie, tokenOf } from '../core/session';

const unknownUser = hash('no such user');
const HARDEST = 50_000;

/** Where a code went, and what it is compared by. */
export const pending = z.object({
  signIn: z.uuid(),
  reference: z.string().describe('Compare it with the one in the message'),
  sentTo: z.string(),
  expiresAt: z.iso.datetime(),
});
pending.register(z.globalRegistry, { id: 'CodeSent' });

const signIn = publicRoute({
  name: 'signIn',
  method: 'post',
  path: '/v1/sessions',
  summary: 'Sign in, first step: the password. A code goes to the mobile number on the account',
  rules: ['SEC-1'],
  body: z.strictObject({
    email: z.string().trim().max(254),
    password: z.string().max(200),
    proof: z.string().max(2000).optional().describe('The solved challenge, where one was asked'),
  }),
  refuses: [401],
  answers: { status: 202, description: 'The password is right; send the code next', schema: pending },
  handle: async ({ deps, body, request }) => {
    const at = (await deps.clock()).toISOString();
    const ring = deps.config.COUNTERSIGN_KEYS;
    const { found, policy } = await findSignIn(deps.database, body.email, (address) => drawOf(ring, address));
    const isProved = await isProof(deps, body.email, body.proof, policy);
    const guard = await takeTry(deps.database, body.email, policy, at, isProved);
    if (guard.lockedUntil) throw locked(guard.lockedUntil, at);
    if (guard.asksChallenge) throw await challenged(ring, body.email, policy);
    const isRight = await verify(found?.passwordHash ?? (await unknownUser), body.password);
    if (!found || !isRight) {
      const until = await noteFailure(deps.database, body.email, policy, at);
      if (until && found) await auditLock(deps.database, found, until, request.ip ?? '', at);
      throw until
        ? locked(until, at)
        : new Problem(401, 'sign-in', 'E-mail address or password is wrong', { detail: 'Check both; capitals count in the password.' });
    }
    await forgetTry(deps.database, body.email, at);
    return inScope(deps.database, { tenant: found.tenant, organisation: null }, async (trx) => {
      await insistOnRoomForCode(trx, found.user, at);
      const code = await sendCode(trx, { tenant: found.tenant, user: found.user, purpose: 'signIn' }, policy, at);
      return { status: 202, body: await pendingBody(trx, code) };
    });
  },
});

const giveCode = publicRoute({
  name: 'giveSignInCode',
  method: 'post',
  path: '/v1/sessions/:id/code',
  summary: 'Sign in, second step: the code. A browser gets a cookie, a program the token',
  rules: ['SEC-1', 'SEC-2'],
  params: byId,
  body: z.strictObject({ code: z.string().max(20) }),
  refuses: [401, 410],
  answers: { status: 201, description: 'Signed in; the token goes into Authorization: Bearer', schema: z.object({ token: z.string() }) },
  handle: async ({ deps, params, body, request }) => {
    const at = (await deps.clock()).toISOString();
    const tenant = await tenantOfCode(deps.database, params.id);
    if (!tenant) throw usedUp();
    const token = randomBytes(32).toString('base64url');
    const scope = { tenant, organisation: null };
    const open = async (trx: Transaction, policy: SignInPolicy) => {
      const code = await openCode(trx, params.id, policy, at);
      if (code?.purpose !== 'signIn') throw usedUp();
      return code;
    };
    const { email, policy } = await inScope(deps.database, scope, async (trx) => {
      const { signIn: inForce } = await numbersInForce(trx);
      return { email: await emailOf(trx, (await open(trx, inForce)).user), policy: inForce };
    });
    const { lockedUntil } = await takeTry(deps.database, email, policy, at, true);
    if (lockedUntil) throw locked(lockedUntil, at);
    const left = await inScope(deps.database, scope, async (trx) => {
      const code = await open(trx, policy);
      const isRight = isCode(deps.config.COUNTERSIGN_KEYS, code, body.code);
      await tried(trx, code.id, isRight, at);
      if (!isRight) return policy.codeTries - code.tries - 1;
      await forgetFailures(trx, email);
      await forgetSends(trx, code.user, 'codes');
      const agent = request.get('user-agent') ?? '';
      await openSession(trx, { tenant, user: code.user, tokenHash: hashToken(token), ip: request.ip ?? '', agent }, at);
      return null;
    });
    if (left !== null) {
      const until = await noteFailure(deps.database, email, policy, at);
      throw until ? locked(until, at) : wrongCode(left);
    }
    return { status: 201, headers: { 'Set-Cookie': sessionCookie(deps.config, token) }, body: { token } };
  },
});

const resend = publicRoute({
  name: 'resendSignInCode',
  method: 'post',
  path: '/v1/sessions/:id/resend',
  summary: 'Send another code; the one before is worthless then',
  rules: ['SEC-1'],
  params: byId,
  refuses: [410],
  answers: { status: 202, description: 'On its way', schema: pending },
  handle: async ({ deps, params }) => {
    const at = (await deps.clock()).toISOString();
    const tenant = await tenantOfCode(deps.database, params.id);
    if (!tenant) throw usedUp();
    return inScope(deps.database, { tenant, organisation: null }, async (trx) => {
      const code = await sendAgain(trx, params.id, (await numbersInForce(trx)).signIn, at);
      if (!code) throw usedUp();
      await insistOnRoomForCode(trx, code.user, at);
      return { status: 202, body: await pendingBody(trx, code) };
    });
  },
});

const signOut = publicRoute({
  name: 'signOut',
  method: 'delete',
  path: '/v1/sessions/current',
  summary: 'Sign out',
  rules: ['SEC-2'],
  answers: { status: 204, description: 'Signed out' },
  handle: async ({ deps, request }) => {
    const token = tokenOf(request);
    if (token) await endOwnSession(deps.database, hashToken(token));
    return { status: 204, headers: { 'Set-Cookie': sessionCookie(deps.config, '') } };
  },
});

/** Signing in and out (SEC-1). */
export const signInRoutes: Route[] = [signIn, giveCode, resend, signOut];

/** What a person is told who was sent a code. */
export async function pendingBody(trx: Transaction, code: Code) {
  return { signIn: code.id, reference: codeReference(code.id), sentTo: await codeGoesTo(trx, code.user), expiresAt: code.expiresAt };
}

/** So many codes leave for a user within an hour, and none more, whatever asks for them (SEC-1). Throws 429, and nothing is sent. */
export async function insistOnRoomForCode(trx: Transaction, user: string, at: string): Promise<void> {
  const next = await takeSend(trx, user, 'codes', await numbersInForce(trx), at);
  if (next)
    throw new Problem(429, 'sent-too-often', 'Codes were sent too often', {
      detail: `Use the newest one, or ask again after ${next}.`,
      headers: { 'Retry-After': String(Math.ceil((Date.parse(next) - Date.parse(at)) / 1000)) },
    });
}

/** A code that is out of time, used, tried too often, or none of ours. */
export function usedUp(): Problem {
  return new Problem(410, 'code-used-up', 'This code is used up', {
    detail: 'It was used, its time is over, or it was tried too often. Start again.',
  });
}

/** A wrong code, with the tries that are left. */
export function wrongCode(left: number): Problem {
  return new Problem(401, 'code', 'The code is wrong', {
    detail: left > 0 ? `${left} tries are left.` : 'It is used up now: start again.',
  });
}

/** Too many failures: until when nothing is tried. */
export function locked(until: string, at: string): Problem {
  return new Problem(429, 'locked', 'Sign-in is locked for a while', {
    detail: `There were too many failures. Try again after ${until}, or choose "forgotten password".`,
    headers: { 'Retry-After': String(Math.ceil((Date.parse(until) - Date.parse(at)) / 1000)) },
  });
}

/** A little work for a machine, none for a person: a browser solves it by itself, guessing in bulk becomes dear (SEC-1). */
async function challenged(ring: Keyring, email: string, policy: SignInPolicy): Promise<Problem> {
  const challenge = await createChallenge({
    hmacKey: challengeKey(ring, email),
    maxNumber: HARDEST,
    expires: new Date(Date.now() + policy.codeMinutes * 60_000),
  });
  return new Problem(401, 'challenge', 'Solve the challenge first', {
    detail: 'Find the number whose SHA-256 after the salt is the challenge (ALTCHA), and send it as "proof".',
    challenge,
  });
}

async function isProof({ config, database }: ApiDeps, email: string, proof: string | undefined, policy: SignInPolicy): Promise<boolean> {
  if (!proof) return false;
  const isSolved = await verifySolution(proof, challengeKey(config.COUNTERSIGN_KEYS, email)).catch(() => false);
  return isSolved && useProof(database, proof, new Date(Date.now() + policy.codeMinutes * 60_000).toISOString());
}

/** One address's proof is worth nothing for another. */
function challengeKey(ring: Keyring, email: string): string {
  return derived(ring, `challenge\n${addressOf(email)}`).toString('hex');
}

/** A number from 0 to below 1 that belongs to an address, and that nobody foresees. */
function drawOf(ring: Keyring, address: string): number {
  return derived(ring, `draw\n${address}`).readUInt32BE() / 2 ** 32;
}

function derived(ring: Keyring, text: string): Buffer {
  return createHmac('sha256', ring.keys.get(ring.active)!).update(text).digest();
}
