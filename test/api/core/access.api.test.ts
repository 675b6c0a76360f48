import { readFileSync } from 'node:fs';
import { roles, type Permission, type Role } from '../../../domain/access/permissions';
import type { SeededTenant } from '../../../db/seeds/demo';
import { routes } from '../../../api/routes';
import { EncryptionCodec } from '../../../platform/data-converter';
import { payloadConverter } from '../../../platform/payload-converter';
import { ApiClient } from '../../support/api-client';
import type { ProcessKind } from '../../../domain/processes';
import { makesFor, NOBODY, type Make } from '../../support/access';
import { entities, kinds, triesFor } from '../../support/every-route';
import { orderBody, placeOrder, type Order, type Problem } from '../../support/orders';
import { accessMatrix, ACCESS_FILE, mayAs } from '../../../ops/access-matrix';
import { callersOf, castOf } from '../../support/roles';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tryRoute: ReturnType<typeof triesFor>;
let mine: SeededTenant;
let theirs: SeededTenant;
let callers: Record<Role, ApiClient>;
let order: Order;
let their: Record<Role, ApiClient>;
let strangers: Record<string, string>;
let strangeCases: Record<string, string>;

beforeAll(async () => {
  system = await realSystem('access-api');
  [mine, theirs] = [await system.tenant('mine'), await system.tenant('theirs', 'awarding-body')];
  tryRoute = triesFor(mine.companies[0]);
  callers = await callersOf(system, mine);
  order = await placeOrder(callers.employerUser, mine.companies[0]);
  their = await callersOf(system, theirs);
  const makes = makesFor(system, theirs, their, entities);
  const all = async (makers: Record<string, Make>, make: (name: string) => Promise<string>) => {
    const made: Record<string, string> = {};
    for (const name of Object.keys(makers)) made[name] = await make(name);
    return made;
  };
  strangers = await all(entities, makes.one);
  strangeCases = await all(kinds, (kind) => kinds[kind as ProcessKind](makes));
}, 120_000);
afterAll(() => system?.stop());

const guarded = routes.filter((route) => !route.isPublic);
const cases = guarded.flatMap((route) => roles.map((role) => [role, route.method, route.path, route.permission] as const));
test.each(cases)(
  'SEC-8 SEC-9 %s on %s %s: allowed by its permission alone, refused by its name',
  async (role, method, path, permission) => {
    const answer = await tryRoute(callers[role], { method, path }, NOBODY);
    if (mayAs(role, permission)) expect(answer.status).not.toBe(403);
    else expect([answer.status, answer.body.permission]).toEqual([403, permission]);
  },
);

test('SEC-8 the matrix of roles and routes is the committed document', () => {
  expect(readFileSync(ACCESS_FILE, 'utf8')).toBe(accessMatrix());
});

/** Every route with an identifier, tried with one that is not the caller's: the answer must be that for a missing one. */
async function triesEverywhere(
  caller: ApiClient,
  allowed: (permission: Permission | null) => boolean,
  ids: Record<string, string>,
): Promise<number> {
  let tried = 0;
  for (const route of guarded.filter((each) => each.path.includes(':id') && allowed(each.permission))) {
    const prefix = Object.keys(ids).find((each) => route.path.startsWith(each));
    if (!prefix) continue;
    const [foreign, missing] = [await tryRoute(caller, route, ids[prefix]!), await tryRoute(caller, route, NOBODY)];
    expect([route.path, missing.status]).toEqual([route.path, 404]);
    expect([route.path, foreign.status, JSON.stringify(foreign.body)]).toEqual([route.path, 404, JSON.stringify(missing.body)]);
    tried += 1;
  }
  return tried;
}

test('SEC-9 every route answers another tenant’s identifier as a missing one, byte for byte', async () => {
  const withId = guarded.filter((route) => route.path.includes(':id'));
  for (const role of roles) await triesEverywhere(callers[role], (permission) => mayAs(role, permission), strangers);
  for (const { path } of withId) expect([path, Object.keys(strangers).some((prefix) => path.startsWith(prefix))]).toEqual([path, true]);
});

test.each(Object.keys(kinds))('SEC-9 how another tenant’s %s stands, its trail and its notes are answered as missing', async (kind) => {
  const ids = Object.fromEntries(['processes', 'audit', 'cases'].map((each) => [`/v1/${each}/`, strangeCases[kind]!]));
  const own = await castOf(system, theirs).finance.get(`/v1/processes/${strangeCases[kind]}`);
  expect(own.status).toBe(200);
  expect(await triesEverywhere(callers.finance, (permission) => mayAs('finance', permission), ids)).toBeGreaterThan(3);
});

test('SEC-8 an administrator makes a member of staff, whose training holds until a day, and who has the rights of the role', async () => {
  const person = { givenName: 'Ann', familyName: 'Other', email: 'ann.other@theirs.example', mobile: '+447700900124' };
  const made = await their.administrator.post<{ role: string; state: string; trainingUntil: string; grants: unknown[] }>('/v1/staff', {
    ...person,
    role: 'finance',
    trainingUntil: '2030-01-01',
  });
  expect([made.status, made.body]).toEqual([
    201,
    expect.objectContaining({ ...person, role: 'finance', state: 'invited', trainingUntil: '2030-01-01', grants: [] }),
  ]);
});

test('SEC-9 its own people see each of these entities, and each list', async () => {
  for (const route of guarded.filter(({ method }) => method === 'get')) {
    const prefix = Object.keys(strangers).find((each) => route.path.startsWith(each));
    const role = (['finance', 'administrator', 'dpo', ...roles] as const).find((each) => mayAs(each, route.permission))!;
    const { id } = theirs.individual;
    const { path } = route;
    const answer = await tryRoute(their[role], route, prefix ? strangers[prefix]! : id, id);
    // A document that is not made yet, and a draft that nobody keeps, are not there.
    if (!/\/(file|drafts\/:form)$/.test(path)) expect([path, role, answer.status]).toEqual([path, role, 200]);
  }
});

test('SEC-9 every route answers another organisation’s identifier as a missing one, to employers, centres and checkers', async () => {
  const [first] = mine.companies;
  const ids = {
    '/v1/advance-orders/': order.id,
    '/v1/processes/': order.id,
    '/v1/organisations/': first.id,
    '/v1/nodes/': first.group,
    '/v1/users/': first.user.id,
  };
  const other = await system.signIn(mine.companies[1].user.email);
  expect(await triesEverywhere(other, (permission) => mayAs('employerUser', permission), ids)).toBeGreaterThan(10);
  for (const role of ['centreUser', 'checkerUser', 'individual'] as const)
    expect(await triesEverywhere(callers[role], (permission) => mayAs(role, permission), ids)).toBeGreaterThan(0);
});

test('SEC-9 a list shows nothing of another tenant, and nothing of another employer to an employer', async () => {
  const other = await system.signIn(mine.companies[1].user.email);
  expect((await other.get<{ items: Order[] }>('/v1/advance-orders')).body.items).toEqual([]);
  expect((await other.get(`/v1/advance-orders/${order.id}`)).status).toBe(404);
  expect((await other.get(`/v1/processes/${order.id}`)).status).toBe(404);
  for (const path of ['/v1/advance-orders', '/v1/processes', '/v1/statements', '/v1/receipts', '/v1/work-items']) {
    expect(JSON.stringify((await callers.finance.get(path)).body)).not.toContain(strangers['/v1/advance-orders/']!);
  }
  expect((await callers.finance.get<{ accounts: unknown[] }>('/v1/reports/trial-balance')).body.accounts).toEqual([]);
});

test('SEC-7 a user of a group sees and orders for its offices, and neither upwards nor sideways', async () => {
  const company = mine.companies[1];
  const moveTo = (node: string) => system.owner('grants').where({ user_id: company.user.id }).update({ node_id: node });
  await moveTo(company.group);
  const member = await system.signIn(company.user.email);
  const atOffice = await member.post<Order>('/v1/advance-orders', orderBody(company, { level: company.offices[0] }));
  expect(atOffice.status).toBe(201);
  const atCompany = await member.post<Problem>('/v1/advance-orders', orderBody(company, { level: company.company }));
  expect([atCompany.status, atCompany.body.errors[0]!.pointer]).toEqual([422, '/level']);
  await moveTo(company.offices[1]);
  expect((await member.get(`/v1/advance-orders/${atOffice.body.id}`)).status).toBe(404);
  await moveTo(company.company);
  expect((await member.get(`/v1/advance-orders/${atOffice.body.id}`)).status).toBe(200);
});

interface Wire {
  metadata: Record<string, string>;
  data: string;
}
const wired = ({ metadata, data }: { metadata?: Record<string, Uint8Array> | null; data?: Uint8Array | null }): Wire => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
  data: Buffer.from(data ?? []).toString('base64'),
});
const decode = (caller: ApiClient, body: unknown) => caller.post<{ payloads: Wire[] }>('/codec/decode', body);
/** Every sealed payload of an order's history. */
async function payloadsOf(reference: string): Promise<Wire[]> {
  const { events } = await system.processes.client.workflow.getHandle(`advance-order/${reference}`).fetchHistory();
  const found: Wire[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    const { metadata, data } = value as { metadata?: Record<string, Uint8Array>; data?: Uint8Array };
    if (metadata?.['encryption-key-id']) found.push(wired({ metadata, data: data! }));
    else Object.values(value).forEach(visit);
  };
  visit(events);
  return found;
}

test('SEC-9 SEC-12 the codec opens every payload of the caller’s own histories and none of another tenant’s, whichever way that is given', async () => {
  const own = await payloadsOf(order.reference);
  const foreign = await payloadsOf((await placeOrder(their.employerUser, theirs.companies[0])).reference);
  expect([own.length, foreign.length]).toEqual([foreign.length, own.length]);
  expect(own.length).toBeGreaterThan(3);
  const asked = await decode(callers.caseOperator, { payloads: [...own, ...foreign] });
  expect(asked.body.payloads.slice(own.length)).toEqual(foreign);
  for (const each of asked.body.payloads.slice(0, own.length)) expect(atob(each.metadata['encoding']!)).toBe('json/plain');
  // What names no process was sealed before payloads knew theirs: the tenant that it names decides.
  const codec = new EncryptionCodec(system.config.COUNTERSIGN_KEYS);
  const old = await codec.encode([mine.id, theirs.id].map((tenant) => payloadConverter.toPayload({ reference: 'R', tenant })));
  const [ours, others] = (await decode(callers.caseOperator, { payloads: old.map(wired) })).body.payloads;
  expect([atob(ours!.metadata['encoding']!), others]).toEqual(['json/plain', wired(old[1]!)]);
});

test('SEC-8 SEC-12 staff whose training is over are shown no history', async () => {
  const [payload] = await payloadsOf(order.reference);
  const until = (trainingUntil: string) => system.owner('users').where({ id: mine.staff.eqa.id }).update({ training_until: trainingUntil });
  const trained = (await system.owner('users').where({ id: mine.staff.eqa.id }).first()).training_until as string;
  expect((await decode(callers.eqa, { payloads: [payload] })).status).toBe(200);
  await until('2020-01-01');
  const refused = await callers.eqa.post<Problem>('/codec/decode', { payloads: [payload] });
  expect([refused.status, refused.body.type]).toEqual([403, 'urn:countersign:problem:training']);
  await until(trained);
});

test('SEC-12 the codec opens payloads for signed-in staff alone, also without a body of payloads', async () => {
  const history = await system.processes.client.workflow.getHandle(`advance-order/${order.reference}`).fetchHistory();
  const payload = history.events![0]!.workflowExecutionStartedEventAttributes!.input!.payloads![0]!;
  const wire = wired(payload);
  const opened = await decode(callers.caseOperator, { payloads: [wire] });
  expect(JSON.parse(Buffer.from(opened.body.payloads[0]!.data, 'base64').toString())).toMatchObject({
    reference: order.reference,
    tenant: mine.id,
  });
  expect((await decode(callers.caseOperator, {})).body).toEqual({ payloads: [] });
  expect((await decode(callers.employerUser, { payloads: [wire] })).status).toBe(403);
  expect((await decode(new ApiClient(system.api, 'x'.repeat(43)), { payloads: [wire] })).status).toBe(401);
});
