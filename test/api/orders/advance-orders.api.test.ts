import { randomUUID } from 'node:crypto';
import { daysLater } from '../../../domain/working-days';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { lloydsFile, orderBody, placeOrder, type Order, type Problem } from '../../support/orders';

let { system, tenant, employer, finance } = {} as Desk;
beforeAll(async () => void ({ system, tenant, employer, finance } = await openDesk('orders-api', 'orders')));
afterAll(() => system?.stop());

const orders = async () => Number((await system.owner('advance_orders').count())[0]!['count']);
const place = (change = {}, headers = {}) => employer.post<Order>('/v1/advance-orders', orderBody(tenant.companies[0], change), headers);

test('ADV-2 the answer gives the reference to quote, the two weeks and the warning, and the payer is mailed the same', async () => {
  const { status, headers, body } = await place();
  expect(status).toBe(201);
  expect(headers.get('etag')).toBe('"1"');
  expect(headers.get('location')).toBe(`/v1/advance-orders/${body.id}`);
  expect(body).toMatchObject({
    state: 'held',
    due: { amount: 50_000, currency: 'GBP' },
    received: { amount: 0 },
    dueAt: daysLater(body.bacsChosenAt, 14),
  });
  expect(body.reference).toMatch(/^ECS\d{7}$/);
  expect(body.notice).toContain('may take up to 2 weeks');
  const mail = await system.mailbox.waitFor(body.reference, 'how to pay by BACS');
  expect(mail.text).toContain('A wrong or missing reference delays it');
  expect(mail.to.map((to) => to.address)).toEqual([tenant.companies[0].user.email]);
});

test.each([0, -1, 1.5, 401])('ADV-1 %s credits are refused with the place and the remedy, and nothing is ordered', async (credits) => {
  const before = await orders();
  const { status, headers, body } = await employer.post<Problem>('/v1/advance-orders', orderBody(tenant.companies[0], { credits }));
  expect(status).toBe(422);
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(body.errors).toEqual([
    expect.objectContaining({ pointer: '/credits', rule: 'ADV-1', remedy: 'Order whole credits, at least one.' }),
  ]);
  expect(await orders()).toBe(before);
});

test('ADV-1 one credit and four hundred are taken', async () => {
  expect([(await place({ credits: 1 })).body.due.amount, (await place({ credits: 400 })).body.due.amount]).toEqual([25_000, 10_000_000]);
});

test('WHY-3 a dry run tells dates, mails and money, does nothing, and its key stays free', async () => {
  const before = await orders();
  const headers = { 'Idempotency-Key': randomUUID() };
  const dry = await employer.post<{ stage: string; next: { at: string }[]; mails: string[] }>(
    '/v1/advance-orders?dryRun=true',
    orderBody(tenant.companies[0]),
    headers,
  );
  expect(dry).toMatchObject({
    status: 200,
    body: { dryRun: true, stage: 'Awaiting transfer', mails: ['advance-order-placed'], money: [] },
  });
  expect(dry.body.next).toHaveLength(3);
  expect(await orders()).toBe(before);
  const real = await place({}, headers);
  expect(real.status).toBe(201);
  const extend = await finance.post<{ next: { at: string }[] }>(`/v1/advance-orders/${real.body.id}/extend?dryRun=true`, {
    days: 20,
    reason: 'try',
  });
  expect(extend.body.next.at(-1)!.at > real.body.dueAt).toBe(true);
  expect((await finance.get<Order>(`/v1/advance-orders/${real.body.id}`)).body).toMatchObject({ version: 1, dueAt: real.body.dueAt });
});

test('WHY-3 a dry run refuses what the command would refuse', async () => {
  expect((await employer.post('/v1/advance-orders?dryRun=true', orderBody(tenant.companies[0], { credits: 0 }))).status).toBe(422);
});

test('ADV-3 finance extends by days, with a new version; a decision on a version that has changed is refused', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const path = `/v1/advance-orders/${order.id}/extend`;
  const extended = await finance.post<Order>(path, { days: 20, reason: 'asked' }, { 'If-Match': '"1"' });
  expect(extended).toMatchObject({ status: 200, body: { version: 2, state: 'held' } });
  expect((await finance.post<Problem>(path, { days: 30, reason: 'again' }, { 'If-Match': '"1"' })).status).toBe(412);
  expect((await finance.post<Problem>(path, { days: 1, reason: 'shorter' })).body.errors[0]).toMatchObject({
    pointer: '/days',
    rule: 'ADV-3',
  });
});

test('ADV-3 a decision about an order that has ended answers 409 with what to do instead', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'double' });
  await eventually(async () => {
    const { status, body } = await finance.post<Problem>(`/v1/advance-orders/${order.id}/extend`, { days: 20, reason: 'too late' });
    expect([status, body.errors[0]!.code]).toEqual([409, 'holdEnded']);
    expect(body.errors[0]!.remedy.length).toBeGreaterThan(20);
  });
});

test('ADV-6 funds sit at the level they were bought at, and show there alone', async () => {
  const company = tenant.companies[1];
  const other = await system.signIn(company.user.email);
  const order = (await other.post<Order>('/v1/advance-orders', orderBody(company, { level: company.group }))).body;
  await finance.upload(tenant.bankAccounts.lloyds, lloydsFile([{ text: order.reference, pounds: 500 }]));
  await eventually(async () => {
    const { body } = await other.get<{ items: { id: string; funds: { amount: number } }[] }>('/v1/nodes');
    expect(Object.fromEntries(body.items.map((node) => [node.id, node.funds.amount]))).toEqual({
      [company.company]: 0,
      [company.group]: 50_000,
      [company.offices[0]]: 0,
      [company.offices[1]]: 0,
    });
  });
});

test('AUD-1 WHY-4 the trail tells who, when, from where, what and why, and the moments that decisions turned on', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await finance.post(`/v1/advance-orders/${order.id}/extend`, { days: 20, reason: 'the payer rang' });
  const { body } = await finance.get<{ items: Record<string, unknown>[] }>(`/v1/audit/${order.id}`);
  expect(body.items).toHaveLength(2);
  expect(body.items[0]).toMatchObject({
    event: 'placed',
    user: tenant.companies[0].user.id,
    ip: '127.0.0.1',
    at: order.bacsChosenAt,
    before: null,
    evidence: { bacsChosenAt: order.bacsChosenAt, overdueAt: order.dueAt },
    policyVersion: expect.any(String),
    calendarVersion: '2028-12-26/140',
  });
  expect(body.items[1]).toMatchObject({
    event: 'extended',
    user: tenant.staff.finance.id,
    reason: 'the payer rang',
    before: { state: 'held', dueAt: order.dueAt, allocated: { amount: 0, currency: 'GBP' } },
    after: { due: { amount: 50_000, currency: 'GBP' } },
    request: expect.any(String),
  });
});

test('WHY-1 OPS-5 the same sentence and the same next events stand in the API and in the Temporal UI', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const { body } = await employer.get<{ why: string; next: { at: string; what: string }[]; stage: string; dueAt: string }>(
    `/v1/processes/${order.id}`,
  );
  expect(body).toMatchObject({ stage: 'Awaiting transfer', awaiting: 'payer', clock: 'customer', dueAt: order.dueAt });
  expect(body.next.map((event) => event.at)).toEqual([7, 12, 14].map((days) => daysLater(order.bacsChosenAt, days)));
  const metadata = await system.processes.client.workflow
    .getHandle(`advance-order/${order.reference}`)
    .query<{ currentDetails: string }>('__temporal_workflow_metadata');
  expect(metadata.currentDetails).toContain(body.why);
  for (const event of body.next) expect(metadata.currentDetails).toContain(event.what);
});

test('OPS-1 one query finds the holds due within a fortnight with reference, stage, awaiting and due date', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await eventually(async () => {
    const found = [];
    const soon = new Date(Date.parse(order.dueAt) + 1000).toISOString();
    for await (const workflow of system.processes.client.workflow.list({
      query: `Kind = 'advance-order' AND Stage = 'Awaiting transfer' AND DueAt < '${soon}' AND ExecutionStatus = 'Running'`,
    }))
      found.push(workflow);
    const mine = found.find((workflow) => workflow.workflowId === `advance-order/${order.reference}`);
    expect(mine?.searchAttributes).toMatchObject({
      Reference: [order.reference],
      Awaiting: ['payer'],
      Owner: ['finance'],
      Tenant: [tenant.key],
      DueAt: [new Date(order.dueAt)],
    });
  });
});

test('SEC-12 a history holds identifiers only, and those encrypted: no name, address, purchase order or reason in it', async () => {
  const order = await placeOrder(employer, tenant.companies[0], { purchaseOrder: 'PO-SECRET-9', accountsContact: 'Zebedee Quartermain' });
  await finance.post(`/v1/advance-orders/${order.id}/extend`, { days: 20, reason: 'Zebedee rang' });
  const history = await system.processes.client.workflow.getHandle(`advance-order/${order.reference}`).fetchHistory();
  const raw = JSON.stringify(history, (key, value: unknown) =>
    ['data', 'encoding'].includes(key) && typeof value === 'string' ? Buffer.from(value, 'base64').toString('latin1') : value,
  );
  for (const secret of ['PO-SECRET-9', 'Zebedee', tenant.companies[0].user.email, tenant.companies[0].id])
    expect(raw).not.toContain(secret);
  expect(raw).toContain('binary/encrypted');
  expect(raw).toContain(`${order.reference}: the payer is reminded by e-mail`);
});

test('ADV-4 WHY-2 a list of orders is paged by cursor, newest first, each once', async () => {
  await Promise.all(Array.from({ length: 5 }, () => placeOrder(employer, tenant.companies[0])));
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: Order[]; next: string | null } = (
      await employer.get<{ items: Order[]; next: string | null }>(`/v1/advance-orders?limit=2${cursor && `&cursor=${cursor}`}`)
    ).body;
    seen.push(...page.items.map((order) => order.id));
    cursor = page.next;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual([...seen].sort().reverse());
  expect((await employer.get<Problem>('/v1/advance-orders?cursor=nonsense')).status).toBe(400);
  expect((await employer.get<Problem>('/v1/advance-orders?limit=201')).status).toBe(400);
});

test('ORD-1 an order at an office of another company is refused like one that does not exist', async () => {
  const foreign = await employer.post<Problem>(
    '/v1/advance-orders',
    orderBody(tenant.companies[0], { level: tenant.companies[1].company, billingOffice: randomUUID() }),
  );
  expect(foreign.body.errors.map((error) => [error.pointer, error.detail])).toEqual([
    ['/level', 'There is no such company, group or office for you'],
    ['/billingOffice', 'There is no such company, group or office for you'],
  ]);
});
