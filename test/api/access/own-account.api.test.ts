import { findSignIn } from '../../../db/access/sign-in.commands';
import { policyNumbers } from '../../../domain/policy-numbers';
import type { SeededTenant } from '../../../db/seeds/demo';
import { codeFor } from '../../../ops/sign-in';
import { toJson } from '../../../platform/json';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import { nobody, type Pending } from '../../support/people';
import { shared } from '../../support/shared';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;

beforeAll(async () => {
  system = await realSystem('own-account');
  tenant = await system.tenant('own');
});
afterAll(() => system?.stop());

interface Account {
  mobile: string;
  familyName: string;
}
const change = <Body = Account>(caller: ApiClient, body: object) => caller.post<Body>('/v1/account/change', body);
const told = () => system.owner('outbox').where({ name: 'mobile-changed' });
/** A version of policy that is in force from now on. */
const inForce = (of: SeededTenant, changes: Record<string, number>) =>
  system
    .owner('policies')
    .insert({ id: crypto.randomUUID(), tenant_id: of.id, version: '2026-11-02', effective_from: new Date(0), changes });

test('SEC-2 a session ends twelve hours after signing in, however busy: at 11:59:50 it is alive and listed, at 12:00:00 it is over', async () => {
  const caller = await system.signIn(tenant.staff.finance.email);
  const other = await system.signIn(tenant.staff.finance.email);
  const opened = async (interval: string) =>
    system.owner.raw(`update sessions set created_at = now() - interval '${interval}', last_seen_at = now() where token_hash = sha256(?)`, [
      await caller.token(),
    ]);
  const listed = async () => (await other.get<{ items: unknown[] }>('/v1/me/sessions')).body.items.length;
  await opened('11 hours 59 minutes 50 seconds');
  expect([(await caller.get('/v1/me')).status, await listed()]).toEqual([200, 2]);
  await opened('12 hours');
  const over = await caller.get<Problem>('/v1/me');
  expect([over.status, over.body.type, await listed()]).toEqual([401, 'urn:countersign:problem:sign-in', 1]);
  const { minimum, maximum, unit } = policyNumbers['session.absoluteHours'];
  expect([minimum, maximum, unit]).toEqual([1, 24, 'hours']);
});

test('SEC-1 SEC-13 another mobile number wants the password again, wrong ones count as at sign-in, and the number before is told by SMS', async () => {
  const { email, mobile, id } = tenant.individual;
  const person = await system.signIn(email);
  const other = '+447700900777';
  expect((await change(person, { familyName: 'King', mobile })).body).toMatchObject({ familyName: 'King', mobile });
  const place = async (body: object) => {
    const { status, body: problem } = await change<Problem>(person, body);
    return [status, problem.errors?.[0]?.pointer];
  };
  expect(await place({ mobile: other })).toEqual([422, '/password']);
  for (const _try of [1, 2, 3, 4]) expect(await place({ mobile: other, password: 'wrong' })).toEqual([422, '/password']);
  expect(await place({ mobile: other, password: 'wrong' })).toEqual([429, undefined]);
  expect(await place({ mobile: other, password: PASSWORD })).toEqual([429, undefined]);
  expect((await nobody(system.api).post('/v1/sessions', { email, password: PASSWORD })).status).toBe(429);
  expect((await system.owner('users').where({ id }).first()).mobile).toBe(mobile);
  await system.owner('sign_in_failures').delete();
  const since = new Date().toISOString();
  const key = { 'Idempotency-Key': 'another-number' };
  const changed = await person.post<Account>('/v1/account/change', { mobile: other, password: PASSWORD }, key);
  expect([changed.status, changed.body.mobile]).toEqual([200, other]);
  expect((await person.post<Account>('/v1/account/change', { mobile: other, password: PASSWORD }, key)).body).toEqual(changed.body);
  const [message, ...more] = await eventually(async () => {
    const rows = await told().whereNotNull('done_at');
    expect(rows).toHaveLength(1);
    return rows;
  });
  expect([message.kind, more]).toEqual(['sms', []]);
  const sent = await smsTo(mobile, since);
  expect(sent.filter((text) => text.startsWith('This number was taken off your Countersign account'))).toHaveLength(1);
  const dump = toJson([await system.owner('outbox'), await system.owner('audit'), await system.owner('requests')]);
  for (const secret of [PASSWORD, other, mobile]) expect(dump).not.toContain(secret);
});

test('SEC-1 SEC-15 a number that an administrator corrects is told as well, by e-mail where there was none; of somebody not active nobody is', async () => {
  await told().delete();
  const administrator = await system.signIn(tenant.staff.administrator.email);
  const { id, email } = tenant.staff.eqa;
  const correct = (mobile: string) => administrator.post(`/v1/users/${id}/change`, { mobile });
  const users = system.owner('users').where({ id });
  await users.clone().update({ mobile: null });
  expect((await correct('+447700900771')).status).toBe(200);
  await eventually(async () => expect(await system.mailbox.to(email, 'Your mobile number was changed')).toHaveLength(1));
  await users.clone().update({ state: 'invited' });
  expect((await correct('+447700900772')).status).toBe(200);
  expect(await told()).toHaveLength(1);
  await users.clone().update({ state: 'active' });
  expect((await correct('+447700900773')).status).toBe(200);
  await eventually(async () =>
    expect(await told().whereNotNull('done_at').orderBy('id')).toMatchObject([{ kind: 'mail' }, { kind: 'sms' }]),
  );
});

test('SEC-1 SEC-15 nobody turns his own number elsewhere by the right to change users, nor in a dry run; his names and the same number are taken', async () => {
  const administrator = await system.signIn(tenant.staff.administrator.email);
  const { id } = tenant.staff.administrator;
  const number = async () => (await system.owner('users').where({ id }).first('mobile')).mobile as string;
  const before = await number();
  for (const query of ['', '?dryRun=true']) {
    const refused = await administrator.post<Problem>(`/v1/users/${id}/change${query}`, { mobile: '+447700900778', familyName: 'Other' });
    expect([refused.status, refused.body.errors[0]]).toEqual([422, expect.objectContaining({ pointer: '/mobile', code: 'oneself' })]);
  }
  expect(await number()).toBe(before);
  expect((await administrator.post(`/v1/users/${id}/change`, { mobile: before, familyName: 'Other' })).status).toBe(200);
  expect((await administrator.post(`/v1/users/${tenant.staff.administrator2.id}/change`, { mobile: '+447700900778' })).status).toBe(200);
});

test('SEC-1 TIM-3 tries, lock and codes go by the numbers in force in the user’s own tenant, also those of a sign-in under way', async () => {
  const strict = await system.tenant('strict');
  await inForce(strict, {
    'signIn.challengeAfterFailures': 1,
    'signIn.lockAfterFailures': 2,
    'signIn.lockMinutes': 60,
    'signIn.codeMinutes': 3,
    'signIn.codeTries': 1,
    'signIn.codesSent': 1,
  });
  const signIn = (email: string, password: string) =>
    nobody(system.api).post<Pending & Problem & { expiresAt: string }>('/v1/sessions', { email, password });
  const minutes = (at: string) => Math.round((Date.parse(at) - Date.now()) / 60_000);
  const kind = ({ body }: { body: Problem }) => body.type.split(':').at(-1);
  const { email } = strict.staff.finance;
  const since = new Date().toISOString();
  const pending = (await signIn(email, PASSWORD)).body;
  expect(minutes(pending.expiresAt)).toBe(3);
  expect((await nobody(system.api).post(`/v1/sessions/${pending.signIn}/resend`, {})).status).toBe(410);
  const code = await codeFor(shared().sms.url, pending.reference, since);
  const give = (given: string) => nobody(system.api).post<Problem>(`/v1/sessions/${pending.signIn}/code`, { code: given });
  expect([kind(await give('none')), kind(await give(code))]).toEqual(['code', 'code-used-up']);
  expect(kind(await signIn(email, 'wrong'))).toBe('challenge');
  // Elsewhere the first version stands: three failures before a challenge, ten minutes for a code.
  const usual = tenant.staff.caseOperator.email;
  expect(minutes((await signIn(usual, PASSWORD)).body.expiresAt)).toBe(10);
  for (const _try of [1, 2, 3]) expect(kind(await signIn(usual, 'wrong'))).toBe('sign-in');
  expect(kind(await signIn(usual, 'wrong'))).toBe('challenge');
});

test('SEC-1 an unknown address goes by the numbers of one tenant or another, always the same: they tell nobody that it is unknown', async () => {
  const number = async (draw: number) => {
    const { found, policy } = await findSignIn(system.database, 'unknown@nowhere.example', () => draw);
    return [found, policy.lockAfterFailures];
  };
  expect(new Set(await Promise.all([0, 0.999].map(async (draw) => (await number(draw))[1])))).toEqual(new Set([5, 2]));
  expect((await number(0))[0]).toBeNull();
  const known = await findSignIn(system.database, tenant.staff.finance.email, () => 0.5);
  expect([known.found!.tenant, known.policy.lockAfterFailures]).toEqual([tenant.id, 5]);
});

async function smsTo(mobile: string, since: string): Promise<string[]> {
  const answer = await fetch(`${shared().sms.url}/messages`);
  return ((await answer.json()) as { to: string; text: string; at: string }[])
    .filter(({ to, at }) => to === mobile && at >= since)
    .map(({ text }) => text);
}
