import { endOfDate, londonDate } from '../../../domain/working-days';
import { eventually } from '../../support/eventually';
import type { Invited } from '../../support/given';
import type { Problem } from '../../support/orders';
import { activate, codeOfLink, linkFor, nobody, type UserBody } from '../../support/people';
import { shifted, stories, type Story } from '../../support/story';
import { PASSWORD } from '../../support/system';

const HOUR = 3_600_000;
const NEW = 'a new and longer password';
const { test, bothOrders } = stories('people');

const send = <Body = never>({ system }: Story, path: string, body: object) => nobody(system.api).post<Body>(path, body);
const opens = async (story: Story, link: string) => (await send(story, '/v1/links/open', { link })).status;
const expiryOf = async ({ look }: Story, { user }: Invited) => (await look.user(user.id)).invitation!.expiresAt!;

test('SEC-3 link, code, password: only then the account is active; link and code are worth nothing a second time', async (story) => {
  const { given, look, system } = story;
  const { id, user, link } = await given.invited('first');
  expect((await send(story, '/v1/sessions', { email: user.email, password: NEW })).status).toBe(401);
  expect(await opens(story, link)).toBe(200);
  const code = await codeOfLink(system.api, link);
  const weak = await send<Problem>(story, '/v1/links/password', { link, code, password: 'aaa' });
  expect(weak.body.errors.map(({ detail }) => detail)).toEqual(['It has 3 characters', 'It repeats too few different characters']);
  expect((await send(story, '/v1/links/password', { link, code: '000000', password: NEW })).status).toBe(401);
  const done = await send<{ email: string }>(story, '/v1/links/password', { link, code, password: NEW });
  expect([done.status, done.body]).toEqual([200, { email: user.email, apiKeys: [] }]);
  expect((await send(story, '/v1/links/password', { link, code, password: `${NEW}!` })).status).toBe(410);
  expect(await opens(story, link)).toBe(410);
  expect((await look.user(user.id)).state).toBe('active');
  expect((await send(story, '/v1/sessions', { email: user.email, password: NEW })).status).toBe(202);
  await look.stageIs({ id }, 'Accepted');
});

test('SEC-3 an unused link is reminded of at 24 and 48 hours, opens a millisecond before 72:00 and is over at 72:00; its maker is told', async (story) => {
  const { given, look, system, boundary } = story;
  const invited = await given.invited('unused');
  const until = await expiryOf(story, invited);
  const reminders = async () => (await look.mails(invited)).filter((name) => name === 'invitation-reminder').length;
  for (const reminder of [1, 2])
    await boundary(shifted(until, (24 * reminder - 72) * HOUR), {
      before: async () => expect(await reminders()).toBe(reminder - 1),
      after: async () => expect(await reminders()).toBe(reminder),
    });
  const opensAt = (instant: string) => system.receivedAt(instant, () => opens(story, invited.link));
  await boundary(until, {
    before: async () => {
      expect((await look.standing(invited)).stage).toBe('Link sent');
      expect([await opensAt(shifted(until, -1)), await opensAt(until)]).toEqual([200, 410]);
    },
    after: async () => expect((await look.standing(invited)).stage).toBe('Expired'),
  });
  expect([await opens(story, invited.link), (await look.events(invited)).at(-1)]).toEqual([410, ['expired', until]]);
  await system.mailbox.waitFor('has not activated', 'An invitation has expired');
});

test('SEC-3 a link sent anew makes the first one worthless, and its 72 hours run again', async (story) => {
  const { given, as, system } = story;
  const { user, link: first } = await given.invited('again');
  await system.sleep(10 * HOUR);
  const again = await as.caseOperator.post<UserBody>(`/v1/users/${user.id}/resend-invitation`, {});
  expect([again.status, again.body.invitation!.link]).toEqual([200, 2]);
  const second = await linkFor(system.mailbox, user.email, 'Your account at', first);
  expect([await opens(story, first), await opens(story, second)]).toEqual([410, 200]);
  const left = Date.parse(again.body.invitation!.expiresAt!) - (await system.now()).getTime();
  expect(Math.round(left / HOUR)).toBe(72);
});

test('SEC-3 a link sent anew rescues a user whose code is used up: it has a code of its own with all its tries, and the first link is dead', async (story) => {
  const { given, as, system } = story;
  const { user, link: first } = await given.invited('stuck');
  await codeOfLink(system.api, first);
  const guess = (link: string) => send<Problem>(story, '/v1/links/password', { link, code: 'none', password: NEW });
  const guesses = [];
  for (let tries = 0; tries < 6; tries += 1) guesses.push((await guess(first)).status);
  expect(guesses).toEqual([401, 401, 401, 401, 401, 410]);
  expect((await send(story, '/v1/links/code', { link: first })).status).toBe(410);
  expect((await as.caseOperator.post(`/v1/users/${user.id}/resend-invitation`, {})).status).toBe(200);
  const second = await linkFor(system.mailbox, user.email, 'Your account at', first);
  expect([(await send(story, '/v1/links/code', { link: first })).status, (await guess(first)).status]).toEqual([410, 410]);
  const code = await codeOfLink(system.api, second);
  expect((await guess(second)).body.detail).toBe('4 tries are left.');
  expect((await send(story, '/v1/links/password', { link: second, code, password: NEW })).status).toBe(200);
});

test('SEC-3 a forgotten password goes the same way; any address is answered alike; all sessions end', async (story) => {
  const { system, tenant, as } = story;
  const { email } = tenant.staff.finance2;
  expect((await as.finance2.get('/v1/me')).status).toBe(200);
  const known = await send(story, '/v1/password-resets', { email });
  const unknown = await send(story, '/v1/password-resets', { email: 'nobody@nowhere.example' });
  expect([known.status, JSON.stringify(known.body)]).toEqual([unknown.status, JSON.stringify(unknown.body)]);
  const link = await linkFor(system.mailbox, email, 'Choose a new password');
  expect((await activate(system.api, link, NEW)).status).toBe(200);
  expect((await as.finance2.get('/v1/me')).status).toBe(401);
  expect((await send(story, '/v1/sessions', { email, password: PASSWORD })).status).toBe(401);
  await eventually(async () => expect(await system.mailbox.to(email, 'Your password was changed')).toHaveLength(1));
});

test('SEC-11 SEC-15 withdrawing a user ends his open invitation, and its process, at once', async (story) => {
  const { given, as, look } = story;
  const { id, user, link } = await given.invited('withdrawn');
  expect((await as.caseOperator.post(`/v1/users/${user.id}/withdraw`, { reason: 'left' })).status).toBe(200);
  expect(await opens(story, link)).toBe(410);
  await look.stageIs({ id }, 'Withdrawn');
});

bothOrders('SEC-3 SEC-11 a link used and its user withdrawn in one instant: he can never sign in, and the link is worthless', {
  given: async (story) => {
    const invited = await story.given.invited('torn');
    return {
      ...invited,
      code: await codeOfLink(story.system.api, invited.link),
      at: shifted((await story.system.now()).toISOString(), 60_000),
    };
  },
  events: {
    'it is used': async (story, { link, code }, isFirst) => {
      const { status } = await send(story, '/v1/links/password', { link, code, password: NEW });
      expect(status).toBe(isFirst ? 200 : 410);
    },
    'he is withdrawn': async ({ as }, { user }) => {
      expect((await as.caseOperator.post(`/v1/users/${user.id}/withdraw`, { reason: 'left' })).status).toBe(200);
    },
  },
  sound: async (story, { id, user, link }, first) => {
    await story.look.stageIs({ id }, first === 'it is used' ? 'Accepted' : 'Withdrawn');
    expect([(await story.look.user(user.id)).state, await opens(story, link)]).toEqual(['withdrawn', 410]);
    expect((await send(story, '/v1/sessions', { email: user.email, password: NEW })).status).toBe(401);
  },
});

test('SEC-4 a request goes to the Portal Admin, who is reminded after 2 working days; after 5 it goes to staff, not a second before', async (story) => {
  const { given, as, look, tenant, system, boundary } = story;
  const answer = await given.accessAsked('asks', tenant.centre.number);
  const unknown = await given.accessAsked('asks', '00000');
  expect([answer.status, JSON.stringify(answer.body)]).toEqual([202, JSON.stringify(unknown.body)]);
  const request = await eventually(async () => {
    const { items } = (await as.centreUser.get<{ items: { id: string; state: string }[] }>('/v1/access-requests')).body;
    expect(items).toMatchObject([{ state: 'asked' }]);
    return items[0]!;
  });
  const { next } = await look.standing(request);
  expect(next.map(({ what }) => what)).toEqual(['the Portal Admin is reminded by e-mail', 'the request goes to staff']);
  const mails = async () => (await system.mailbox.to(tenant.centre.user.email, 'A colleague asks')).length;
  await eventually(async () => expect(await mails()).toBe(1));
  await boundary(next[0]!.at, {
    before: async () => expect(await mails()).toBe(1),
    after: async () => expect(await mails()).toBe(2),
  });
  await boundary(next[1]!.at, {
    before: async () => expect((await look.standing(request)).stage).toBe('With the Portal Admin'),
    after: async () => expect((await look.standing(request)).stage).toBe('With staff'),
  });
  const { items } = (await as.caseOperator.get<{ items: unknown[] }>('/v1/work-items?queue=caseOperator')).body;
  expect(items).toContainEqual(expect.objectContaining({ task: 'decideAccess', about: expect.objectContaining({ id: request.id }) }));
  const approve = <Body>(rights: string[]) => as.caseOperator.post<Body>(`/v1/access-requests/${request.id}/approve`, { rights });
  expect((await approve<Problem>(['search', 'finance'])).body.errors[0]!.pointer).toBe('/rights/1');
  const approved = (await approve<{ state: string; user: string }>(['search', 'bookings'])).body;
  expect(approved.state).toBe('approved');
  const user = await look.user(approved.user);
  expect([user.role, user.state, user.grants.map(({ right }) => right)]).toEqual(['centreUser', 'invited', ['bookings', 'search']]);
  expect((await as.caseOperator.post(`/v1/access-requests/${request.id}/decline`, { reason: 'late' })).status).toBe(409);
});

test('SEC-4 a centre without a Portal Admin: its request is with staff at once, and who is declined is told', async (story) => {
  const { given, as, system, tenant } = story;
  await as.caseOperator.post('/v1/organisations', { kind: 'centre', name: 'New College', number: '99001' });
  await given.accessAsked('early', '99001');
  const request = await eventually(async () => {
    const { items } = (await as.caseOperator.get<{ items: { id: string; state: string }[] }>('/v1/access-requests')).body;
    expect(items).toMatchObject([{ state: 'withStaff' }]);
    return items[0]!;
  });
  expect((await as.caseOperator.post(`/v1/access-requests/${request.id}/decline`, { reason: 'unknown' })).status).toBe(200);
  await eventually(async () => expect(await system.mailbox.to(`early@${tenant.key}.example`, 'was declined')).toHaveLength(1));
});

test('TIM-3 SEC-8 an administrator proposes numbers, another one approves: new processes run on them from 00:00 of that day, open ones keep theirs', async (story) => {
  const { given, as, look, system, tenant, boundary } = story;
  const today = londonDate((await system.now()).toISOString());
  const tomorrow = londonDate(endOfDate(today));
  const changes = { 'no.such': 1, 'suspense.returnDays': 0, 'hse.reminderDays': 7 };
  const faulty = await as.administrator.post<Problem>('/v1/policies', { effectiveFrom: today, changes, reason: 'r' });
  expect(faulty.body.errors.map(({ pointer }) => pointer)).toEqual([
    '/changes/no.such',
    '/changes/suspense.returnDays',
    '/changes/hse.reminderDays',
    '/effectiveFrom',
  ]);
  const tooFar = await as.administrator.post<Problem>('/v1/policies', {
    effectiveFrom: tomorrow,
    changes: { 'session.idleMinutes': 1e12, 'advanceOrder.hold.overdueDays': 15 },
    reason: 'r',
  });
  expect([tooFar.status, tooFar.body.errors.map(({ detail }) => detail)]).toEqual([
    422,
    ['session.idleMinutes has to be whole, from 5 to 480'],
  ]);
  // One that was proposed before there were bounds, and is not approved any more.
  const before = await given.proposal({ 'session.idleMinutes': 60 }, tomorrow);
  await system.owner.raw(
    `update processes set state = jsonb_set(state::jsonb, '{proposal,changes}', '{"session.idleMinutes": 1000000000000}') where entity_id = ?`,
    [before.id],
  );
  const late = await as.administrator2.post<Problem>(`/v1/policies/${before.id}/approve`, { reason: 'fine' });
  expect([late.status, late.body.errors[0]!.detail]).toEqual([422, 'session.idleMinutes has to be whole, from 5 to 480']);
  expect((await as.administrator2.post(`/v1/policies/${before.id}/decline`, { reason: 'no' })).status).toBe(200);
  const made = await given.proposal({ 'users.linkHours': 48, 'users.remindInvitedHours': [12] }, tomorrow);
  expect(made.state).toBe('awaiting');
  const decide = <Body>(by: 'administrator' | 'administrator2') => as[by].post<Body>(`/v1/policies/${made.id}/approve`, { reason: 'fine' });
  const own = await decide<Problem>('administrator');
  expect([own.status, own.body.errors[0]!.code]).toEqual([409, 'fourEyes']);
  const asked = await look.mails(made);
  await boundary((await look.standing(made)).next[0]!.at, {
    before: async () => expect(await look.mails(made)).toEqual(asked),
    after: async () => expect(await look.mails(made)).toEqual([...asked, ...asked]),
  });
  await eventually(async () => expect(await system.mailbox.about(made.reference)).toHaveLength(4));
  const open = await given.invited('open');
  expect((await decide<{ state: string }>('administrator2')).body.state).toBe('approved');
  const { items } = (await as.administrator2.get<{ items: { version: string }[] }>('/v1/policies')).body;
  expect(items.map(({ version }) => version)).toEqual([tomorrow, '2026-11-01']);
  await system
    .owner('policies')
    .where({ tenant_id: tenant.id, version: tomorrow })
    .update({ effective_from: new Date(Date.now() - 1000) });
  const later = await given.invited('short');
  await as.caseOperator.post(`/v1/users/${open.user.id}/resend-invitation`, {});
  const hours = async (of: Invited) => Math.round((Date.parse(await expiryOf(story, of)) - (await system.now()).getTime()) / HOUR);
  expect([await hours(later), await hours(open)]).toEqual([48, 72]);
  expect(await opens(story, later.link)).toBe(200);
});
