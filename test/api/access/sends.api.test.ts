import { takeSend } from '../../../db/access/sends.commands';
import { inScope } from '../../../db/core/database';
import { firstPolicy } from '../../../domain/policy';
import type { SeededTenant } from '../../../db/seeds/demo';
import { eventually } from '../../support/eventually';
import { codeFor } from '../../../ops/sign-in';
import type { Problem } from '../../support/orders';
import { activate, nobody, type Pending } from '../../support/people';
import { shared } from '../../support/shared';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
beforeAll(async () => {
  system = await realSystem('sends');
  tenant = await system.tenant('sends');
});
afterAll(() => system?.stop());

const post = <Body = Problem>(path: string, body: object) => nobody(system.api).post<Body>(path, body);
const signIn = (email: string) => post<Pending & Problem>('/v1/sessions', { email, password: PASSWORD });
const leaving = async (user: string, template: string) =>
  (await system.owner('outbox').where({ target: `user/${user}`, name: template })).length;

test('SEC-1 five codes an hour leave for a user, whatever asks for them; the sixth is told when, and a right one begins anew', async () => {
  const { email, id } = tenant.staff.finance;
  const statuses = [];
  for (let times = 0; times < 8; times += 1) statuses.push((await signIn(email)).status);
  expect(statuses).toEqual([202, 202, 202, 202, 202, 429, 429, 429]);
  expect(await leaving(id, 'code')).toBe(5);
  const refused = await signIn(email);
  expect([refused.body.type, Number(refused.headers.get('retry-after')) > 3_500]).toEqual(['urn:countersign:problem:sent-too-often', true]);
  await system
    .owner('users')
    .where({ id })
    .update({ codes_sent_at: system.owner.raw(`array[now() - interval '61 minutes']`) });
  const since = new Date().toISOString();
  const pending = (await signIn(email)).body;
  for (const status of [202, 202, 410]) expect((await post(`/v1/sessions/${pending.signIn}/resend`, {})).status).toBe(status);
  const left = () =>
    system
      .owner('outbox')
      .where({ target: `user/${id}`, name: 'code' })
      .whereNull('done_at')
      .whereNull('skipped_at');
  await eventually(async () => expect(await left()).toEqual([]));
  const code = await codeFor(shared().sms.url, pending.reference, since);
  expect((await post(`/v1/sessions/${pending.signIn}/code`, { code })).status).toBe(201);
  expect((await system.owner('users').where({ id }).first()).codes_sent_at).toEqual([]);
});

test('SEC-3 of fifteen resets in an hour five links are made; every one is answered alike, and the fifth link still opens', async () => {
  const { email, id } = tenant.staff.finance2;
  const answers = [];
  for (const _each of [1, 2, 3])
    answers.push(...(await Promise.all(Array.from({ length: 5 }, () => post('/v1/password-resets', { email })))));
  answers.push(await post('/v1/password-resets', { email: 'nobody@nowhere.example' }));
  expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1);
  const made = await system.owner('invitations').where({ user_id: id }).orderBy('id');
  expect(made).toHaveLength(5);
  expect((await activate(system.api, await openLink(email), 'quite another password')).status).toBe(200);
  expect((await post('/v1/password-resets', { email })).status).toBe(202);
  expect(await system.owner('invitations').where({ user_id: id })).toHaveLength(6);
});

/** The one link to somebody that still opens. */
function openLink(email: string): Promise<string> {
  return eventually(async () => {
    const links = (await system.mailbox.to(email, 'Choose a new password')).map(({ text }) => /\/activate\/(\S+)/.exec(text)![1]!);
    for (const link of links) if ((await post('/v1/links/open', { link })).status === 200) return link;
    throw new Error('No link opens yet');
  });
}

test('SEC-1 SEC-3 a code counts until an hour after it left, to the millisecond', async () => {
  const scope = { tenant: tenant.id, organisation: null };
  const take = (at: string) => inScope(system.database, scope, (trx) => takeSend(trx, tenant.staff.eqa.id, 'codes', firstPolicy, at));
  const at = (minute: number, ms = 0) => new Date(Date.parse('2027-01-04T09:00:00.000Z') + minute * 60_000 + ms).toISOString();
  for (const minute of [0, 10, 20, 30, 40]) expect(await take(at(minute))).toBeNull();
  expect(await take(at(60, -1))).toBe(at(60));
  expect(await take(at(60))).toBeNull();
  expect(await take(at(60))).toBe(at(70));
  const atOnce = await Promise.all(Array.from({ length: 10 }, () => take(at(200))));
  expect(atOnce.filter((next) => next === null)).toHaveLength(5);
});
