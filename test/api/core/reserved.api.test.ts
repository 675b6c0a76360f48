import { randomUUID } from 'node:crypto';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order, type Problem } from '../../support/orders';
import { findReceipt, importStatement, type Receipt } from '../../support/statements';

let { system, tenant, employer, finance } = {} as Desk;
beforeAll(async () => void ({ system, tenant, employer, finance } = await openDesk('reserved')));
afterAll(() => system?.stop());

const stateIs = (order: Order, state: string) =>
  eventually(async () => expect((await employer.get<Order>(`/v1/advance-orders/${order.id}`)).body.state).toBe(state));
const extend = (order: Order, days: number, version: number) =>
  finance.post<Order & Problem>(`/v1/advance-orders/${order.id}/extend`, { days, reason: 'r' }, { 'If-Match': `"${version}"` });

test('IDM-1 what a receipt’s split was refused for is kept under its key, though the receipt is free by the repeat', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text: order.reference, pounds: 100 }]));
  await stateIs(order, 'partPaid');
  const receipt = await findReceipt(finance, order.reference);
  const parts = [4_000, 6_000].map((amount) => ({ order: null, amount }));
  const split = (key: string) =>
    finance.post<Receipt & Problem>(`/v1/receipts/${receipt.id}/split`, { parts, reason: 'r' }, { 'Idempotency-Key': key });
  const key = randomUUID();
  const refused = await split(key);
  expect([refused.status, refused.body.errors[0]!.code]).toEqual([409, 'notInSuspense']);
  await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'r' });
  const repeated = await split(key);
  expect([repeated.status, repeated.body]).toEqual([409, refused.body]);
  expect(repeated.headers.get('idempotency-replayed')).toBe('true');
  expect((await split(randomUUID())).status).toBe(200);
});

test('IDM-1 a split that the store failed is decided at its repeat, as of the instant at which it was first received', async () => {
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text: 'STORE FAILS', pounds: 50 }], 5000));
  const receipt = await findReceipt(finance, 'STORE FAILS');
  const body = { parts: [2_000, 3_000].map((amount) => ({ order: null, amount })), reason: 'r' };
  const split = (key: string) => finance.post<Receipt & Problem>(`/v1/receipts/${receipt.id}/split`, body, { 'Idempotency-Key': key });
  const key = randomUUID();
  await system.owner.raw(
    `create function fail_audit() returns trigger language plpgsql as 'begin raise exception ''deadlock'' using errcode = ''40P01''; end';
     create trigger fail_audit before insert on audit for each row execute function fail_audit()`,
  );
  expect((await split(key)).status).toBeGreaterThanOrEqual(500);
  await system.owner.raw('drop trigger fail_audit on audit; drop function fail_audit');
  const [reserved] = await system.owner('requests').where({ key }).select('received_at', 'answer');
  expect(reserved.answer).toBeNull();
  expect((await split(key)).status).toBe(200);
  const [whole] = await system.owner('audit').where({ entity_id: receipt.id, event: 'split' }).select('at');
  expect(whole.at).toBe(reserved.received_at);
});

test('IDM-1 of two changes to the same version at once one is made, the other is told that it has changed', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const answers = await Promise.all([extend(order, 20, order.version), extend(order, 30, order.version)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  const now = (await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body;
  expect(now.version).toBe(order.version + 1);
  expect((await extend(order, 40, now.version)).status).toBe(200);
});
