import { daysLater, londonDate, workingDaysLater } from '../../../domain/working-days';
import { inScope } from '../../../db/core/database';
import { currentCalendar } from '../../../db/core/processes.queries';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder } from '../../support/orders';
import { findReceipt, importStatement, standingOf, type Receipt } from '../../support/statements';
import { skippingSystem, type SkippingSystem } from '../../support/system';

const SECOND = 1000;
const before = (at: string) => new Date(Date.parse(at) - SECOND).toISOString();
const after = (at: string) => new Date(Date.parse(at) + SECOND).toISOString();

let system: SkippingSystem;
let tenant: SeededTenant;
let employer: ApiClient;
let finance: ApiClient;
let opening = 1000;

beforeAll(async () => {
  system = await skippingSystem('suspense');
  tenant = await system.tenant('suspense');
  employer = await system.signIn(tenant.companies[0].user.email);
  finance = await system.signIn(tenant.staff.finance.email);
});
afterAll(() => system?.stop());

async function received(text: string, pounds: number): Promise<Receipt> {
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text, pounds }], opening));
  opening += pounds;
  return findReceipt(finance, text);
}
const standing = (receipt: Receipt) => standingOf(finance, receipt.id);
const inSuspense = (receipt: Receipt, stage = 'In suspense') =>
  eventually(async () => {
    const found = await standing(receipt);
    expect(found.stage).toBe(stage);
    return found;
  });
const mails = async (receipt: Receipt) =>
  (await system.owner('outbox').where({ entity_id: receipt.id, kind: 'mail' }).orderBy('created_at').pluck('name')) as string[];
const total = async () => (await finance.get<{ total: { amount: number } }>('/v1/reports/trial-balance')).body.total.amount;

test('BNK-2 WHY-1 likely payers are asked at 5 and it escalates at 20 working days, it goes back at 60 days, each to the second', async () => {
  const order = await placeOrder(employer, tenant.companies[0], { credits: 1 });
  await finance.post(`/v1/advance-orders/${order.id}/extend`, { days: 80, reason: 'the payer is on holiday' });
  const digits = order.reference.slice(3);
  const receipt = await received(`ECS${digits[1]}${digits[0]}${digits.slice(2)}`, 250);
  const { next, why } = await inSuspense(receipt);
  expect(why).toMatch(/^Waiting on finance since .*£250\.00.*returned/);
  const [ask, escalate, back] = next.map((event) => event.at) as [string, string, string];
  expect(back).toBe(daysLater(receipt.receivedAt, 60));

  await system.sleepUntil(before(ask));
  expect(await mails(receipt)).toEqual([]);
  await system.sleepUntil(after(ask));
  await eventually(async () => expect(await mails(receipt)).toEqual(['was-this-you']));

  await system.sleepUntil(before(escalate));
  expect((await standing(receipt)).stage).toBe('In suspense');
  await system.sleepUntil(after(escalate));
  await inSuspense(receipt, 'Escalated');
  expect(await mails(receipt)).toEqual(['was-this-you', 'suspense-escalated']);

  await system.sleepUntil(before(back));
  expect((await findReceipt(finance, receipt.texts[0]!)).state).toBe('suspense');
  await system.sleepUntil(after(back));
  await eventually(async () => expect((await finance.get<Receipt>(`/v1/receipts/${receipt.id}`)).body.state).toBe('returning'));
  await inSuspense(receipt, 'Returned');
  expect(await total()).toBe(0);
  expect(await system.owner('work_items').where({ entity_id: receipt.id }).whereNull('closed_at')).toEqual([]);
});

test('BNK-2 TIM-1 the waits are counted in working days: bank holidays of Christmas move them', async () => {
  const year = (await system.now()).getUTCFullYear();
  await system.sleepUntil(`${year + 1}-12-23T10:00:00.000Z`);
  const receipt = await received('BEFORE CHRISTMAS', 11);
  const calendar = await inScope(system.database, { tenant: tenant.id, organisation: null }, currentCalendar);
  const { next } = await inSuspense(receipt);
  const counted = [5, 20].map((days) => workingDaysLater(`${year + 1}-12-23`, days, calendar));
  expect(next.map((event) => londonDate(event.at)).slice(0, 2)).toEqual(counted);
  expect(counted[0]! > `${year + 1}-12-31`).toBe(true);
});

test('BNK-2 OPS-5 a receipt that an order has linked waits for that order; when the order is cancelled its own waits go on', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const receipt = await received(`PART ${order.reference}`, 100);
  const linked = await inSuspense(receipt, 'Linked to an order');
  expect(linked).toMatchObject({
    why: expect.stringContaining(order.reference),
    next: [{ what: expect.stringContaining(order.reference) }],
  });
  await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'the payer withdrew' });
  const released = await inSuspense(receipt);
  expect(released.next.map((event) => event.what)[0]).toContain('likely payers');
  const open = await system.owner('work_items').where({ entity_id: receipt.id }).whereNull('closed_at').pluck('task');
  expect(open).toEqual(['matchReceipt']);
});

test('BNK-2 a receipt that an order takes at once never becomes a case', async () => {
  const order = await placeOrder(employer, tenant.companies[0], { credits: 1 });
  const receipt = await received(`EXACT ${order.reference}`, 250);
  await eventually(async () => expect((await finance.get<Receipt>(`/v1/receipts/${receipt.id}`)).body.state).toBe('allocated'));
  await eventually(async () => {
    const started = await system.owner('outbox').where({ entity_id: receipt.id, kind: 'start' }).first();
    expect(started.done_at).not.toBeNull();
  }, 20_000);
  expect(await system.owner('processes').where({ entity_id: receipt.id })).toEqual([]);
});
