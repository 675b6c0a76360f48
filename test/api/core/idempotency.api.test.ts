import { randomUUID } from 'node:crypto';
import { WorkflowIdReusePolicy } from '@temporalio/common';
import { openDesk, type Desk } from '../../support/desk';
import { orderBody, placeOrder, type Order, type Problem } from '../../support/orders';

let { system, tenant, employer, finance } = {} as Desk;
beforeAll(async () => void ({ system, tenant, employer, finance } = await openDesk('idempotency', 'orders')));
afterAll(() => system?.stop());

const orders = async () => Number((await system.owner('advance_orders').count())[0]!['count']);
const place = (change = {}, headers = {}) => employer.post<Order>('/v1/advance-orders', orderBody(tenant.companies[0], change), headers);

test('IDM-1 a repeat gets the first answer byte for byte, though the order has moved on; with another body it is refused', async () => {
  const headers = { 'Idempotency-Key': randomUUID() };
  const first = await place({}, headers);
  await finance.post(`/v1/advance-orders/${first.body.id}/cancel`, { reason: 'moved on' });
  const repeat = await place({}, headers);
  expect(repeat.status).toBe(201);
  expect(JSON.stringify(repeat.body)).toBe(JSON.stringify(first.body));
  expect(repeat.headers.get('idempotency-replayed')).toBe('true');
  const other = await employer.post<Problem>('/v1/advance-orders', orderBody(tenant.companies[0], { credits: 3 }), headers);
  expect([other.status, other.body.type]).toEqual([422, 'urn:countersign:problem:key-reused']);
});

test('SEC-12 IDM-1 what was answered is kept sealed, as what was asked is; one that an earlier release kept open is still the answer', async () => {
  const headers = { 'Idempotency-Key': randomUUID() };
  const first = await place({ accountsContact: 'Ada Sealed' }, headers);
  const row = () => system.owner('requests').where({ key: headers['Idempotency-Key'] });
  expect(Object.keys((await row().first()).answer)).toEqual(['keyId', 'sealed']);
  expect(JSON.stringify(await row().first())).not.toContain('Ada Sealed');
  await row().update({ answer: JSON.stringify({ status: 201, headers: {}, body: first.body }) });
  expect((await place({ accountsContact: 'Ada Sealed' }, headers)).body).toEqual(first.body);
});

test('IDM-1 a refusal is the first answer too', async () => {
  const headers = { 'Idempotency-Key': randomUUID() };
  const first = await place({ credits: 0 }, headers);
  expect(await place({ credits: 0 }, headers)).toMatchObject({ status: 422, body: first.body });
});

test('IDM-1 ten requests at once under one key place one order; those that come while the first runs are told so', async () => {
  const before = await orders();
  const headers = { 'Idempotency-Key': randomUUID() };
  const answers = await Promise.all(Array.from({ length: 10 }, () => place({}, headers)));
  expect(new Set(answers.map((answer) => answer.status))).toEqual(
    new Set([201, 409].filter((status) => answers.some((answer) => answer.status === status))),
  );
  expect(answers.filter((answer) => answer.status === 201).length).toBeGreaterThan(0);
  expect(new Set(answers.filter((answer) => answer.status === 201).map((answer) => answer.body.id)).size).toBe(1);
  expect(await orders()).toBe(before + 1);
});

test('IDM-1 SEC-9 an identifier in capitals is the same one, in path, query and body: it is found, decided on, and a repeat in small letters gets the first answer', async () => {
  const level = tenant.companies[0].company.toUpperCase();
  const { id } = (await place({ level })).body;
  const listed = await employer.get<{ items: Order[] }>(`/v1/advance-orders?level=${level}`);
  expect(listed.body.items.map((order) => order.id)).toContain(id);
  expect((await employer.get<Order>(`/v1/advance-orders/${id.toUpperCase()}`)).body.id).toBe(id);
  const headers = { 'Idempotency-Key': randomUUID() };
  const cancel = (order: string) => finance.post<Order>(`/v1/advance-orders/${order}/cancel`, { reason: 'not wanted' }, headers);
  const [first, again] = [await cancel(id.toUpperCase()), await cancel(id)];
  expect([first.status, first.body.state]).toEqual([200, 'cancelled']);
  expect([again.headers.get('idempotency-replayed'), again.body]).toEqual(['true', first.body]);
});

test('IDM-1 the same key of two callers is two requests', async () => {
  const other = await system.signIn(tenant.companies[1].user.email);
  const headers = { 'Idempotency-Key': randomUUID() };
  const mine = await place({}, headers);
  const theirs = await other.post<Order>('/v1/advance-orders', orderBody(tenant.companies[1]), headers);
  expect([mine.status, theirs.status]).toEqual([201, 201]);
  expect(mine.body.id).not.toBe(theirs.body.id);
});

test('IDM-1 a command without a key, or with one of 256 characters, is refused; 255 characters are taken', async () => {
  const send = (key?: string) =>
    employer.send<Problem>('POST', '/v1/advance-orders', JSON.stringify(orderBody(tenant.companies[0])), {
      'Content-Type': 'application/json',
      ...(key ? { 'Idempotency-Key': key } : {}),
    });
  expect((await send()).status).toBe(400);
  expect((await send('k'.repeat(256))).status).toBe(400);
  expect((await send('k'.repeat(255))).status).toBe(201);
});

test('IDM-1 a process cannot be started twice under its business ID, not even past the engine’s memory', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const twice = system.processes.client.workflow.start('advanceOrder', {
    workflowId: `advance-order/${order.reference}`,
    taskQueue: 'countersign',
    args: [],
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
  });
  await expect(twice).rejects.toThrow('already started');
  const { words: _made, ...row } = await system.owner('advance_orders').where({ id: order.id }).first();
  await expect(system.owner('advance_orders').insert({ ...row, id: randomUUID() })).rejects.toThrow('advance_orders_reference_key');
});

test('IDM-1 a repeat of a conditional command gets its answer though the version has moved on', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const headers = { 'If-Match': '"1"', 'Idempotency-Key': randomUUID() };
  const first = await finance.post<Order>(`/v1/advance-orders/${order.id}/extend`, { days: 20, reason: 'asked' }, headers);
  expect(await finance.post<Order>(`/v1/advance-orders/${order.id}/extend`, { days: 20, reason: 'asked' }, headers)).toMatchObject({
    status: 200,
    body: first.body,
  });
});

test.each([
  ['no JSON', '{"credits":', 400],
  ['an array', '[]', 422],
  ['a number', '7', 400],
  ['null', 'null', 400],
  ['an unknown member', JSON.stringify({ isAdmin: true }), 422],
  ['a prototype', '{"__proto__":{"role":"finance"}}', 422],
  ['nothing', '', 422],
  ['deep nesting', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, 413],
  ['two hundred kilobytes', JSON.stringify({ purchaseOrder: 'x'.repeat(200_000) }), 413],
])('ADV-1 a body that is %s is a clear problem, and nothing is ordered', async (_what, body, status) => {
  const before = await orders();
  const answer = await employer.send<Problem>('POST', '/v1/advance-orders', body, {
    'Content-Type': 'application/json',
    'Idempotency-Key': randomUUID(),
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body.title.length).toBeGreaterThan(5);
  expect(await orders()).toBe(before);
});

test('ADV-1 every fault of a body is listed at once, each with its place', async () => {
  const { body } = await employer.post<Problem>('/v1/advance-orders', {
    purchaseOrder: '',
    level: 'x',
    credits: 'two',
    payBy: 'cheque',
    extra: 1,
    'a/b': 2,
  });
  expect(body.errors.map((error) => error.pointer).sort()).toEqual(
    ['/accountsContact', '/a~1b', '/billingOffice', '/credits', '/extra', '/level', '/payBy', '/purchaseOrder'].sort(),
  );
});
