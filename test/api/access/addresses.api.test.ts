import type { SeededTenant } from '../../../db/seeds/demo';
import type { Got } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { sceneIn, type Scene } from '../../support/given';
import type { Problem } from '../../support/orders';
import { activate, codeOfLink, linkFor, nobody, person, type UserBody } from '../../support/people';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

const NEW = 'a new and longer password';
const IN_USE = 'urn:countersign:problem:address-in-use';
let system: TestSystem;
let here: Scene;
let elsewhere: SeededTenant;

beforeAll(async () => {
  system = await realSystem('addresses');
  here = await sceneIn(system, 'here');
  elsewhere = await system.tenant('elsewhere', 'awarding-body');
});
afterAll(() => system?.stop());

const send = <Body = Problem>(path: string, body: object) => nobody(system.api).post<Body>(path, body);

/** Makes a user with an address in each way that there is; answers what was answered, and whom it made. */
const ways: Record<string, (email: string) => Promise<[Got<unknown>, string]>> = {
  'POST /v1/users': async (email) => {
    const { id: organisation, company: node } = here.tenant.companies[0];
    const body = person('', { email, organisation, node, rights: ['purchasing'] });
    const made = await here.as.caseOperator.post<UserBody>('/v1/users', body);
    return [made, made.body.id];
  },
  'POST /v1/staff': async (email) => {
    const made = await here.as.administrator.post<UserBody>('/v1/staff', person('', { email, role: 'eqa' }));
    return [made, made.body.id];
  },
  'POST /v1/individuals': async (email) => {
    const made = await here.as.caseOperator.post<UserBody>('/v1/individuals', person('', { email }));
    return [made, made.body.id];
  },
  'POST /v1/access-requests/{id}/approve': async (email) => {
    await send('/v1/access-requests', person('', { email, scheme: here.tenant.key, centre: here.tenant.centre.number }));
    const request = await eventually(async () => {
      const { items } = (await here.as.centreUser.get<{ items: { id: string; email: string; state: string }[] }>('/v1/access-requests'))
        .body;
      return items.find((each) => each.email === email && each.state === 'asked')!.id;
    });
    const approved = await here.as.centreUser.post<{ user: string }>(`/v1/access-requests/${request}/approve`, { rights: ['search'] });
    return [approved, approved.body.user];
  },
};

/** What a tenant can see of a user whom it has invited: its own answers and rows, without what is random in them. */
async function seenOf(user: string, email: string, answers: Got<unknown>[]): Promise<string> {
  const { owner } = system;
  const invitations = await eventually(async () => {
    const rows = await owner('invitations').where({ user_id: user }).orderBy('id');
    expect(rows.map(({ state }: { state: string }) => state)).toEqual(['withdrawn', 'sent']);
    return rows;
  });
  const about = [user, ...invitations.map(({ id }: { id: string }) => id)];
  const leaving = await eventually(async () => {
    const rows = await owner('outbox').whereIn('entity_id', about).orderBy('entity_id').orderBy('kind').orderBy('id');
    expect(rows.every((row: { done_at: string | null }) => row.done_at !== null)).toBe(true);
    return rows;
  });
  const rows = {
    answers: answers.map(({ status, headers, body }) => ({ status, headers: [...headers.keys()].sort(), body })),
    user: await here.look.user(user),
    invitations: invitations.map(({ state, link, purpose, moved_to }: Record<string, unknown>) => ({ state, link, purpose, moved_to })),
    leaving: leaving.map(({ kind, name, attempts, target }: Record<string, unknown>) => ({ kind, name, attempts, target })),
    // Two processes write here, each in its order.
    trail: await Promise.all(about.map(async (entity_id) => (await owner('audit').where({ entity_id }).orderBy('seq')).map(told))),
    mails: (await system.mailbox.to(email, '')).map(({ subject }) => subject),
  };
  return JSON.stringify(rows)
    .replaceAll(email, 'EMAIL')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'AT');
}

function told({ event, after }: Record<string, unknown>) {
  return { event, after };
}

test.each(Object.keys(ways))(
  'SEC-9 SEC-14 %s tells a free address from one of another tenant neither by its answer nor by anything that its tenant sees later',
  async (way) => {
    const local = way.replace(/\W+/g, '-').toLowerCase();
    const addresses = {
      free: `free${local}@people.example`,
      active: `active${local}@people.example`,
      invited: `invited${local}@people.example`,
    };
    for (const state of ['active', 'invited'] as const)
      await system.owner('users').insert({ ...theirs(addresses[state].toUpperCase()), state });
    const seen: Record<string, string> = {};
    for (const [state, email] of Object.entries(addresses)) {
      const [made, user] = await ways[way]!(email);
      expect([200, 201]).toContain(made.status);
      // Whoever wonders tries further: signs in often, asks for a new link as anybody, and as an administrator.
      const tries: Got<unknown>[] = [];
      for (let times = 0; times < 4; times += 1) tries.push(await send('/v1/sessions', { email, password: 'wrong' }));
      const resent = await here.as.caseOperator.post(`/v1/users/${user}/resend-invitation`, {});
      const asked = await send('/v1/password-resets', { email });
      seen[state] = await seenOf(user, email, [made, resent, asked]);
      expect(tries.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    }
    expect(seen['active']).toBe(seen['free']);
    expect(seen['invited']).toBe(seen['free']);
  },
);

test('SEC-14 within its own tenant an address that is taken is told with 409, by each way, in whatever state its user is', async () => {
  const { email } = here.tenant.individual;
  for (const way of ['POST /v1/users', 'POST /v1/staff', 'POST /v1/individuals']) {
    const [refused] = await ways[way]!(email.toUpperCase());
    const { errors } = refused.body as Problem;
    expect([way, refused.status, errors.map(({ pointer, code }) => [pointer, code])]).toEqual([way, 409, [['/email', 'emailTaken']]]);
  }
});

test('SEC-3 SEC-9 who has an account elsewhere is told so when he follows the link, and what to do; once that one is withdrawn the link works', async () => {
  const email = 'both@people.example';
  const [{ id }] = await system.owner('users').insert(theirs(email)).returning('id');
  await ways['POST /v1/users']!(email);
  const link = await linkFor(system.mailbox, email, 'Your account at');
  for (const [path, body] of [
    ['open', {}],
    ['code', {}],
    ['password', { code: '000000', password: NEW }],
  ] as const) {
    const told = await send(`/v1/links/${path}`, { link, ...body });
    expect([told.status, told.body.type, told.body.detail]).toEqual([409, IN_USE, expect.stringContaining('Sign in there')]);
  }
  expect(await system.owner('codes').where({ purpose: 'activation' })).toEqual([]);
  await system.owner('users').where({ id }).update({ state: 'withdrawn' });
  expect((await activate(system.api, link, NEW)).status).toBe(200);
  expect((await send('/v1/sessions', { email, password: NEW })).status).toBe(202);
});

test('SEC-3 SEC-9 of two tenants’ invitations whoever is activated first has the address, also where both are at one moment', async () => {
  const there = await sceneIn(system, 'there');
  const email = 'wanted@people.example';
  await ways['POST /v1/users']!(email);
  const { id: organisation, company: node } = there.tenant.companies[0];
  await there.as.caseOperator.post('/v1/users', person('', { email, organisation, node, rights: ['purchasing'] }));
  const links = await eventually(async () => {
    const found = (await system.mailbox.to(email, 'Your account at')).map(({ text }) => /\/activate\/(\S+)/.exec(text)![1]!);
    expect(found).toHaveLength(2);
    return found;
  });
  const codes = [await codeOfLink(system.api, links[0]!), await codeOfLink(system.api, links[1]!)];
  const set = (which: number, password: string) => send('/v1/links/password', { link: links[which], code: codes[which], password });
  const answers = await Promise.all([set(0, NEW), set(1, `${NEW} too`)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const first = answers.findIndex(({ status }) => status === 200);
  expect(answers[1 - first]!.body.type).toBe(IN_USE);
  const signIn = async (password: string) => (await send('/v1/sessions', { email, password })).status;
  expect([await signIn([NEW, `${NEW} too`][first]!), await signIn([NEW, `${NEW} too`][1 - first]!)]).toEqual([202, 401]);
  expect((await send('/v1/links/open', { link: links[1 - first] })).status).toBe(409);
});

test('SEC-3 SEC-9 a forgotten password goes to each account of the address: a new one for the active, an activation for the invited', async () => {
  const email = 'forgetful@people.example';
  await system.owner('users').insert(theirs(email));
  await ways['POST /v1/users']!(email);
  await linkFor(system.mailbox, email, 'Your account at');
  expect((await send('/v1/password-resets', { email })).status).toBe(202);
  await eventually(async () => {
    expect(await system.mailbox.to(email, 'Your account at')).toHaveLength(2);
    expect(await system.mailbox.to(email, 'Choose a new password')).toHaveLength(1);
  });
  const reset = await linkFor(system.mailbox, email, 'Choose a new password');
  expect((await activate(system.api, reset, NEW)).status).toBe(200);
  expect((await send('/v1/sessions', { email, password: PASSWORD })).status).toBe(401);
});

/** A user of the other tenant, who is active. */
function theirs(email: string) {
  return {
    id: crypto.randomUUID(),
    tenant_id: elsewhere.id,
    email,
    role: 'individual',
    given_name: 'Ada',
    family_name: 'Elsewhere',
    mobile: '+447700900123',
    state: 'active',
  };
}
