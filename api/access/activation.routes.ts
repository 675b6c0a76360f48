import { hash, verify } from '@node-rs/argon2';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Policy } from '../../domain/policy';
import { askForAccess } from '../../db/access/access-requests.commands';
import { openCode, sendAgain, sendCode, tried } from '../../db/access/codes.commands';
import { makeInvitation } from '../../db/access/invitations.commands';
import { accountsOf, forgetFailures, type Found } from '../../db/access/sign-in.commands';
import { forgetSends, takeSend } from '../../db/access/sends.commands';
import { setPassword } from '../../db/access/users.commands';
import { codeOfError, inScope, UNIQUE_VIOLATION, type Transaction } from '../../db/core/database';
import { numbersInForce } from '../../db/core/policies.queries';
import { findCentre } from '../../db/organisations/organisations.queries';
import { isProvenElsewhere, standingLink } from '../../db/access/people.queries';
import { emailOf, findUser, keysOf, passwordHashOf } from '../../db/access/users.queries';
import { accessAsked, email } from '../../messages/access.schemas';
import { isCode } from '../../platform/codes';
import { readLink } from '../../platform/links';
import { Problem, refusedProblem } from '../core/problems';
import { publicRoute, type ApiDeps, type Route } from '../core/route';
import { apiKey } from './me.routes';
import { faultsOfPassword, samePassword } from './passwords';
import { insistOnRoomForCode, pending, pendingBody, usedUp, wrongCode } from './sign-in.routes';

/** Whether an address is known shows neither in the answer nor in the time that it takes. */
const ANSWERS_AFTER_MS = 250;
const link = z.string().max(500);
const TAKEN = { status: 202, body: { taken: true } };
const taken = z.object({ taken: z.literal(true) });

const open = publicRoute({
  name: 'openLink',
  method: 'post',
  path: '/v1/links/open',
  summary: 'What is this link for? Answers as long as it can be used',
  rules: ['SEC-3'],
  body: z.strictObject({ link }),
  refuses: [409, 410],
  answers: {
    status: 200,
    description: 'An activation or a new password',
    schema: z.object({ purpose: z.enum(['activation', 'reset']), expiresAt: z.iso.datetime(), minimumPassword: z.int() }),
  },
  handle: ({ deps, body }) =>
    withLink(deps, body.link, async (_trx, { purpose, expiresAt }, { users }) => ({
      body: { purpose, expiresAt, minimumPassword: users.minimumPassword },
    })),
});

const code = publicRoute({
  name: 'sendLinkCode',
  method: 'post',
  path: '/v1/links/code',
  summary: 'Send the verification code for a link; asked again, another one in its place',
  rules: ['SEC-3'],
  body: z.strictObject({ link }),
  refuses: [409, 410],
  answers: { status: 202, description: 'On its way', schema: pending },
  handle: ({ deps, body }) =>
    withLink(deps, body.link, async (trx, invitation, { signIn }, at) => {
      const again = invitation.code ? await sendAgain(trx, invitation.code, signIn, at) : null;
      if (invitation.code && !again) throw usedUp();
      await insistOnRoomForCode(trx, invitation.user, at);
      const sent = again ?? (await sendCode(trx, invitation, signIn, at));
      await trx('invitations').where({ id: invitation.id }).update({ code_id: sent.id });
      return { status: 202, body: await pendingBody(trx, sent) };
    }),
});

const password = publicRoute({
  name: 'choosePassword',
  method: 'post',
  path: '/v1/links/password',
  summary: 'Choose the password, with the code: the link is used up, the account is active',
  rules: ['SEC-3'],
  body: z.strictObject({
    link,
    code: z.string().max(20),
    password: z.string().max(200),
    endKeys: z.boolean().default(false).describe('End your API keys as well: whoever knew the password may have made one'),
  }),
  refuses: [401, 409, 410],
  answers: {
    status: 200,
    description: 'Sign in with it; the API keys that were in use, ended where that was asked',
    schema: z.object({ email: z.string(), apiKeys: z.array(apiKey) }),
  },
  handle: async ({ deps, body }) => {
    const outcome = await withLink(deps, body.link, async (trx, invitation, { signIn, users }, at) => {
      const sent = invitation.code ? await openCode(trx, invitation.code, signIn, at) : null;
      if (!sent) throw usedUp();
      const address = await emailOf(trx, invitation.user);
      const faults = faultsOfPassword(body.password, address, users.minimumPassword);
      if (faults.length > 0) throw refusedProblem(faults);
      const isRight = isCode(deps.config.COUNTERSIGN_KEYS, sent, body.code);
      // Only who gave the code hears of the password that stands; the code serves once more.
      if (isRight && (await isCurrent(trx, invitation.user, body.password))) throw refusedProblem([samePassword()]);
      await tried(trx, sent.id, isRight, at);
      if (!isRight) return { body: wrongCode(signIn.codeTries - sent.tries - 1) };
      const inUse = (await keysOf(trx, invitation.user)).filter(({ revokedAt, expiresAt }) => !revokedAt && expiresAt > at);
      await setPassword(trx, invitation, await hash(body.password), body.endKeys, at);
      await forgetFailures(trx, address);
      await forgetSends(trx, invitation.user, 'codes', 'links');
      const ids = new Set(inUse.map(({ id }) => id));
      return { body: { email: address, apiKeys: (await keysOf(trx, invitation.user)).filter(({ id }) => ids.has(id)) } };
    });
    if (outcome.body instanceof Problem) throw outcome.body;
    return outcome;
  },
});

const forgotten = publicRoute({
  name: 'requestPasswordReset',
  method: 'post',
  path: '/v1/password-resets',
  summary: 'Forgotten password: a link goes to the address, if there is an account',
  rules: ['SEC-3'],
  body: z.strictObject({ email }),
  answers: { status: 202, description: 'The same answer for any address', schema: taken },
  handle: async ({ deps, body }) => {
    const at = (await deps.clock()).toISOString();
    await Promise.all([pause(ANSWERS_AFTER_MS), sendResets(deps, body.email, at)]);
    return TAKEN;
  },
});

const access = publicRoute({
  name: 'requestAccess',
  method: 'post',
  path: '/v1/access-requests',
  summary: 'Ask for an account at a centre: its Portal Admin decides, or staff where it has none',
  rules: ['SEC-4'],
  body: accessAsked,
  answers: { status: 202, description: 'The same answer whether the centre is known or not', schema: taken },
  handle: async ({ deps, body }) => {
    const at = (await deps.clock()).toISOString();
    const ask = async () => {
      const centre = await findCentre(deps.database, body.scheme, body.centre);
      if (!centre) return;
      await inScope(deps.database, { tenant: centre.tenant, organisation: null }, (trx) =>
        askForAccess(trx, centre.tenant, centre.organisation, body, at),
      );
    };
    await Promise.all([pause(ANSWERS_AFTER_MS), ask()]);
    return TAKEN;
  },
});

/** Activation, forgotten passwords and requests for access: before anybody is signed in. */
export const activationRoutes: Route[] = [open, code, password, forgotten, access];

type Link = NonNullable<Awaited<ReturnType<typeof standingLink>>>;

/**
 * Works with a link that can still be used, its row locked, by the numbers in force. Throws 410 for any other, whatever is wrong with
 * it, and 409 where the address was activated in another tenant meanwhile: whoever has the link reads that address's mail (SEC-9).
 */
async function withLink<Result>(
  deps: ApiDeps,
  token: string,
  work: (trx: Transaction, link: Link, policy: Policy, at: string) => Promise<Result>,
): Promise<Result> {
  const gone = new Problem(410, 'link-used-up', 'This link is used up', {
    detail: 'It was used, its time is over, a newer one was sent, or it is none of ours. Ask for a new one.',
  });
  const text = readLink(deps.config.COUNTERSIGN_KEYS, 'activate', token);
  if (text === null) throw gone;
  const [tenant, id, number] = text.split('/') as [string, string, string];
  const at = (await deps.clock()).toISOString();
  const outcome = inScope(deps.database, { tenant, organisation: null }, async (trx) => {
    const found = await standingLink(trx, id, Number(number), at);
    if (!found) throw gone;
    if (await isProvenElsewhere(trx, found.user)) throw provenElsewhere();
    return work(trx, found, await numbersInForce(trx), at);
  });
  return outcome.catch((error: unknown) => {
    // Activated in both tenants at one moment: the other one was first.
    throw codeOfError(error) === UNIQUE_VIOLATION ? provenElsewhere() : error;
  });
}

function provenElsewhere(): Problem {
  return new Problem(409, 'address-in-use', 'This e-mail address has an account already', {
    detail:
      'It was activated with another scheme. Sign in there; or, to have this account instead, ask that scheme to withdraw the other one and follow this link again, or ask whoever invited you to use another address of yours.',
  });
}

/** Each account with the address is sent its link, so that no tenant sees by its own one's whether there is another (SEC-9). */
async function sendResets(deps: ApiDeps, address: string, at: string): Promise<void> {
  const accounts = await accountsOf(deps.database, address);
  await Promise.all(accounts.map((account) => (account.state === 'withdrawn' ? undefined : sendReset(deps, account, at))));
}

function sendReset(deps: ApiDeps, { tenant, user, state }: Found, at: string): Promise<void> {
  return inScope(deps.database, { tenant, organisation: null }, async (trx) => {
    // Whoever asks so often is answered as ever, and nothing is sent: the newest link stands.
    if (await takeSend(trx, user, 'links', await numbersInForce(trx), at)) return;
    const { organisation } = (await findUser(trx, user))!;
    const purpose = state === 'active' ? 'reset' : 'activation';
    await makeInvitation(trx, { tenant, organisation, user, purpose, madeBy: null }, at);
  });
}

async function isCurrent(trx: Transaction, user: string, given: string): Promise<boolean> {
  const current = await passwordHashOf(trx, user);
  return current !== null && verify(current, given);
}
