import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/api-client';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order, type Problem } from '../../support/orders';
import { findReceipt, importStatement, standingOf, trialTotal } from '../../support/statements';

interface Reversal {
  id: string;
  state: string;
  amount: { amount: number };
  debt: { amount: number };
}

let { system, tenant, employer, finance, finance2 } = {} as Desk;
let balance = 1000;
beforeAll(async () => void ({ system, tenant, employer, finance, finance2 } = await openDesk('reversals')));
afterAll(() => system?.stop());
afterEach(async () => expect(await trialTotal(finance)).toBe(0));

async function pay(text: string, pounds: number): Promise<void> {
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text, pounds }], balance));
  balance += pounds;
}
const read = async ({ id }: Order) => (await finance.get<Order>(`/v1/advance-orders/${id}`)).body;
async function paidOrder(credits = 1): Promise<Order> {
  const order = await placeOrder(employer, tenant.companies[0], { credits });
  await pay(`PAID ${order.reference}`, credits * 250);
  await eventually(async () => expect((await read(order)).state).toBe('allocated'));
  return order;
}
const ask = (by: ApiClient, order: Order, headers = {}) =>
  by.post<Reversal & Problem>(`/v1/advance-orders/${order.id}/reversals`, { reason: 'another company’s transfer' }, headers);
const decide = (by: ApiClient, { id }: Reversal, verb: 'approve' | 'decline') =>
  by.post<Reversal & Problem>(`/v1/reversals/${id}/${verb}`, { reason: 'checked with the bank' });
const account = async (name: string) => {
  const { body } = await finance.get<{ accounts: { account: string; balance: { amount: number } }[] }>('/v1/reports/trial-balance');
  return body.accounts.find((each) => each.account === name)?.balance.amount ?? 0;
};
/** What an order of cards would do, until that area is there: a journal entry of the database's owner. */
async function spend(pence: number): Promise<void> {
  const node = tenant.companies[0].company;
  await system.owner.transaction(async (trx) => {
    const id = randomUUID();
    await trx('journal_entries').insert({ id, tenant_id: tenant.id, key: `spent/${id}`, kind: 'spend', at: new Date() });
    await trx('postings').insert([
      { entry_id: id, tenant_id: tenant.id, account: `funds/${node}`, pence },
      { entry_id: id, tenant_id: tenant.id, account: 'income', pence: -pence },
    ]);
  });
}

test('ADV-5 one asks and another approves: the money is in suspense again as a case, the payer is told, both stand in the trail', async () => {
  const order = await paidOrder();
  const key = { 'Idempotency-Key': randomUUID() };
  const asked = await ask(finance, order, key);
  expect(asked).toMatchObject({ status: 201, body: { state: 'awaiting', amount: { amount: 25_000 } } });
  expect((await standingOf(finance, asked.body.id)).why).toMatch(/Waiting on finance since .* second person/);
  expect((await decide(finance, asked.body, 'approve')).body.errors[0]).toMatchObject({ code: 'fourEyes', rule: 'ADV-5' });

  expect(await decide(finance2, asked.body, 'approve')).toMatchObject({ status: 200, body: { state: 'approved', debt: { amount: 0 } } });
  const receipt = await findReceipt(finance, `PAID ${order.reference}`);
  expect([receipt.state, receipt.order]).toEqual(['suspense', null]);
  expect((await standingOf(finance, receipt.id)).stage).toBe('In suspense');
  await system.mailbox.waitFor(order.reference, 'is reversed');
  const trail = await finance.get<{ items: { event: string; user: string | null; reason: string | null }[] }>(`/v1/audit/${asked.body.id}`);
  expect(trail.body.items.map(({ event, reason }) => [event, reason])).toEqual([
    ['requested', 'another company’s transfer'],
    ['approved', 'checked with the bank'],
  ]);
  expect((await ask(finance, order, key)).body.id).toBe(asked.body.id);
  expect((await ask(finance, order)).body.errors[0]!.code).toBe('notAllocated');
});

test('ADV-5 WHY-1 AUD-1 a reversed order says so: its state, its money, its standing, its history, its trail, and its row in lists', async () => {
  const order = await paidOrder(2);
  expect(await read(order)).toMatchObject({ state: 'allocated', allocated: { amount: 50_000 }, reversed: { amount: 0 } });
  const { body: declined } = await ask(finance, order);
  await decide(finance2, declined, 'decline');
  expect((await read(order)).state).toBe('allocated');
  const { body: asked } = await ask(finance, order);
  await decide(finance2, asked, 'approve');

  const money = { state: 'reversed', received: { amount: 0 }, allocated: { amount: 0 }, reversed: { amount: 50_000 }, notice: null };
  expect(await read(order)).toMatchObject(money);
  const list = await employer.get<{ items: Order[] }>(`/v1/advance-orders?state=reversed&reference=${order.reference}`);
  expect(list.body.items).toMatchObject([{ id: order.id, ...money }]);
  const standing = await standingOf(employer, order.id);
  expect(standing).toMatchObject({ stage: 'Reversed', awaiting: 'nobody', next: [] });
  expect(standing.why).toMatch(/£500\.00 was reversed, none of it is usable any more\.$/);
  expect(standing.stages.map(({ event }) => event)).toEqual(['placed', 'paidExactly', 'reversed']);
  const trail = await finance.get<{ items: { event: string; user: string | null; reason: string | null; after: object }[] }>(
    `/v1/audit/${order.id}`,
  );
  expect(trail.body.items.at(-1)).toMatchObject({
    ...{ event: 'reversed', user: tenant.staff.finance2.id, reason: 'checked with the bank' },
    after: { state: 'reversed', reversed: { reversal: asked.id, pence: { amount: 50_000 } } },
  });
  const { body: told } = await finance.get(`/v1/reversals/${asked.id}`);
  const { finance: one, finance2: another } = tenant.staff;
  expect(told).toMatchObject({
    ...{ reference: order.reference, words: `Reversal of £500.00 allocated to ${order.reference}`, effectiveFrom: null },
    ...{ reason: 'another company’s transfer', proposedBy: one.id, decidedBy: another.id, amount: { amount: 50_000 } },
    ...{ proposedByName: expect.stringMatching(/\w/), decidedByName: expect.stringMatching(/\w/), proposedAt: expect.any(String) },
    changes: [
      { label: `Allocated to ${order.reference}`, before: '£500.00', after: '£0.00', unit: null },
      { label: `Funds of ${tenant.companies[0].name}`, before: '£500.00', after: '£0.00', unit: null },
    ],
  });
  const late = await finance.post<Problem>(`/v1/advance-orders/${order.id}/cancel`, { reason: 'too late' });
  expect(late.body.errors).toMatchObject([{ code: 'holdEnded', detail: `The hold of ${order.reference} has ended: it is reversed` }]);
});

test('ADV-5 whoever allocated it by hand neither asks nor approves', async () => {
  const order = await placeOrder(employer, tenant.companies[0], { credits: 1 });
  await pay('BY HAND', 250);
  const receipt = await findReceipt(finance, 'BY HAND');
  await finance.post(`/v1/advance-orders/${order.id}/allocate`, { receipts: [receipt.id], reason: 'the payer called' });
  expect((await ask(finance, order)).body.errors[0]).toMatchObject({ code: 'ownAllocation', rule: 'ADV-5' });
  const asked = await ask(finance2, order);
  expect(asked.status).toBe(201);
  expect((await decide(finance, asked.body, 'approve')).body.errors[0]!.code).toBe('fourEyes');
  expect((await decide(finance2, asked.body, 'approve')).body.errors[0]!.code).toBe('fourEyes');
  expect((await decide(finance2, asked.body, 'decline')).body.state).toBe('declined');
  expect((await read(order)).state).toBe('allocated');
  expect((await decide(finance, asked.body, 'decline')).status).toBe(409);
});

test('ADV-5 MON-2 funds that were spent already become a debt that is shown, never a silent negative', async () => {
  const funds = `funds/${tenant.companies[0].company}`;
  const order = await paidOrder(2);
  const left = -(await account(funds));
  await spend(left - 10_000);
  const asked = await ask(finance, order);
  const dry = await finance2.post<{ money: { account: string; amount: number }[] }>(`/v1/reversals/${asked.body.id}/approve?dryRun=true`, {
    reason: 'to see',
  });
  expect(dry.body.money.map((each) => each.amount)).toEqual([10_000, 40_000, -50_000]);
  expect((await decide(finance2, asked.body, 'approve')).body.debt).toEqual({ amount: 40_000, currency: 'GBP' });
  expect([await account(funds), await account(`debt/${tenant.companies[0].company}`)]).toEqual([0, 40_000]);
  const nodes = await employer.get<{ items: { id: string; funds: { amount: number }; debt: { amount: number } }[] }>('/v1/nodes');
  expect(nodes.body.items.find((node) => node.id === tenant.companies[0].company)).toMatchObject({
    funds: { amount: 0 },
    debt: { amount: 40_000 },
  });
});

test('ADV-5 an order is reversed once, however many ask at once', async () => {
  const order = await paidOrder();
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(finance, order)));
  expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
});

test('BNK-2 ADV-5 a receipt that came back to suspense can be asked about before the relay has opened its new case', async () => {
  const order = await placeOrder(employer, tenant.companies[0], { credits: 3 });
  await pay('COMES BACK', 750);
  const receipt = await findReceipt(finance, 'COMES BACK');
  await standingOf(finance, receipt.id);
  await finance.post(`/v1/advance-orders/${order.id}/allocate`, { receipts: [receipt.id], reason: 'the payer called' });
  await eventually(async () => expect((await standingOf(finance, receipt.id)).stage).toBe('Allocated'));
  const asked = await ask(finance2, order);
  const third = await system.owner('users').where({ id: tenant.staff.administrator.id }).update({ role: 'finance' }).returning('email');
  const another = await system.signIn(third[0].email);
  await system.relay.stop();
  await decide(another, asked.body, 'approve');
  expect((await finance.post(`/v1/receipts/${receipt.id}/ask-payers`, { reason: 'whose is it?' })).status).toBe(200);
  await system.relay.start();
  expect((await standingOf(finance, receipt.id)).stage).toBe('In suspense');
});
