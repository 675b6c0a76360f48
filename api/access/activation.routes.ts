import { hash } from '@node-rs/argon2';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { firstPolicy } from '../../domain/policy';
import { refuse, type Refusal } from '../../domain/refusal';
import { askForAccess } from '../../db/access/access-requests.commands';
import { openCode, sendAgain, sendCode, tried } from '../../db/access/codes.commands';
import { makeInvitation } from '../../db/access/invitations.commands';
import { forgetFailures, findSignIn } from '../../db/access/sign-in.commands';
import { forgetSends, takeSend } from '../../db/access/sends.commands';
import { setPassword } from '../../db/access/users.commands';
import { inScope, type Transaction } from '../../db/core/database';
import { numbersInForce } from '../../db/core/policies.queries';
import { findCentre } from '../../db/organisations/organisations.queries';
import { standingLink } from '../../db/access/people.queries';
import { emailOf, findUser } from '../../db/access/users.queries';
import { accessAsked, email } from '../../messages/access.schemas';
import { isCode } from '../../platform/codes';
import { readLink } from '../../platform/links';
import { Problem, refusedProblem } from '../core/problems';
import { publicRoute, type ApiDeps, type Route } from '../core/route';
import { insistOnRoomForCode, pending, pendingBody, usedUp, wrongCode } from './sign-in.routes';

const numbers = firstPolicy.signIn;
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
  refuses: [410],
  answers: {
    status: 200,
    description: 'An activation or a new password',
    schema: z.object({ purpose: z.enum(['activation', 'reset']), expiresAt: z.iso.datetime(), minimumPassword: z.int() }),
  },
  handle: ({ deps, body }) =>
    withLink(deps, body.link, async (_trx, { purpose, expiresAt }) => ({
      body: { purpose, expiresAt, minimumPassword: firstPolicy.users.minimumPassword },
    })),
});

const code = publicRoute({
  name: 'sendLinkCode',
  method: 'post',
  path: '/v1/links/code',
  summary: 'Send the verification code for a link; asked again, another one in its place',
  rules: ['SEC-3'],
  body: z.strictObject({ link }),
  refuses: [410],
  answers: { status: 202, description: 'On its way', schema: pending },
  handle: ({ deps, body }) =>
    withLink(deps, body.link, async (trx, invitation, at) => {
      const again = invitation.code ? await sendAgain(trx, invitation.code, numbers, at) : null;
      if (invitation.code && !again) throw usedUp();
      await insistOnRoomForCode(trx, invitation.user, at);
      const sent = again ?? (await sendCode(trx, invitation, numbers, at));
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
  body: z.strictObject({ link, code: z.string().max(20), password: z.string().max(200) }),
  refuses: [401, 410],
  answers: { status: 200, description: 'Sign in with it', schema: z.object({ email: z.string() }) },
  handle: async ({ deps, body }) => {
    const outcome = await withLink(deps, body.link, async (trx, invitation, at) => {
      const sent = invitation.code ? await openCode(trx, invitation.code, numbers, at) : null;
      if (!sent) throw usedUp();
      const address = await emailOf(trx, invitation.user);
      const faults = faultsOf(body.password, address);
      if (faults.length > 0) throw refusedProblem(faults);
      const isRight = isCode(deps.config.COUNTERSIGN_KEYS, sent, body.code);
      await tried(trx, sent.id, isRight, at);
      if (!isRight) return { body: wrongCode(numbers.codeTries - sent.tries - 1) };
      await setPassword(trx, invitation, await hash(body.password), at);
      await forgetFailures(trx, address);
      await forgetSends(trx, invitation.user, 'codes', 'links');
      return { body: { email: address } };
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
    await Promise.all([pause(ANSWERS_AFTER_MS), sendReset(deps, body.email, at)]);
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

/** Works with a link that can still be used, its row locked. Throws 410 for any other, whatever is wrong with it. */
async function withLink<Result>(
  deps: ApiDeps,
  token: string,
  work: (trx: Transaction, link: Link, at: string) => Promise<Result>,
): Promise<Result> {
  const gone = new Problem(410, 'link-used-up', 'This link is used up', {
    detail: 'It was used, its time is over, a newer one was sent, or it is none of ours. Ask for a new one.',
  });
  const text = readLink(deps.config.COUNTERSIGN_KEYS, 'activate', token);
  if (text === null) throw gone;
  const [tenant, id, number] = text.split('/') as [string, string, string];
  const at = (await deps.clock()).toISOString();
  return inScope(deps.database, { tenant, organisation: null }, async (trx) => {
    const found = await standingLink(trx, id, Number(number), at);
    if (!found) throw gone;
    return work(trx, found, at);
  });
}

async function sendReset(deps: ApiDeps, address: string, at: string): Promise<void> {
  const found = await findSignIn(deps.database, address);
  if (!found || found.state === 'withdrawn') return;
  await inScope(deps.database, { tenant: found.tenant, organisation: null }, async (trx) => {
    // Whoever asks so often is answered as ever, and nothing is sent: the newest link stands.
    if (await takeSend(trx, found.user, 'links', await numbersInForce(trx), at)) return;
    const { organisation } = (await findUser(trx, found.user))!;
    const purpose = found.state === 'active' ? 'reset' : 'activation';
    await makeInvitation(trx, { tenant: found.tenant, organisation, user: found.user, purpose, madeBy: null }, at);
  });
}

/** What makes a password too weak, all at once (SEC-3): too short, of one sign, or the address itself. */
function faultsOf(given: string, address: string): Refusal[] {
  const { minimumPassword } = firstPolicy.users;
  const fault = (detail: string, remedy: string) => refuse('password', 'SEC-3', detail, remedy, '/password');
  const local = address.split('@')[0]!.toLowerCase();
  return [
    ...(given.length < minimumPassword
      ? [fault(`It has ${given.length} characters`, `Choose ${minimumPassword} or more; three words are easy to keep.`)]
      : []),
    ...(given.length > 0 && new Set(given).size < 5
      ? [fault('It repeats too few different characters', 'Choose at least five different ones.')]
      : []),
    ...(local.length > 2 && given.toLowerCase().includes(local)
      ? [fault('It contains your e-mail address', 'Choose words that are not about you.')]
      : []),
  ];
}
