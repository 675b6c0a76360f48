import { v7 as uuid } from 'uuid';
import type { SeededTenant } from '../../../db/seeds/demo';
import { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import { codeOfLink, nobody } from '../../support/people';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

interface Key {
  id: string;
  secret: string;
}
interface Chosen extends Problem {
  email: string;
  apiKeys: { id: string; prefix: string; revokedAt: string | null }[];
}
let system: TestSystem;
let tenant: SeededTenant;
beforeAll(async () => {
  system = await realSystem('passwords');
  tenant = await system.tenant('passwords');
});
afterAll(() => system?.stop());

const post = <Body = Problem>(path: string, body: object) => nobody(system.api).post<Body>(path, body);
/** A link of a user that opens, freshly asked for, and its code. */
async function linkOf(email: string): Promise<{ link: string; code: string }> {
  await post('/v1/password-resets', { email });
  const link = await eventually(async () => {
    for (const { text } of (await system.mailbox.to(email, 'Choose a new password')).reverse()) {
      const found = /\/activate\/(\S+)/.exec(text)![1]!;
      if ((await post('/v1/links/open', { link: found })).status === 200) return found;
    }
    throw new Error('No link opens yet');
  });
  return { link, code: await codeOfLink(system.api, link) };
}
const choose = (given: { link: string; code: string }, password: string, more: object = {}) =>
  post<Chosen>('/v1/links/password', { ...given, password, ...more });
const details = ({ status, body }: { status: number; body: Problem }) => [status, body.errors?.map(({ detail }) => detail)];

test('SEC-3 a password is none of the commonest, and not the one that stands; the code then serves once more', async () => {
  const { email } = tenant.staff.eqa;
  const given = await linkOf(email);
  for (const common of ['q1w2e3r4t5', 'Password123'])
    expect((await choose(given, common)).body.errors.map(({ detail }) => detail)).toContain(
      'It is among the passwords that are tried first',
    );
  expect(details(await choose({ ...given, code: 'none' }, PASSWORD))).toEqual([401, undefined]);
  expect(details(await choose(given, PASSWORD))).toEqual([422, ['It is the password that you have']]);
  expect((await choose(given, 'three words together')).status).toBe(200);
});

test('SEC-9 SEC-3 a reset lists the API keys that are in use, and ends them where their owner asks', async () => {
  const { email } = tenant.staff.finance;
  const finance = system.caller(email);
  const made = await finance.post<Key>('/v1/me/api-keys', { name: 'Ledger', permissions: ['viewReports'], days: 10 });
  const program = new ApiClient(system.api, made.body.secret);
  const kept = await choose(await linkOf(email), 'three words together');
  expect([kept.status, kept.body.apiKeys]).toEqual([200, [expect.objectContaining({ id: made.body.id, revokedAt: null })]]);
  expect((await program.get('/v1/reports/trial-balance')).status).toBe(200);
  const ended = await choose(await linkOf(email), 'four words put together', { endKeys: true });
  expect(ended.body.apiKeys).toEqual([expect.objectContaining({ id: made.body.id, revokedAt: expect.any(String) })]);
  expect((await program.get('/v1/reports/trial-balance')).status).toBe(401);
  expect((await choose(await linkOf(email), 'five words all put together')).body.apiKeys).toEqual([]);
});

test('SEC-9 a key reaches operations that need a right of it, and no other, not even to read', async () => {
  const administrator = system.caller(tenant.staff.administrator.email);
  const made = await administrator.post<Key>('/v1/me/api-keys', { name: 'K', permissions: ['viewUsers'], days: 1 });
  const program = new ApiClient(system.api, made.body.secret);
  const tried = ['/v1/users', '/v1/me', '/v1/policies/current', '/v1/me/api-keys', '/v1/work-items'];
  const answers = await Promise.all(tried.map((path) => program.get<Problem>(path)));
  expect(answers.map(({ status, body }) => [status, body.type])).toEqual([
    [200, undefined],
    ...Array<[number, string]>(3).fill([403, 'urn:countersign:problem:key']),
    [403, 'urn:countersign:problem:forbidden'],
  ]);
});

test('SEC-3 TIM-3 where the tenant asks for longer passwords, a link says so and a shorter one is refused', async () => {
  const version = 'longer';
  const changes = JSON.stringify({ 'users.minimumPassword': 20 });
  await system.owner('policies').insert({ id: uuid(), tenant_id: tenant.id, version, effective_from: '2026-11-01T00:00:00Z', changes });
  const given = await linkOf(tenant.staff.dpo.email);
  expect((await post<{ minimumPassword: number }>('/v1/links/open', { link: given.link })).body.minimumPassword).toBe(20);
  expect(details(await choose(given, 'nineteen letters ok'))).toEqual([422, ['It has 19 characters']]);
  expect((await choose(given, 'twenty letters all ok')).status).toBe(200);
});
