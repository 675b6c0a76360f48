import { daysLater } from '../../../domain/working-days';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order } from '../../support/orders';
import { skippingSystem, type SkippingSystem } from '../../support/system';

const SECOND = 1000;
const before = (at: string) => new Date(Date.parse(at) - SECOND).toISOString();
const after = (at: string) => new Date(Date.parse(at) + SECOND).toISOString();

let system: SkippingSystem;
let tenant: SeededTenant;
let employer: ApiClient;
let finance: ApiClient;

beforeAll(async () => {
  system = await skippingSystem('hold');
  tenant = await system.tenant('hold');
  employer = await system.signIn(tenant.companies[0].user.email);
  finance = await system.signIn(tenant.staff.finance.email);
});
afterAll(() => system?.stop());

const read = async (order: Order) => (await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body;
const subjects = async (order: Order) => (await system.mailbox.about(order.reference)).map((mail) => mail.subject);
const stateIs = (order: Order, state: string) => eventually(async () => expect((await read(order)).state).toBe(state));
const templates = async (order: Order) =>
  (await system.owner('outbox').where({ entity_id: order.id, kind: 'mail' }).orderBy('created_at').pluck('name')) as string[];

test('ADV-3 TIM-4 the payer is reminded at 7 days and not a second earlier, finance at 12, overdue at 14 to the second', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  expect(order.dueAt).toBe(daysLater(order.bacsChosenAt, 14));

  await system.sleepUntil(before(daysLater(order.bacsChosenAt, 7)));
  expect(await templates(order)).toEqual(['advance-order-placed']);
  await system.sleepUntil(after(daysLater(order.bacsChosenAt, 7)));
  await eventually(async () => expect(await templates(order)).toEqual(['advance-order-placed', 'transfer-reminder']));

  await system.sleepUntil(before(daysLater(order.bacsChosenAt, 12)));
  expect(await templates(order)).toHaveLength(2);
  await system.sleepUntil(after(daysLater(order.bacsChosenAt, 12)));
  await eventually(async () => expect(await templates(order)).toContain('hold-ends-soon'));

  await system.sleepUntil(before(order.dueAt));
  expect((await read(order)).state).toBe('held');
  await system.sleepUntil(after(order.dueAt));
  await stateIs(order, 'overdue');
  const { body } = await finance.get<{ items: { task: string; about: { id: string } }[] }>('/v1/work-items?queue=finance');
  expect(body.items).toContainEqual(
    expect.objectContaining({ task: 'endOverdueHold', about: { type: 'advance-order', id: order.id, reference: order.reference } }),
  );
});

test('ADV-3 an overdue hold reminds finance every week until it is cancelled, and never after', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const count = async () => (await templates(order)).filter((name) => name === 'hold-still-overdue').length;
  await system.sleepUntil(before(daysLater(order.dueAt, 7)));
  expect(await count()).toBe(0);
  await system.sleepUntil(after(daysLater(order.dueAt, 7)));
  await eventually(async () => expect(await count()).toBe(1));
  await system.sleepUntil(after(daysLater(order.dueAt, 14)));
  await eventually(async () => expect(await count()).toBe(2));
  expect((await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'never paid' })).status).toBe(200);
  await system.sleepUntil(after(daysLater(order.dueAt, 35)));
  expect(await count()).toBe(2);
  expect((await read(order)).state).toBe('cancelled');
});

test('ADV-3 a transfer three days late still lands on the overdue order and its funds are usable', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await system.sleepUntil(daysLater(order.dueAt, 3));
  await stateIs(order, 'overdue');
  const imported = await finance.upload(tenant.bankAccounts.lloyds, lloydsFile([{ text: `LATE ${order.reference}`, pounds: 500 }]));
  expect(imported.status).toBe(201);
  await stateIs(order, 'allocated');
  await eventually(async () => expect(await subjects(order)).toContain(`Your funds from advance order ${order.reference} are usable`));
  const open = await system.owner('work_items').where({ entity_id: order.id }).whereNull('closed_at');
  expect(open).toEqual([]);
});

test('ADV-3 TIM-4 finance extends an overdue hold: it is held again and falls due at the new end, the same clock time', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await system.sleepUntil(daysLater(order.dueAt, 1));
  await stateIs(order, 'overdue');
  const extended = await finance.post<Order>(`/v1/advance-orders/${order.id}/extend`, { days: 10, reason: 'the payer asked' });
  expect(extended).toMatchObject({ status: 200, body: { state: 'held' } });
  await system.sleepUntil(before(extended.body.dueAt));
  expect((await read(order)).state).toBe('held');
  expect(await templates(order)).toContain('hold-ends-soon');
  await system.sleepUntil(after(extended.body.dueAt));
  await stateIs(order, 'overdue');
});

test('ADV-3 a transfer for a cancelled order goes to suspense, linked to nothing, and is not lost', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'ordered twice' });
  await finance.upload(tenant.bankAccounts.lloyds, lloydsFile([{ text: `TOO LATE ${order.reference}`, pounds: 500 }]));
  await eventually(async () => {
    const { body } = await finance.get<{ items: { texts: string[]; state: string }[] }>('/v1/receipts?state=suspense');
    expect(body.items.some((receipt) => receipt.texts.join().includes(order.reference))).toBe(true);
  });
  expect((await read(order)).allocated.amount).toBe(0);
});
