import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { may, type Permission, type Role } from '../../domain/permissions';
import type { SeededTenant } from '../../db/seeds/demo';
import { routes } from '../../api/routes';
import { ApiClient } from '../support/api-client';
import { eventually } from '../support/eventually';
import { lloydsFile, orderBody, placeOrder, type Order, type Problem } from '../support/orders';
import { findReceipt, importStatement } from '../support/statements';
import { PASSWORD, realSystem, type TestSystem } from '../support/system';

const ROLES: Role[] = ['employerUser', 'finance', 'caseOperator', 'administrator'];
const MATRIX = join(__dirname, '..', '..', 'docs', 'access.md');

let system: TestSystem;
let mine: SeededTenant;
let theirs: SeededTenant;
let callers: Record<Role, ApiClient>;
let order: Order;
let strangers: { order: Order; statement: string; receipt: string; mail: string; claim: string; reversal: string };

beforeAll(async () => {
  system = await realSystem('access-api');
  [mine, theirs] = [await system.tenant('mine'), await system.tenant('theirs', 'awarding-body')];
  callers = {
    employerUser: await system.signIn(mine.companies[0].user.email),
    finance: await system.signIn(mine.staff.finance.email),
    caseOperator: await system.signIn(mine.staff.caseOperator.email),
    administrator: await system.signIn(mine.staff.administrator.email),
  };
  order = await placeOrder(callers.employerUser, mine.companies[0]);
  const [employer, finance] = [await system.signIn(theirs.companies[0].user.email), await system.signIn(theirs.staff.finance.email)];
  const foreign = await placeOrder(employer, theirs.companies[0]);
  const paid = await placeOrder(employer, theirs.companies[0], { credits: 1 });
  const file = lloydsFile([
    { text: 'THEIRS', pounds: 1 },
    { text: paid.reference, pounds: 250 },
  ]);
  const statement = await importStatement(finance, theirs.bankAccounts.lloyds, file);
  const receipt = await findReceipt(finance, 'THEIRS');
  await eventually(async () => expect((await finance.get<Order>(`/v1/advance-orders/${paid.id}`)).body.state).toBe('allocated'));
  const claim = { amount: 1, bookedOn: '2026-11-20', quoted: 'q' };
  strangers = {
    order: foreign,
    statement: statement.id,
    receipt: receipt.id,
    mail: (await system.owner('outbox').where({ entity_id: foreign.id }).first()).id,
    claim: (await employer.post<{ id: string }>(`/v1/advance-orders/${foreign.id}/claims`, claim)).body.id,
    reversal: (await finance.post<{ id: string }>(`/v1/advance-orders/${paid.id}/reversals`, { reason: 'r' })).body.id,
  };
});
afterAll(() => system?.stop());

const bodies: Record<string, unknown> = {
  extend: { days: 20, reason: 'r' },
  cancel: { reason: 'r' },
  'decide-received': { choice: 'return', reason: 'r' },
  return: { reason: 'r' },
  split: { parts: [1, 2].map((amount) => ({ order: null, amount })), reason: 'r' },
  'ask-payers': { reason: 'r' },
  claims: { amount: 1, bookedOn: '2026-11-20', quoted: 'q' },
  confirm: { receipt: randomUUID(), reason: 'r' },
  decline: { reason: 'r' },
  approve: { reason: 'r' },
  reversals: { reason: 'r' },
  layout: { name: 'n', dateFormat: 'yyyy-mm-dd', columns: { date: 'd', amount: 'a', text: ['t'] } },
};
function bodyFor(path: string): unknown {
  if (path.endsWith('/allocate')) return { receipts: [randomUUID()], reason: 'r' };
  if (path === '/v1/advance-orders') return orderBody(mine.companies[0]);
  return bodies[path.split('/').at(-1)!] ?? {};
}
function call(caller: ApiClient, method: string, path: string) {
  const query = path === '/v1/mails' ? `?about=${randomUUID()}` : path.endsWith('/coverage') ? '?from=2026-11-01&to=2026-11-02' : '';
  if (path.endsWith('/statements') && method === 'post')
    return caller.send<Problem>('POST', path, 'a,b', { 'Content-Type': 'text/csv', 'Idempotency-Key': randomUUID() });
  const body = method === 'get' ? undefined : JSON.stringify(bodyFor(path));
  return caller.send<Problem>(
    method.toUpperCase(),
    path + query,
    body,
    body ? { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), 'If-Match': '"1"' } : {},
  );
}

const cases = routes.flatMap((route) => ROLES.map((role) => [role, route.method, route.path, route.permission] as const));
test.each(cases)(
  'SEC-8 SEC-9 %s on %s %s: allowed by its permission alone, refused by its name',
  async (role, method, path, permission) => {
    const answer = await call(callers[role], method, path.replace(':id', randomUUID()).replace(':version', 'current'));
    if (permission === null || may(role, permission)) expect(answer.status).not.toBe(403);
    else expect([answer.status, answer.body.permission]).toEqual([403, permission]);
  },
);

test('SEC-8 the matrix of roles and routes is the committed document', () => {
  const mark = (role: Role, permission: Permission | null) => (permission === null || may(role, permission) ? '✓' : '');
  const rows = routes.map(
    (route) =>
      `| ${route.method.toUpperCase()} ${route.path} | ${route.permission ?? '(signed in)'} | ${ROLES.map((role) => mark(role, route.permission)).join(' | ')} |`,
  );
  const text = [
    '# Who may do what',
    '',
    'Made by `test/api/access.api.test.ts`, which tries every route as every role.',
    '',
    `| route | permission | ${ROLES.join(' | ')} |`,
    `| --- | --- | ${ROLES.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
  ].join('\n');
  if (process.env['UPDATE_DOCS']) writeFileSync(MATRIX, text);
  expect(readFileSync(MATRIX, 'utf8')).toBe(text);
});

test('SEC-9 every route answers a foreign identifier as a missing one, byte for byte', async () => {
  const foreign: Record<string, () => string> = {
    '/v1/advance-orders/': () => strangers.order.id,
    '/v1/bank-accounts/': () => theirs.bankAccounts.lloyds,
    '/v1/statements/': () => strangers.statement,
    '/v1/receipts/': () => strangers.receipt,
    '/v1/claims/': () => strangers.claim,
    '/v1/reversals/': () => strangers.reversal,
    '/v1/processes/': () => strangers.order.id,
    '/v1/audit/': () => strangers.order.id,
    '/v1/mails/': () => strangers.mail,
  };
  for (const route of routes.filter((each) => each.path.includes(':id'))) {
    const role = ROLES.find((each) => may(each, route.permission!))!;
    const prefix = Object.keys(foreign).find((each) => route.path.startsWith(each))!;
    const [theirsAnswer, missing] = [
      await call(callers[role], route.method, route.path.replace(':id', foreign[prefix]!())),
      await call(callers[role], route.method, route.path.replace(':id', randomUUID())),
    ];
    expect([route.path, missing.status]).toEqual([route.path, 404]);
    expect([route.path, theirsAnswer.status, JSON.stringify(theirsAnswer.body)]).toEqual([route.path, 404, JSON.stringify(missing.body)]);
  }
});

test('SEC-9 a list shows nothing of another tenant, and nothing of another employer to an employer', async () => {
  const other = await system.signIn(mine.companies[1].user.email);
  expect((await other.get<{ items: Order[] }>('/v1/advance-orders')).body.items).toEqual([]);
  expect((await other.get(`/v1/advance-orders/${order.id}`)).status).toBe(404);
  expect((await other.get(`/v1/processes/${order.id}`)).status).toBe(404);
  for (const path of ['/v1/advance-orders', '/v1/processes', '/v1/statements', '/v1/receipts', '/v1/work-items']) {
    expect(JSON.stringify((await callers.finance.get(path)).body)).not.toContain(strangers.order.id);
  }
  expect((await callers.finance.get<{ accounts: unknown[] }>('/v1/reports/trial-balance')).body.accounts).toEqual([]);
});

test('SEC-7 a user of a group sees and orders for its offices, and neither upwards nor for the company', async () => {
  const company = mine.companies[1];
  await system.owner('users').where({ id: company.user.id }).update({ node_id: company.group });
  const member = await system.signIn(company.user.email);
  const atOffice = await member.post<Order>('/v1/advance-orders', orderBody(company, { level: company.offices[0] }));
  expect(atOffice.status).toBe(201);
  const atCompany = await member.post<Problem>('/v1/advance-orders', orderBody(company, { level: company.company }));
  expect([atCompany.status, atCompany.body.errors[0]!.pointer]).toEqual([422, '/level']);
  await system.owner('users').where({ id: company.user.id }).update({ node_id: company.offices[1] });
  const sideways = await system.signIn(company.user.email);
  expect((await sideways.get(`/v1/advance-orders/${atOffice.body.id}`)).status).toBe(404);
  await system.owner('users').where({ id: company.user.id }).update({ node_id: company.company });
});

test('SEC-1 a wrong password and an unknown address are answered alike', async () => {
  const sign = async (email: string, password: string) => {
    const answer = await fetch(`${system.api}/v1/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    return [answer.status, await answer.text()];
  };
  expect(await sign(mine.staff.finance.email, 'wrong')).toEqual(await sign('nobody@nowhere.example', 'wrong'));
  expect((await sign(mine.staff.finance.email.toUpperCase(), PASSWORD))[0]).toBe(201);
});

test('SEC-2 thirty idle minutes end a session: 29:50 is alive, 30:00 is over; a request on the way keeps it', async () => {
  const caller = await system.signIn(mine.staff.finance.email);
  const idle = (interval: string) =>
    system.owner.raw(`update sessions set last_seen_at = now() - interval '${interval}' where token_hash = sha256(?)`, [caller.token]);
  await idle('29 minutes 50 seconds');
  expect((await caller.get('/v1/me')).status).toBe(200);
  await idle('30 minutes');
  const over = await caller.get<Problem>('/v1/me');
  expect([over.status, over.body.type, over.headers.get('www-authenticate')]).toEqual([401, 'urn:countersign:problem:sign-in', 'Bearer']);
});

test('SEC-2 signing out ends the session at once', async () => {
  const caller = await system.signIn(mine.staff.finance.email);
  await caller.send('DELETE', '/v1/sessions/current', undefined, {});
  expect((await caller.get('/v1/me')).status).toBe(401);
});

test('SEC-1 only the hash of a token and of a password is kept', async () => {
  const caller = await system.signIn(mine.staff.finance.email);
  const dump = JSON.stringify([await system.owner('sessions'), await system.owner('users')]);
  expect(dump).not.toContain(caller.token);
  expect(dump).not.toContain(PASSWORD);
  expect(dump).toContain('$argon2id$');
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
