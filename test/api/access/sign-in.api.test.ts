import type { SeededTenant } from '../../../db/seeds/demo';
import { codeFor, signInWithCode } from '../../../ops/sign-in';
import { toJson } from '../../../platform/json';
import { ApiClient } from '../../support/api-client';
import type { Problem } from '../../support/orders';
import { nobody, type Pending } from '../../support/people';
import { shared } from '../../support/shared';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;

beforeAll(async () => {
  system = await realSystem('sign-in');
  tenant = await system.tenant('signin');
});
afterAll(() => system?.stop());

const password = (email: string, given: string) => nobody(system.api).post<Pending & Problem>('/v1/sessions', { email, password: given });

test('SEC-1 signing in takes a password and the code from the SMS; the answer tells where it went and nothing of the number', async () => {
  const since = new Date().toISOString();
  const first = await password(tenant.staff.finance.email.toUpperCase(), PASSWORD);
  expect(first.status).toBe(202);
  expect(first.body.sentTo).toBe(`•••• ${tenant.staff.finance.mobile.slice(-3)}`);
  const code = await codeFor(shared().sms.url, first.body.reference, since);
  const second = await nobody(system.api).post<{ token: string }>(`/v1/sessions/${first.body.signIn}/code`, { code });
  expect(second.status).toBe(201);
  expect(second.headers.get('set-cookie')).toMatch(/countersign_session=.*HttpOnly; SameSite=Strict/);
  expect((await new ApiClient(system.api, second.body.token).get<{ role: string }>('/v1/me')).body.role).toBe('finance');
  const again = await nobody(system.api).post<Problem>(`/v1/sessions/${first.body.signIn}/code`, { code });
  expect([again.status, again.body.type]).toEqual([410, 'urn:countersign:problem:code-used-up']);
});

test('SEC-1 a code lives ten minutes: at 9:59 it signs in, at 10:00 it is used up; five wrong tries use it up too', async () => {
  const send = async (seconds: number) => {
    const since = new Date().toISOString();
    const { body } = await password(tenant.staff.eqa.email, PASSWORD);
    const code = await codeFor(shared().sms.url, body.reference, since);
    await system
      .owner('codes')
      .where({ id: body.signIn })
      .update({ expires_at: new Date(Date.now() + (600 - seconds) * 1000) });
    return (await nobody(system.api).post(`/v1/sessions/${body.signIn}/code`, { code })).status;
  };
  expect(await send(595)).toBe(201);
  expect(await send(600)).toBe(410);
});

test('SEC-1 another code makes the first one worthless; three are sent at most', async () => {
  const since = new Date().toISOString();
  const { body } = await password(tenant.staff.dpo.email, PASSWORD);
  const first = await codeFor(shared().sms.url, body.reference, since);
  const resent = new Date().toISOString();
  expect((await nobody(system.api).post(`/v1/sessions/${body.signIn}/resend`, {})).status).toBe(202);
  const second = await codeFor(shared().sms.url, body.reference, resent);
  expect(second).not.toBe(first);
  expect((await nobody(system.api).post(`/v1/sessions/${body.signIn}/code`, { code: first })).status).toBe(401);
  expect((await nobody(system.api).post(`/v1/sessions/${body.signIn}/code`, { code: second })).status).toBe(201);
  const other = (await password(tenant.staff.dpo.email, PASSWORD)).body.signIn;
  const statuses = [];
  for (let times = 0; times < 3; times += 1) statuses.push((await nobody(system.api).post(`/v1/sessions/${other}/resend`, {})).status);
  expect(statuses).toEqual([202, 202, 410]);
});

test('SEC-1 a wrong password, an unknown, an invited and a withdrawn user are answered alike, byte for byte', async () => {
  await system.owner('users').where({ id: tenant.staff.administrator2.id }).update({ state: 'withdrawn' });
  const answers = [];
  for (const [email, given] of [
    [tenant.staff.caseOperator.email, 'wrong'],
    ['nobody@nowhere.example', 'wrong'],
    [tenant.staff.administrator2.email, PASSWORD],
  ] as const) {
    const { status, body } = await password(email, given);
    answers.push([status, JSON.stringify(body)]);
  }
  expect(new Set(answers.map(String)).size).toBe(1);
});

test('SEC-2 thirty idle minutes end a session: 29:50 is alive, 30:00 is over; a request on the way keeps it, a page that polls does not', async () => {
  const caller = await system.signIn(tenant.staff.finance.email);
  const idle = async (interval: string) =>
    system.owner.raw(`update sessions set last_seen_at = now() - interval '${interval}' where token_hash = sha256(?)`, [
      await caller.token(),
    ]);
  const seen = async () =>
    (await system.owner.raw('select last_seen_at as at from sessions where token_hash = sha256(?)', [await caller.token()])).rows[0].at;
  await idle('29 minutes 50 seconds');
  const before = await seen();
  expect((await caller.get('/v1/me', { 'Countersign-Poll': 'true' })).status).toBe(200);
  expect(await seen()).toBe(before);
  expect((await caller.get('/v1/me')).status).toBe(200);
  expect((await seen()) > before).toBe(true);
  await idle('30 minutes');
  const over = await caller.get<Problem>('/v1/me');
  expect([over.status, over.body.type, over.headers.get('www-authenticate')]).toEqual([401, 'urn:countersign:problem:sign-in', 'Bearer']);
});

test('SEC-2 my sessions are listed and ended one by one; signing out ends this one at once', async () => {
  const [here, there] = [await system.signIn(tenant.staff.caseOperator.email), await system.signIn(tenant.staff.caseOperator.email)];
  const { items } = (await here.get<{ items: { id: string; isThis: boolean; ip: string }[] }>('/v1/me/sessions')).body;
  expect(items).toHaveLength(2);
  const other = items.find(({ isThis }) => !isThis)!;
  expect((await here.post(`/v1/me/sessions/${other.id}/end`, {})).status).toBe(200);
  expect((await there.get('/v1/me')).status).toBe(401);
  expect((await here.get('/v1/me')).status).toBe(200);
  await here.send('DELETE', '/v1/sessions/current', undefined, {});
  expect((await here.get('/v1/me')).status).toBe(401);
});

test('SEC-1 SEC-12 only hashes of tokens, keys and passwords are kept, and codes stand nowhere', async () => {
  const since = new Date().toISOString();
  const { body } = await password(tenant.staff.finance.email, PASSWORD);
  const code = await codeFor(shared().sms.url, body.reference, since);
  const caller = await system.signIn(tenant.staff.finance.email);
  const tables = ['sessions', 'users', 'codes', 'outbox', 'requests', 'audit', 'api_keys'];
  const dump = toJson(await Promise.all(tables.map((table) => system.owner(table))));
  expect(dump).not.toContain(await caller.token());
  expect(dump).not.toContain(PASSWORD);
  expect(dump).not.toContain(`"${code}"`);
  expect(dump).toContain('$argon2id$');
});

test('SEC-9 an API key does what it was made for and no more than its user; its last use is shown, and revoking or withdrawing ends it at once', async () => {
  const finance = await system.signIn(tenant.staff.finance2.email);
  const made = await finance.post<{ id: string; secret: string; prefix: string }>('/v1/me/api-keys', {
    name: 'Ledger',
    permissions: ['viewReports'],
    days: 30,
  });
  expect(made.status).toBe(201);
  expect(made.body.secret.startsWith(made.body.prefix)).toBe(true);
  const program = new ApiClient(system.api, made.body.secret);
  expect((await program.get('/v1/reports/day')).status).toBe(200);
  const refused = await program.get<Problem>('/v1/receipts');
  expect([refused.status, refused.body.permission]).toEqual([403, 'viewReceipts']);
  const [shown] = (await finance.get<{ items: { secret?: string; lastUsedAt: string; lastUsedFrom: string }[] }>('/v1/me/api-keys')).body
    .items;
  expect([shown!.secret, shown!.lastUsedFrom]).toEqual([undefined, expect.stringContaining('127.0.0.1')]);
  expect(Date.parse(shown!.lastUsedAt)).toBeGreaterThan(Date.now() - 60_000);
  const more = await finance.post<Problem>('/v1/me/api-keys', { name: 'k', permissions: ['changePolicy', 'nonsense'], days: 366 });
  expect(more.body.errors.map(({ pointer }) => pointer)).toEqual(['/permissions/0', '/permissions/1', '/days']);
  const keyed = await program.post<Problem>('/v1/me/api-keys', { name: 'k', permissions: ['viewReports'], days: 1 });
  expect([keyed.status, keyed.body.type]).toEqual([403, 'urn:countersign:problem:key']);
  await system
    .owner('api_keys')
    .where({ id: made.body.id })
    .update({ expires_at: new Date(Date.now() + 2000) });
  expect((await program.get('/v1/reports/day')).status).toBe(200);
  await system.owner('api_keys').where({ id: made.body.id }).update({ expires_at: new Date() });
  expect((await program.get('/v1/reports/day')).status).toBe(401);
  await system
    .owner('api_keys')
    .where({ id: made.body.id })
    .update({ expires_at: new Date(Date.now() + 60_000) });
  expect((await finance.post(`/v1/me/api-keys/${made.body.id}/revoke`, {})).status).toBe(200);
  expect((await program.get('/v1/reports/day')).status).toBe(401);
});

test('SEC-9 a repeat of making a key gets the first answer without the secret', async () => {
  const finance = await system.signIn(tenant.staff.finance2.email);
  const body = { name: 'Twice', permissions: ['viewReports'], days: 1 };
  const first = await finance.post<{ id: string; secret: string | null }>('/v1/me/api-keys', body, { 'Idempotency-Key': 'twice' });
  const second = await finance.post<{ id: string; secret: string | null }>('/v1/me/api-keys', body, { 'Idempotency-Key': 'twice' });
  expect([second.body.id, second.body.secret, typeof first.body.secret]).toEqual([first.body.id, null, 'string']);
});

test('SEC-10 a licensed organisation’s key works from its registered addresses only', async () => {
  const caseOperator = await system.signIn(tenant.staff.caseOperator.email);
  const checker = await system.signIn(tenant.checker.user.email);
  const { body } = await checker.post<{ secret: string }>('/v1/me/api-keys', { name: 'Gate', permissions: ['checkCards'], days: 30 });
  const program = new ApiClient(system.api, body.secret);
  const from = (ip: string) => program.get<Problem>('/v1/me', { 'X-Forwarded-For': ip });
  expect((await from('203.0.113.7')).status).toBe(403);
  const licence = { userCap: null, registeredAddresses: ['203.0.113.0/29', '2001:db8::1'] };
  expect((await caseOperator.post(`/v1/organisations/${tenant.checker.id}/licence`, licence)).status).toBe(200);
  expect((await from('203.0.113.7')).status).toBe(200);
  expect((await from('2001:db8::1')).status).toBe(200);
  const outside = await from('203.0.113.8');
  expect([outside.status, outside.body.type]).toEqual([403, 'urn:countersign:problem:address']);
});

test('SEC-8 staff see personal data while their training is in force: on its last day yes, the day after no', async () => {
  const administrator = await system.signIn(tenant.staff.administrator.email);
  const operator = await system.signIn(tenant.staff.caseOperator.email);
  const until = (date: string) => administrator.post(`/v1/users/${tenant.staff.caseOperator.id}/training`, { until: date });
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  expect((await until(day(0))).status).toBe(200);
  expect((await operator.get('/v1/users')).status).toBe(200);
  await until(day(-2));
  const refused = await operator.get<Problem>('/v1/users');
  expect([refused.status, refused.body.type]).toEqual([403, 'urn:countersign:problem:training']);
  await until('2099-12-31');
});

test('SEC-2 a session’s cookie is taken from our own pages only', async () => {
  const token = await signInWithCode(system.api, shared().sms.url, tenant.staff.finance.email, PASSWORD);
  const send = (origin?: string) =>
    fetch(`${system.api}/v1/saved-filters`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': String(Math.random()),
        Cookie: `countersign_session=${token}`,
        ...(origin ? { Origin: origin } : {}),
      },
      body: JSON.stringify({ name: 'f', query: {} }),
    });
  expect((await send('https://evil.example')).status).toBe(403);
  expect((await send('null')).status).toBe(403);
  expect((await send(system.api)).status).toBe(201);
  expect((await send()).status).toBe(201);
});

test('SEC-1 SEC-2 no other site signs anybody in or out: public commands are taken from our own pages and from programs only', async () => {
  const { email } = tenant.staff.finance;
  const from = (method: string, path: string, headers: Record<string, string>) =>
    fetch(`${system.api}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(method === 'POST' ? { body: JSON.stringify({ email, password: PASSWORD }) } : {}),
    });
  const foreign: Record<string, string>[] = [
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ];
  for (const headers of foreign) {
    expect((await from('POST', '/v1/sessions', headers)).status).toBe(403);
    const out = await from('DELETE', '/v1/sessions/current', headers);
    expect([out.status, out.headers.get('set-cookie')]).toEqual([403, null]);
  }
  expect((await from('POST', '/v1/sessions', { Origin: system.api, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(202);
  expect((await from('DELETE', '/v1/sessions/current', {})).status).toBe(204);
});
