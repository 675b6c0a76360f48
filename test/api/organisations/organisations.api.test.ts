import { employerRights, rightsOf } from '../../../domain/access/rights';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { Role } from '../../../domain/access/permissions';
import { toJson } from '../../../platform/json';
import { ApiClient } from '../../support/api-client';
import { orderBody, placeOrder, type Problem } from '../../support/orders';
import { activate, linkFor, person, type UserBody } from '../../support/people';
import { callersOf } from '../../support/roles';
import { PASSWORD, realSystem, type TestSystem } from '../../support/system';

interface Organisation {
  id: string;
  name: string;
  state: string;
  version: number;
  addresses: { id: string; postcode: string }[];
  products: { product: string; withdrawnAt: string | null }[];
}

let system: TestSystem;
let tenant: SeededTenant;
let as: Record<Role, ApiClient>;

beforeAll(async () => {
  system = await realSystem('organisations');
  tenant = await system.tenant('orgs');
  as = await callersOf(system, tenant);
});
afterAll(() => system?.stop());

const faults = (answer: { body: Problem }) => answer.body.errors.map(({ pointer, code }) => [pointer, code]);
async function member(local: string, node: string, rights: string[]): Promise<ApiClient> {
  const made = await as.employerUser.post<UserBody>('/v1/users', person(local, { node, rights }));
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  await activate(system.api, await linkFor(system.mailbox, made.body.email, 'Your account at'), PASSWORD);
  return system.signIn(made.body.email);
}

test('SEC-14 staff make a company and its first user with all rights at company level; everything mandatory is told at once', async () => {
  const made = await as.caseOperator.post<Organisation>('/v1/organisations', { kind: 'employer', name: 'Fuse & Sons', number: 'JIB-1' });
  expect(made.status).toBe(201);
  const { items } = (await as.caseOperator.get<{ items: { id: string; kind: string }[] }>(`/v1/nodes?organisation=${made.body.id}`)).body;
  expect(items.map(({ kind }) => kind)).toEqual(['company']);
  const empty = await as.caseOperator.post<Problem>('/v1/users', {});
  expect(empty.body.errors.map(({ pointer }) => pointer)).toEqual(['/givenName', '/familyName', '/email', '/mobile']);
  const first = await as.caseOperator.post<UserBody>(
    '/v1/users',
    person('fuse', { organisation: made.body.id, node: items[0]!.id, rights: ['userAdmin', 'purchasing', 'useFunds'] }),
  );
  expect([first.status, first.body.advice]).toEqual([201, expect.stringContaining('lowest level')]);
  expect(faults(await as.caseOperator.post<Problem>('/v1/organisations', { kind: 'employer', name: 'Other', number: 'JIB-1' }))).toEqual([
    ['/number', 'number'],
  ]);
  expect(
    faults(
      await as.caseOperator.post<Problem>(
        '/v1/users',
        person('fuse', { organisation: made.body.id, node: items[0]!.id, rights: ['userAdmin'] }),
      ),
    ),
  ).toEqual([['/email', 'emailTaken']]);
});

test('EMP-6 WRK-1 organisations are found by any part of their name, whatever its case, and by their number', async () => {
  await as.caseOperator.post('/v1/organisations', { kind: 'employer', name: 'Zephyr Kwik_Watt Ltd', number: 'JIB-871' });
  const found = async (search: string) =>
    (await as.caseOperator.get<{ items: Organisation[] }>(`/v1/organisations?search=${encodeURIComponent(search)}`)).body.items.map(
      ({ name }) => name,
    );
  for (const part of ['Zephyr', 'kwik_w', 'WATT ltd', 'JIB-871']) expect(await found(part)).toEqual(['Zephyr Kwik_Watt Ltd']);
  for (const part of ['kwik%watt', 'kwikxwatt', 'JIB-8']) expect(await found(part)).toEqual([]);
});

test('SEC-14 a company’s first user holds all rights at company level, whatever is sent; the second one what he is given, and he is given something', async () => {
  const first = async (number: string, sent: { rights?: string[]; node?: string }) => {
    const wish = { kind: 'employer', name: `First ${number}`, number };
    const { body: made } = await as.caseOperator.post<Organisation>('/v1/organisations', wish);
    const { items } = (await as.caseOperator.get<{ items: { id: string }[] }>(`/v1/nodes?organisation=${made.id}`)).body;
    const user = await as.caseOperator.post<UserBody>('/v1/users', person(`first-${number}`, { organisation: made.id, ...sent }));
    return { organisation: made.id, company: items[0]!.id, user };
  };
  for (const [number, sent] of Object.entries({ none: {}, empty: { rights: [] }, one: { rights: ['viewPurchases'] } })) {
    const { user, company } = await first(number, sent);
    expect(user.status).toBe(201);
    expect(user.body.grants.every(({ node }) => node === company)).toBe(true);
    const held = new Set(user.body.grants.flatMap(({ right }) => [...rightsOf(right)]));
    expect(employerRights.filter((right) => !held.has(right))).toEqual([]);
  }
  const { organisation, company } = await first('two', {});
  const second = (rights: string[]) =>
    as.caseOperator.post<UserBody & Problem>('/v1/users', person(`second-${rights.length}`, { organisation, node: company, rights }));
  expect(faults(await second([]))).toEqual([['/rights', 'right']]);
  expect((await second(['viewPurchases'])).body.grants).toEqual([{ right: 'viewPurchases', node: company }]);
});

test('SEC-7 a right granted at a group holds for its offices and neither above nor beside; granting it brings no warning', async () => {
  const [company] = tenant.companies;
  const buyer = await member('buyer', company.group, ['createPurchases']);
  expect((await buyer.post('/v1/advance-orders', orderBody(company, { level: company.offices[0] }))).status).toBe(201);
  expect((await buyer.post('/v1/advance-orders', orderBody(company, { level: company.company }))).status).toBe(422);
  const refused = await buyer.get<Problem>('/v1/users');
  expect([refused.status, refused.body.permission]).toEqual([403, 'viewUsers']);
  const { items } = (
    await buyer.get<{ items: { permission: string; from: string; by: string }[] }>(`/v1/me/permissions?node=${company.offices[1]}`)
  ).body;
  expect(items).toEqual([
    { permission: 'createPurchases', from: company.group, by: 'createPurchases' },
    { permission: 'viewInvoices', from: company.group, by: 'createPurchases' },
    { permission: 'viewPurchases', from: company.group, by: 'createPurchases' },
  ]);
  expect((await buyer.get<{ items: unknown[] }>(`/v1/me/permissions?node=${company.company}`)).body.items).toEqual([]);
});

test('SEC-6 nobody hands on a right that he does not have there himself, nor one that does not exist', async () => {
  const [company] = tenant.companies;
  const admin = await member('useradmin', company.group, ['userAdmin']);
  const answer = await admin.post<Problem>(
    '/v1/users',
    person('x', { node: company.offices[0], rights: ['addUsers', 'useFunds', 'portalAdmin'] }),
  );
  expect(faults(answer)).toEqual([
    ['/rights/1', 'ownRight'],
    ['/rights/2', 'right'],
  ]);
  expect(faults(await admin.post<Problem>('/v1/users', person('x', { node: company.company, rights: ['addUsers'] })))).toEqual([
    ['/node', 'node'],
  ]);
  const made = await admin.post<UserBody>('/v1/users', person('assistant', { node: company.offices[0], rights: ['addUsers'] }));
  expect([made.status, made.body.advice]).toEqual([201, null]);
  expect((await admin.get(`/v1/users/${company.user.id}`)).status).toBe(404);
});

test('EMP-6 moving an office changes inherited rights at once and moves no past money', async () => {
  const [company] = tenant.companies;
  const made = await as.employerUser.post<{ id: string }>('/v1/nodes', { parent: company.company, kind: 'group', name: 'Western' });
  const west = made.body.id;
  const office = (await as.employerUser.post<{ id: string }>('/v1/nodes', { parent: company.group, kind: 'office', name: 'Bath' })).body.id;
  const eastern = await member('eastern', company.group, ['purchasing']);
  const order = await placeOrder(as.employerUser, company, { level: office });
  expect((await eastern.get(`/v1/advance-orders/${order.id}`)).status).toBe(200);
  expect((await as.employerUser.post(`/v1/nodes/${office}/change`, { parent: west, name: 'Bath Spa' })).status).toBe(200);
  expect((await eastern.get(`/v1/advance-orders/${order.id}`)).status).toBe(404);
  expect((await system.owner('advance_orders').where({ id: order.id }).first('node_id')).node_id).toBe(office);
  expect(faults(await as.employerUser.post<Problem>(`/v1/nodes/${west}/change`, { parent: office }))).toEqual([['/parent', 'node']]);
  expect(faults(await as.employerUser.post<Problem>(`/v1/nodes/${company.group}/change`, { parent: company.group }))).toEqual([
    ['/parent', 'node'],
  ]);
  expect(faults(await as.employerUser.post<Problem>(`/v1/nodes/${office}/change`, { parent: tenant.companies[1].group }))).toEqual([
    ['/parent', 'node'],
  ]);
});

test('EMP-6 a company has its number, head office and addresses; changes stand in its trail with what was before', async () => {
  const [company] = tenant.companies;
  const path = `/v1/organisations/${company.id}`;
  const changed = await as.employerUser.post<Organisation>(`${path}/change`, { number: 'JIB-77', headOffice: company.offices[0] });
  expect(changed.body).toMatchObject({ number: 'JIB-77', headOffice: company.offices[0], version: 2 });
  const withAddress = await as.employerUser.post<Organisation>(`${path}/addresses`, {
    label: 'Yard',
    lines: ['1 Yard Lane', 'Norwich'],
    postcode: 'NR1 1AA',
    node: company.offices[0],
  });
  expect(withAddress.body.addresses).toMatchObject([{ label: 'Yard', postcode: 'NR1 1AA' }]);
  const gone = await as.employerUser.post<Organisation>(`${path}/remove-address`, { address: withAddress.body.addresses[0]!.id });
  expect(gone.body.addresses).toEqual([]);
  const trail = (await as.caseOperator.get<{ items: { event: string; userName: string; after: unknown }[] }>(`/v1/audit/${company.id}`))
    .body.items;
  expect(trail.map(({ event }) => event)).toEqual(['changed', 'addressAdded', 'addressRemoved']);
  expect(trail[0]!.userName).toBe('Brightwire Example');
  expect(faults(await as.employerUser.post<Problem>(`${path}/change`, { headOffice: tenant.companies[1].group }))).toEqual([
    ['/headOffice', 'node'],
  ]);
});

test('SEC-15 the Portal Admin edits and withdraws users and changes the LRS administrator, of whom there is one; the last Portal Admin stays', async () => {
  const made = await as.centreUser.post<UserBody>('/v1/users', person('colleague', { rights: ['search', 'users'] }));
  expect(made.status).toBe(201);
  const id = made.body.id;
  const moved = await as.centreUser.post<UserBody>(`/v1/users/${id}/rights`, { node: null, rights: ['search', 'updateUlns'] });
  expect(moved.body.grants.map(({ right }) => right)).toEqual(['search', 'updateUlns']);
  expect(await system.owner('grants').where({ organisation_id: tenant.centre.id, name: 'updateUlns' }).pluck('user_id')).toEqual([id]);
  expect((await as.centreUser.post<Problem>(`/v1/users/${tenant.centre.user.id}/withdraw`, { reason: 'r' })).body.errors[0]!.code).toBe(
    'oneself',
  );
  const last = await as.caseOperator.post<Problem>(`/v1/users/${tenant.centre.user.id}/withdraw`, { reason: 'r' });
  expect([last.status, last.body.errors[0]!.code]).toEqual([409, 'lastPortalAdmin']);
  expect(
    (await as.centreUser.post<Problem>(`/v1/users/${tenant.centre.user.id}/rights`, { node: null, rights: ['search'] })).body.errors[0]!
      .code,
  ).toBe('lastPortalAdmin');
  await as.centreUser.post(`/v1/users/${id}/rights`, { node: null, rights: ['portalAdmin'] });
  expect((await as.caseOperator.post<UserBody>(`/v1/users/${tenant.centre.user.id}/withdraw`, { reason: 'left' })).body.state).toBe(
    'withdrawn',
  );
  expect((await as.centreUser.get('/v1/me')).status).toBe(401);
});

test('SEC-11 the user cap of a checker holds under 20 requests at once: the eleventh is refused, and a withdrawn user makes room', async () => {
  const add = (local: string) => as.checkerUser.post<UserBody & Problem>('/v1/users', person(local, { rights: ['checkCards'] }));
  const answers = await Promise.all(Array.from({ length: 20 }, (_each, index) => add(`gate${index}`)));
  const made = answers.filter(({ status }) => status === 201);
  expect(made).toHaveLength(9);
  expect(answers.find(({ status }) => status === 409)!.body.errors[0]!.detail).toContain('all 10 users');
  await as.checkerUser.post(`/v1/users/${made[0]!.body.id}/withdraw`, { reason: 'left' });
  expect((await add('instead')).status).toBe(201);
  expect((await add('toomany')).status).toBe(409);
});

test('CHK-7 SEC-11 a checker moves along its states in order; withdrawing it ends its sessions at once', async () => {
  const made = await as.caseOperator.post<Organisation>('/v1/organisations', {
    kind: 'checker',
    name: 'Crane Watch',
    number: 'L-9',
    checkerType: 'client',
  });
  expect(made.body.state).toBe('applied');
  expect(faults(await as.caseOperator.post<Problem>('/v1/organisations', { kind: 'checker', name: 'No type', number: 'L-10' }))).toEqual([
    ['/checkerType', 'checkerType'],
  ]);
  const move = (to: string) => as.caseOperator.post<Organisation & Problem>(`/v1/organisations/${made.body.id}/move`, { to, reason: 'r' });
  expect((await move('active')).body.errors[0]!.code).toBe('state');
  for (const to of ['vetted', 'termsSigned', 'active']) expect((await move(to)).body.state).toBe(to);
  await as.caseOperator.post('/v1/users', person('crane', { organisation: made.body.id, rights: ['checkCards', 'users'] }));
  await activate(system.api, await linkFor(system.mailbox, 'crane@people.example', 'Your account at'), PASSWORD);
  const crane = await system.signIn('crane@people.example');
  expect((await crane.get('/v1/users')).status).toBe(200);
  expect((await move('withdrawn')).body.state).toBe('withdrawn');
  expect((await crane.get('/v1/users')).status).toBe(401);
  await expect(system.signIn('crane@people.example')).rejects.toThrow('401');
});

test('REG-1 a centre is approved for a product, and the approval can be withdrawn', async () => {
  const path = `/v1/organisations/${tenant.centre.id}/products`;
  const set = (approved: boolean, product = 'BUS-301') => as.eqa.post<Organisation & Problem>(path, { product, approved });
  const named = { product: 'BUS-301', name: 'Level 3 Diploma in Team Leading' };
  expect((await set(true)).body.products).toContainEqual(expect.objectContaining({ ...named, withdrawnAt: null }));
  expect((await set(true)).status).toBe(409);
  expect((await set(false)).body.products).toContainEqual(expect.objectContaining({ ...named, withdrawnAt: expect.any(String) }));
  const unknown = await set(true, 'NONE-1');
  expect([unknown.status, faults(unknown)]).toEqual([422, [['/product', 'product']]]);
});

test('AUD-1 the trail of a user says what was changed and never holds a name, an address or a number', async () => {
  const made = await as.employerUser.post<UserBody>(
    '/v1/users',
    person('traced', { node: tenant.companies[0].company, rights: ['viewPurchases'] }),
  );
  await as.employerUser.post(`/v1/users/${made.body.id}/change`, { familyName: 'Hopper', mobile: '07700 900456' });
  await as.employerUser.post(`/v1/users/${made.body.id}/reset-password`, {});
  await as.employerUser.post(`/v1/users/${made.body.id}/end-sessions`, { reason: 'lost phone' });
  const events = await system.owner('audit').where({ entity_id: made.body.id }).orderBy('seq').select('event', 'user_id');
  expect(events).toEqual(
    ['invited', 'changed', 'linkSent', 'sessionsEnded'].map((event) => ({ event, user_id: tenant.companies[0].user.id })),
  );
  const rows = toJson(await system.owner('audit').where({ entity_id: made.body.id }));
  expect(rows).toContain('"changed":["familyName","mobile"]');
  expect(rows).not.toMatch(/Hopper|Lovelace|900456|traced@/);
});

test('SEC-9 unknown members of a body are refused by name: nobody makes himself an administrator', async () => {
  const answer = await as.employerUser.post<Problem>(
    '/v1/users',
    person('evil', { node: tenant.companies[0].company, rights: ['addUsers'], role: 'administrator', state: 'active' }),
  );
  expect(answer.body.errors.map(({ pointer }) => pointer)).toEqual(['/role', '/state']);
});
