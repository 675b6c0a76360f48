import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { roles, type Permission, type Role } from '../../../domain/access/permissions';
import type { SeededTenant } from '../../../db/seeds/demo';
import { routes } from '../../../api/routes';
import { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { lloydsFile, orderBody, placeOrder, type Order, type Problem } from '../../support/orders';
import { accessMatrix, ACCESS_FILE, mayAs } from '../../../ops/access-matrix';
import { callersOf } from '../../support/roles';
import { findReceipt, importStatement } from '../../support/statements';
import { realSystem, type TestSystem } from '../../support/system';

const NOBODY = randomUUID();

let system: TestSystem;
let mine: SeededTenant;
let theirs: SeededTenant;
let callers: Record<Role, ApiClient>;
let order: Order;
let their: Record<Role, ApiClient>;
let strangers: Record<string, string>;

beforeAll(async () => {
  system = await realSystem('access-api');
  [mine, theirs] = [await system.tenant('mine'), await system.tenant('theirs', 'awarding-body')];
  callers = await callersOf(system, mine);
  order = await placeOrder(callers.employerUser, mine.companies[0]);
  their = await callersOf(system, theirs);
  strangers = await entitiesOf(their, theirs);
}, 120_000);
afterAll(() => system?.stop());

/** One entity of each kind of a tenant, by the prefix of its routes. */
async function entitiesOf(as: Record<Role, ApiClient>, tenant: SeededTenant): Promise<Record<string, string>> {
  const { employerUser, finance, caseOperator, dpo } = as;
  const made = async (caller: ApiClient, path: string, body: unknown) => {
    const answer = await caller.post<{ id: string }>(path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.id;
  };
  const [held, paid] = [
    await placeOrder(employerUser, tenant.companies[0]),
    await placeOrder(employerUser, tenant.companies[0], { credits: 1 }),
  ];
  const file = lloydsFile([
    { text: 'THEIRS', pounds: 1 },
    { text: paid.reference, pounds: 250 },
  ]);
  const statement = await importStatement(finance, tenant.bankAccounts.lloyds, file);
  const receipt = await findReceipt(finance, 'THEIRS');
  await eventually(async () => expect((await finance.get<Order>(`/v1/advance-orders/${paid.id}`)).body.state).toBe('allocated'));
  const asked = { givenName: 'A', familyName: 'B', email: `asks@${tenant.key}.example`, mobile: '07700900123' };
  await employerUser.post('/v1/access-requests', { ...asked, scheme: tenant.key, centre: tenant.centre.number });
  const node = `funds/${tenant.companies[0].company}`;
  const adjustment = await made(finance, '/v1/adjustments', { from: 'writeOffs', to: node, amount: 1, reason: 'r' });
  const policy = await made(as.administrator, '/v1/policies', {
    effectiveFrom: '2030-01-01',
    changes: { 'suspense.returnDays': 50 },
    reason: 'r',
  });
  const reversal = await made(finance, `/v1/advance-orders/${paid.id}/reversals`, { reason: 'r' });
  const document = await made(finance, '/v1/documents', { kind: 'day-report', day: '2026-11-20' });
  const items = await eventually(async () => {
    const found = (await finance.get<{ items: { id: string }[] }>('/v1/work-items')).body.items;
    if (found.length === 0) throw new Error('no task yet');
    return found;
  });
  const upload = await dpo.send<{ id: string }>('POST', `/v1/files?about=${tenant.individual.id}`, '%PDF-1.4\n%%EOF', {
    'Content-Type': 'application/octet-stream',
    'Idempotency-Key': randomUUID(),
  });
  return {
    '/v1/advance-orders/': held.id,
    '/v1/bank-accounts/': tenant.bankAccounts.lloyds,
    '/v1/statements/': statement.id,
    '/v1/receipts/': receipt.id,
    '/v1/claims/': await made(employerUser, `/v1/advance-orders/${held.id}/claims`, { amount: 1, bookedOn: '2026-11-20', quoted: 'q' }),
    '/v1/reversals/': reversal,
    '/v1/processes/': held.id,
    '/v1/audit/': held.id,
    '/v1/cases/': held.id,
    '/v1/mails/': (await system.owner('outbox').where({ entity_id: held.id }).first()).id,
    '/v1/organisations/': tenant.checker.id,
    '/v1/nodes/': tenant.companies[0].group,
    '/v1/users/': tenant.companies[0].user.id,
    '/v1/individuals/': tenant.individual.id,
    '/v1/access-requests/': (await system.owner('access_requests').where({ tenant_id: tenant.id }).first()).id,
    '/v1/approvals/': adjustment,
    '/v1/adjustments/': adjustment,
    '/v1/policies/': policy,
    '/v1/files/': upload.body.id,
    '/v1/documents/': document,
    '/v1/work-items/': items[0]!.id,
    '/v1/saved-filters/': await made(caseOperator, '/v1/saved-filters', { name: 'n', query: {} }),
    '/v1/bulk-actions/': await made(finance, '/v1/bulk-actions', { change: { what: 'note', text: 't' }, over: { items: [items[0]!.id] } }),
    '/v1/me/sessions/': (await system.owner('sessions').where({ user_id: tenant.staff.dpo.id }).first()).id,
    '/v1/me/api-keys/': await made(finance, '/v1/me/api-keys', { name: 'k', permissions: ['viewWork'], days: 1 }),
  };
}

const reason = { reason: 'r' };
const bodies: Record<string, unknown> = {
  extend: { days: 20, reason: 'r' },
  cancel: reason,
  'decide-received': { choice: 'return', reason: 'r' },
  return: reason,
  split: { parts: [1, 2].map((amount) => ({ order: null, amount })), reason: 'r' },
  'ask-payers': reason,
  claims: { amount: 1, bookedOn: '2026-11-20', quoted: 'q' },
  confirm: { receipt: NOBODY, reason: 'r' },
  decline: reason,
  approve: reason,
  reversals: reason,
  layout: { name: 'n', dateFormat: 'yyyy-mm-dd', columns: { date: 'd', amount: 'a', text: ['t'] } },
  licence: { userCap: 5, registeredAddresses: [] },
  move: { to: 'vetted', reason: 'r' },
  addresses: { label: 'l', lines: ['1 High Street'], postcode: 'N1' },
  'remove-address': { address: NOBODY },
  products: { product: 'P', approved: true },
  training: { until: '2030-01-01' },
  rights: { node: null, rights: [] },
  withdraw: reason,
  'end-sessions': reason,
  'withdraw-special-category': reason,
  assign: { to: null },
  notes: { text: 't' },
  reply: { content: { a: 'b' } },
};
function bodyFor(path: string): unknown {
  if (path.endsWith('/allocate')) return { receipts: [NOBODY], reason: 'r' };
  if (path === '/v1/advance-orders') return orderBody(mine.companies[0]);
  if (path.includes('/access-requests/') && path.endsWith('/approve')) return { rights: ['search'] };
  return bodies[path.split('/').at(-1)!] ?? {};
}
function pathOf(template: string, id: string): string {
  return template
    .replace(':id', id)
    .replace(':version', 'current')
    .replace(':form', 'reply')
    .replace(':kind', 'mail')
    .replace(':name', 'invitation');
}
function call(caller: ApiClient, method: string, path: string) {
  const query = /^\/v1\/(mails|files)$/.test(path)
    ? `?about=${NOBODY}`
    : /coverage$|audit-export$/.test(path)
      ? '?from=2026-11-01&to=2026-11-02'
      : '';
  if (method === 'post' && /\/(statements|files)$/.test(path))
    return caller.send<Problem>('POST', path + query, 'a,b', { 'Content-Type': 'text/csv', 'Idempotency-Key': randomUUID() });
  const body = method === 'get' ? undefined : JSON.stringify(bodyFor(path));
  return caller.send<Problem>(
    method.toUpperCase(),
    path + query,
    body,
    body ? { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), 'If-Match': '"1"' } : {},
  );
}

const guarded = routes.filter((route) => !route.isPublic);
const cases = guarded.flatMap((route) => roles.map((role) => [role, route.method, route.path, route.permission] as const));
test.each(cases)(
  'SEC-8 SEC-9 %s on %s %s: allowed by its permission alone, refused by its name',
  async (role, method, path, permission) => {
    const answer = await call(callers[role], method, pathOf(path, NOBODY));
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
    const [foreign, missing] = [
      await call(caller, route.method, pathOf(route.path, ids[prefix]!)),
      await call(caller, route.method, pathOf(route.path, NOBODY)),
    ];
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
    const path = pathOf(route.path, prefix ? strangers[prefix]! : theirs.individual.id);
    const role = (['finance', 'administrator', 'dpo', ...roles] as const).find((each) => mayAs(each, route.permission))!;
    const answer = await call(their[role], 'get', path.replace(/\/v1\/(mails|files)$/, `$&?about=${theirs.individual.id}`));
    // A document that is not made yet, and a draft that nobody keeps, are not there.
    if (!/\/(file|drafts\/reply)$/.test(path)) expect([path, role, answer.status]).toEqual([path, role, 200]);
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

test('SEC-12 the codec opens payloads for signed-in staff alone, also without a body of payloads', async () => {
  const decode = (caller: ApiClient, body: unknown) => caller.post<{ payloads: { data: string }[] }>('/codec/decode', body);
  const history = await system.processes.client.workflow.getHandle(`advance-order/${order.reference}`).fetchHistory();
  const payload = history.events![0]!.workflowExecutionStartedEventAttributes!.input!.payloads![0]!;
  const wire = {
    metadata: Object.fromEntries(Object.entries(payload.metadata!).map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
    data: Buffer.from(payload.data!).toString('base64'),
  };
  const opened = await decode(callers.caseOperator, { payloads: [wire] });
  expect(JSON.parse(Buffer.from(opened.body.payloads[0]!.data, 'base64').toString())).toMatchObject({
    reference: order.reference,
    tenant: mine.id,
  });
  expect((await decode(callers.caseOperator, {})).body).toEqual({ payloads: [] });
  expect((await decode(callers.employerUser, { payloads: [wire] })).status).toBe(403);
  expect((await decode(new ApiClient(system.api, 'x'.repeat(43)), { payloads: [wire] })).status).toBe(401);
});
