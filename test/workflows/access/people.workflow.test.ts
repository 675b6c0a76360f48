import type { SeededTenant } from '../../../db/seeds/demo';
import { endOfDate, londonDate } from '../../../domain/working-days';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import type { Problem } from '../../support/orders';
import { activate, codeOfLink, linkFor, nobody, person, type UserBody } from '../../support/people';
import { PASSWORD, skippingSystem, type SkippingSystem } from '../../support/system';

const HOUR = 3_600_000;
const NEW = 'a new and longer password';

let system: SkippingSystem;
let tenant: SeededTenant;
let operator: ApiClient;

beforeAll(async () => {
  system = await skippingSystem('people');
  tenant = await system.tenant('people');
  operator = await system.signIn(tenant.staff.caseOperator.email);
});
afterAll(() => system?.stop());

async function invite(local: string): Promise<UserBody> {
  const body = person(local, { organisation: tenant.companies[0].id, node: tenant.companies[0].company, rights: ['purchasing'] });
  const made = await operator.post<UserBody>('/v1/users', body);
  expect([made.status, made.body.state]).toEqual([201, 'invited']);
  return made.body;
}
const opened = async (link: string) => (await nobody(system.api).post<Problem & { purpose: string }>('/v1/links/open', { link })).status;
const stageOf = async (id: string) => (await system.owner('processes').where({ entity_id: id }).first('stage'))?.stage;
const userOf = async (id: string) => (await operator.get<UserBody>(`/v1/users/${id}`)).body;
const idOf = (user: UserBody) => eventually(async () => (await userOf(user.id)).invitation!.id);

test('SEC-3 link, code, password: only then the account is active; link and code are worth nothing a second time', async () => {
  const user = await invite('first');
  const link = await linkFor(system.mailbox, user.email, 'Your account at');
  expect((await nobody(system.api).post('/v1/sessions', { email: user.email, password: NEW })).status).toBe(401);
  expect(await opened(link)).toBe(200);
  const code = await codeOfLink(system.api, link);
  const weak = await nobody(system.api).post<Problem>('/v1/links/password', { link, code, password: 'aaa' });
  expect(weak.body.errors.map(({ detail }) => detail)).toEqual(['It has 3 characters', 'It repeats too few different characters']);
  expect((await nobody(system.api).post('/v1/links/password', { link, code: '000000', password: NEW })).status).toBe(401);
  const done = await nobody(system.api).post<{ email: string }>('/v1/links/password', { link, code, password: NEW });
  expect([done.status, done.body]).toEqual([200, { email: user.email }]);
  expect((await nobody(system.api).post('/v1/links/password', { link, code, password: `${NEW}!` })).status).toBe(410);
  expect(await opened(link)).toBe(410);
  expect((await userOf(user.id)).state).toBe('active');
  expect((await nobody(system.api).post('/v1/sessions', { email: user.email, password: NEW })).status).toBe(202);
  await eventually(async () => expect(await stageOf((await userOf(user.id)).invitation!.id)).toBe('Accepted'));
});

test('SEC-3 an unused link is reminded of at 24 and 48 hours, opens at 71:59 and is over at 72:00; its maker is told', async () => {
  const user = await invite('unused');
  const link = await linkFor(system.mailbox, user.email, 'Your account at');
  const id = await idOf(user);
  await eventually(async () => expect(await stageOf(id)).toBe('Link sent'));
  const until = Date.parse((await userOf(user.id)).invitation!.expiresAt!);
  await system.sleepUntil(new Date(until - 23 * HOUR).toISOString());
  await eventually(async () =>
    expect(
      (await system.mailbox.about('still waits for you')).filter((mail) => mail.to.some(({ address }) => address === user.email)),
    ).toHaveLength(2),
  );
  await system.sleepUntil(new Date(until - 60_000).toISOString());
  expect(await opened(link)).toBe(200);
  await system.sleepUntil(new Date(until + 1000).toISOString());
  await eventually(async () => expect(await stageOf(id)).toBe('Expired'));
  expect(await opened(link)).toBe(410);
  await system.mailbox.waitFor('has not activated', 'An invitation has expired');
});

test('SEC-3 a link sent anew makes the first one worthless, and its 72 hours run again', async () => {
  const user = await invite('again');
  const first = await linkFor(system.mailbox, user.email, 'Your account at');
  await eventually(async () => expect(await stageOf(await idOf(user))).toBe('Link sent'));
  await system.sleep(10 * HOUR);
  const again = await operator.post<UserBody>(`/v1/users/${user.id}/resend-invitation`, {});
  expect([again.status, again.body.invitation!.link]).toEqual([200, 2]);
  const second = await linkFor(system.mailbox, user.email, 'Your account at', first);
  expect([await opened(first), await opened(second)]).toEqual([410, 200]);
  const left = Date.parse(again.body.invitation!.expiresAt!) - (await system.now()).getTime();
  expect(Math.round(left / HOUR)).toBe(72);
});

test('SEC-3 a forgotten password goes the same way; any address is answered alike; all sessions end', async () => {
  const { email } = tenant.staff.finance2;
  const session = await system.signIn(email);
  const known = await nobody(system.api).post('/v1/password-resets', { email });
  const unknown = await nobody(system.api).post('/v1/password-resets', { email: 'nobody@nowhere.example' });
  expect([known.status, JSON.stringify(known.body)]).toEqual([unknown.status, JSON.stringify(unknown.body)]);
  const link = await linkFor(system.mailbox, email, 'Choose a new password');
  expect((await activate(system.api, link, NEW)).status).toBe(200);
  expect((await session.get('/v1/me')).status).toBe(401);
  expect((await nobody(system.api).post('/v1/sessions', { email, password: PASSWORD })).status).toBe(401);
  await system.mailbox.waitFor('Your password was changed', 'Your password was changed');
});

test('SEC-11 SEC-15 withdrawing a user ends his open invitation, and its process, at once', async () => {
  const user = await invite('withdrawn');
  const link = await linkFor(system.mailbox, user.email, 'Your account at');
  const id = await idOf(user);
  expect((await operator.post(`/v1/users/${user.id}/withdraw`, { reason: 'left' })).status).toBe(200);
  expect(await opened(link)).toBe(410);
  await eventually(async () => expect(await stageOf(id)).toBe('Withdrawn'));
});

test('SEC-4 a request goes to the Portal Admin, who is reminded after 2 working days; after 5 it goes to staff, not a minute before', async () => {
  const asked = person('asks', { scheme: tenant.key, centre: tenant.centre.number });
  const answer = await nobody(system.api).post('/v1/access-requests', asked);
  const unknown = await nobody(system.api).post('/v1/access-requests', { ...asked, centre: '00000' });
  expect([answer.status, JSON.stringify(answer.body)]).toEqual([202, JSON.stringify(unknown.body)]);
  const portal = await system.signIn(tenant.centre.user.email);
  const list = async (caller: ApiClient) =>
    (await caller.get<{ items: { id: string; state: string; email: string }[] }>('/v1/access-requests')).body.items;
  const request = await eventually(async () => {
    const [found] = await list(portal);
    if (found?.state !== 'asked') throw new Error('not asked yet');
    return found;
  });
  const standing = async () => system.owner('processes').where({ entity_id: request.id }).first('stage', 'next', 'due_at');
  const next = (await standing()).next as { at: string; what: string }[];
  expect(next.map(({ what }) => what)).toEqual(['the Portal Admin is reminded by e-mail', 'the request goes to staff']);
  const mails = async () =>
    (await system.mailbox.about('A colleague asks')).filter((mail) => mail.to.some(({ address }) => address === tenant.centre.user.email));
  expect(await mails()).toHaveLength(1);
  await system.sleepUntil(next[0]!.at);
  await eventually(async () => expect(await mails()).toHaveLength(2));
  await system.sleepUntil(new Date(Date.parse(next[1]!.at) - 60_000).toISOString());
  expect((await standing()).stage).toBe('With the Portal Admin');
  await system.sleepUntil(next[1]!.at);
  await eventually(async () => expect((await standing()).stage).toBe('With staff'));
  const fresh = await system.signIn(tenant.staff.caseOperator.email);
  const { items } = (await fresh.get<{ items: { task: string; about: { id: string } }[] }>('/v1/work-items?queue=caseOperator')).body;
  expect(items).toEqual(
    expect.arrayContaining([expect.objectContaining({ task: 'decideAccess', about: expect.objectContaining({ id: request.id }) })]),
  );
  const wrong = await fresh.post<Problem>(`/v1/access-requests/${request.id}/approve`, { rights: ['search', 'finance'] });
  expect(wrong.body.errors[0]!.pointer).toBe('/rights/1');
  const approved = await fresh.post<{ state: string; user: string }>(`/v1/access-requests/${request.id}/approve`, {
    rights: ['search', 'bookings'],
  });
  expect(approved.body.state).toBe('approved');
  const user = (await fresh.get<UserBody>(`/v1/users/${approved.body.user}`)).body;
  expect([user.role, user.state, user.grants.map(({ right }) => right)]).toEqual(['centreUser', 'invited', ['bookings', 'search']]);
  expect((await fresh.post(`/v1/access-requests/${request.id}/decline`, { reason: 'late' })).status).toBe(409);
});

test('SEC-4 a centre without a Portal Admin: its request is with staff at once, and who is declined is told', async () => {
  const fresh = await system.signIn(tenant.staff.caseOperator.email);
  const centre = (await fresh.post<{ id: string }>('/v1/organisations', { kind: 'centre', name: 'New College', number: '99001' })).body.id;
  await nobody(system.api).post('/v1/access-requests', person('early', { scheme: tenant.key, centre: '99001' }));
  const request = await eventually(async () => {
    const row = await system.owner('access_requests').where({ organisation_id: centre }).first('id', 'state');
    expect(row.state).toBe('withStaff');
    return row;
  });
  expect((await fresh.post(`/v1/access-requests/${request.id}/decline`, { reason: 'unknown' })).status).toBe(200);
  await eventually(async () =>
    expect(
      (await system.mailbox.about('was declined')).some((mail) => mail.to.some(({ address }) => address === 'early@people.example')),
    ).toBe(true),
  );
});

test('TIM-3 SEC-8 an administrator proposes numbers, another one approves: new processes run on them from 00:00 of that day, open ones keep theirs', async () => {
  const fresh = await system.signIn(tenant.staff.administrator.email);
  const today = londonDate((await system.now()).toISOString());
  const tomorrow = londonDate(endOfDate(today));
  const faulty = await fresh.post<Problem>('/v1/policies', {
    effectiveFrom: today,
    changes: { 'no.such': 1, 'suspense.returnDays': 0, 'hse.reminderDays': 7 },
    reason: 'r',
  });
  expect(faulty.body.errors.map(({ pointer }) => pointer)).toEqual([
    '/changes/no.such',
    '/changes/suspense.returnDays',
    '/changes/hse.reminderDays',
    '/effectiveFrom',
  ]);
  const proposal = { effectiveFrom: tomorrow, changes: { 'users.linkHours': 48, 'users.remindInvitedHours': [12] }, reason: 'shorter' };
  const made = await fresh.post<{ id: string; state: string; reference: string }>('/v1/policies', proposal);
  expect([made.status, made.body.state]).toEqual([201, 'awaiting']);
  const own = await fresh.post<Problem>(`/v1/policies/${made.body.id}/approve`, { reason: 'mine' });
  expect([own.status, own.body.errors[0]!.code]).toEqual([409, 'fourEyes']);
  await system.sleep(3 * 24 * HOUR + 1000);
  await eventually(async () => expect(await system.mailbox.about(made.body.reference)).toHaveLength(2));
  const second = await system.signIn(tenant.staff.administrator2.email);
  expect((await second.post<{ state: string }>(`/v1/policies/${made.body.id}/approve`, { reason: 'fine' })).body.state).toBe('approved');
  const { items } = (await second.get<{ items: { version: string; changes: object }[] }>('/v1/policies')).body;
  expect(items.map(({ version }) => version)).toEqual([tomorrow, '2026-11-01']);
  await system
    .owner('policies')
    .where({ version: tomorrow })
    .update({ effective_from: new Date(Date.now() - 1000) });
  const later = await system.signIn(tenant.staff.caseOperator.email);
  const body = person('short', { organisation: tenant.companies[0].id, node: tenant.companies[0].company, rights: ['purchasing'] });
  const user = (await later.post<UserBody>('/v1/users', body)).body;
  const link = await linkFor(system.mailbox, user.email, 'Your account at');
  const expires = (await later.get<UserBody>(`/v1/users/${user.id}`)).body.invitation!.expiresAt!;
  expect(Math.round((Date.parse(expires) - (await system.now()).getTime()) / HOUR)).toBe(48);
  expect(await opened(link)).toBe(200);
  expect((await system.owner('processes').where({ entity_id: made.body.id }).first('policy_version')).policy_version).toBe('2026-11-01');
});
