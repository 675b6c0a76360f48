import { randomUUID } from 'node:crypto';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order, type Paid, type Problem } from '../../support/orders';
import { importStatement, trialTotal } from '../../support/statements';

interface Receipt {
  id: string;
  amount: { amount: number };
  texts: string[];
  state: string;
  order: string | null;
  version: number;
}

let { system, tenant, employer, finance } = {} as Desk;
let files = 0;
beforeAll(async () => void ({ system, tenant, employer, finance } = await openDesk('statements-api', 'statements')));
afterAll(() => system?.stop());

const imported = (file: string, account = tenant.bankAccounts.lloyds) => importStatement(finance, account, file);
/** One line in a file of its own: another opening each time, so that no two files are the same. */
const paid = (...lines: Paid[]) => imported(lloydsFile(lines, (files += 1) * 100_000));
const read = async (order: Order) => (await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body;
const stateIs = (order: Order, state: string) => eventually(async () => expect((await read(order)).state).toBe(state));
const receiptWith = async (text: string) =>
  eventually(async () => {
    const row = await system.owner('receipts').whereRaw('? = any(texts)', [text]).first();
    expect(row).toBeDefined();
    return (await finance.get<Receipt>(`/v1/receipts/${row.id}`)).body;
  });

afterEach(async () => expect(await trialTotal(finance)).toBe(0));

test('ADV-4 FIN-1 an exact reference and amount allocates by itself: suspense to funds, and the payer is told', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const statement = await paid({ text: `BRIGHTWIRE ${order.reference.toLowerCase()} INV`, pounds: 500 });
  expect(statement).toMatchObject({ proof: { status: 'proved' }, progress: { lines: 1, known: 0, receipts: 1, matched: 1 } });
  await stateIs(order, 'allocated');
  expect(await read(order)).toMatchObject({ received: { amount: 50_000 }, allocated: { amount: 50_000 }, notice: null });
  await system.mailbox.waitFor(order.reference, 'are usable');
});

test('ADV-4 a penny less is part paid: nothing is released and the hold runs on; finance waits for the rest, which then allocates', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await paid({ text: order.reference, pounds: 499.99 });
  await stateIs(order, 'partPaid');
  expect(await read(order)).toMatchObject({ received: { amount: 49_999 }, allocated: { amount: 0 }, dueAt: order.dueAt });
  expect((await finance.post(`/v1/advance-orders/${order.id}/decide-received`, { choice: 'waitForRest', reason: 'bank fee' })).status).toBe(
    200,
  );
  await paid({ text: `${order.reference} REST`, pounds: 0.01 });
  await stateIs(order, 'allocated');
});

test('ADV-4 a penny more is over paid; accepted, the excess becomes funds', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await paid({ text: order.reference, pounds: 500.01 });
  await stateIs(order, 'overPaid');
  const accepted = await finance.post<Order>(`/v1/advance-orders/${order.id}/decide-received`, {
    choice: 'acceptAsReceived',
    reason: 'keep it',
  });
  expect(accepted.body).toMatchObject({ state: 'allocated', allocated: { amount: 50_001 } });
});

test('ADV-4 a part payment returned leaves the order held and the money on its way back', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await paid({ text: `${order.reference} A`, pounds: 10 });
  await stateIs(order, 'partPaid');
  await finance.post(`/v1/advance-orders/${order.id}/decide-received`, { choice: 'return', reason: 'asked for' });
  expect((await read(order)).state).toBe('held');
  expect(await receiptWith(`${order.reference} A`)).toMatchObject({ state: 'returning' });
});

test('ADV-4 a second exact payment goes to suspense and stays there for a decision', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await paid({ text: `${order.reference} ONE`, pounds: 500 });
  await stateIs(order, 'allocated');
  const second = await paid({ text: `${order.reference} TWO`, pounds: 500 });
  expect(second.progress.matched).toBe(0);
  expect(await receiptWith(`${order.reference} TWO`)).toMatchObject({ state: 'suspense', order: null });
});

test('ADV-4 two exact payments in one file: one allocates, the other is in suspense', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await paid({ text: order.reference, pounds: 500 }, { text: order.reference, pounds: 500 });
  await stateIs(order, 'allocated');
  await eventually(async () => {
    const rows = await system.owner('receipts').whereRaw('? = any(texts)', [order.reference]);
    expect(rows.map((row) => row.state).sort()).toEqual(['allocated', 'suspense']);
  });
});

test('ADV-4 a mistyped reference goes to suspense with the right suggestion first; finance allocates it by hand', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const typed = order.reference.slice(0, -1) + ((Number(order.reference.at(-1)) + 1) % 10);
  await paid({ text: typed, pounds: 500 });
  const receipt = await receiptWith(typed);
  expect(receipt).toMatchObject({ state: 'suspense', order: null });
  const { body } = await finance.get<{ items: { reference: string; reason: string }[] }>(`/v1/receipts/${receipt.id}/suggestions`);
  expect(body.items[0]).toMatchObject({ reference: order.reference, reason: expect.stringContaining('1 typing error') });
  const allocated = await finance.post<Order>(`/v1/advance-orders/${order.id}/allocate`, {
    receipts: [receipt.id],
    reason: 'a digit was wrong',
  });
  expect(allocated.body).toMatchObject({ state: 'allocated', allocated: { amount: 50_000 } });
  const again = await finance.post<Problem>(`/v1/advance-orders/${(await placeOrder(employer, tenant.companies[0])).id}/allocate`, {
    receipts: [receipt.id],
    reason: 'again',
  });
  expect([again.status, again.body.errors[0]!.code]).toEqual([409, 'alreadyTaken']);
});

test('ADV-4 a receipt of another amount is allocated by hand only if that is meant; an unknown one is named', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await paid({ text: 'NO REFERENCE', pounds: 123.45 });
  const receipt = await receiptWith('NO REFERENCE');
  const path = `/v1/advance-orders/${order.id}/allocate`;
  expect((await finance.post<Problem>(path, { receipts: [receipt.id], reason: 'guess' })).body.errors[0]!.code).toBe('otherAmount');
  const missing = randomUUID();
  expect((await finance.post<Problem>(path, { receipts: [missing], reason: 'guess' })).body.errors[0]).toMatchObject({
    pointer: '/receipts/0',
    detail: `There is no receipt ${missing}`,
  });
  expect(
    (await finance.post<Order>(path, { receipts: [receipt.id], acceptOtherAmount: true, reason: 'agreed' })).body.allocated.amount,
  ).toBe(12_345);
});

test('ADV-4 a receipt that belongs to nobody is returned once; a second return says so', async () => {
  await paid({ text: 'A STRANGER', pounds: 5 });
  const receipt = await receiptWith('A STRANGER');
  expect((await finance.post<Receipt>(`/v1/receipts/${receipt.id}/return`, { reason: 'not ours' })).body.state).toBe('returning');
  expect((await finance.post<Problem>(`/v1/receipts/${receipt.id}/return`, { reason: 'not ours' })).status).toBe(409);
});

test('ADV-4 two open orders in one line wait for a person', async () => {
  const [a, b] = [await placeOrder(employer, tenant.companies[0]), await placeOrder(employer, tenant.companies[0])];
  const statement = await paid({ text: `${a.reference} ${b.reference}`, pounds: 500 });
  expect(statement.progress).toMatchObject({ receipts: 1, matched: 0 });
  expect([(await read(a)).state, (await read(b)).state]).toEqual(['held', 'held']);
});

test('FIN-1 the day’s report counts allocations, suspense, overdue holds and unspent funds, as JSON and as CSV', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const { body } = await finance.get<{
    allocations: { amount: { amount: number } }[];
    suspense: { count: number; amount: { amount: number } };
    unspentFunds: { amount: number };
  }>(`/v1/reports/day?date=${today}`);
  const accounts = (await finance.get<{ accounts: { account: string; balance: { amount: number } }[] }>('/v1/reports/trial-balance')).body
    .accounts;
  const balance = (prefix: string) =>
    accounts.filter((account) => account.account.startsWith(prefix)).reduce((total, account) => total + account.balance.amount, 0);
  expect(body.unspentFunds.amount).toBe(-balance('funds/'));
  expect(body.suspense.amount.amount).toBe(-balance('suspense'));
  expect(body.allocations.reduce((total, allocation) => total + allocation.amount.amount, 0)).toBe(body.unspentFunds.amount);
  const csv = await finance.get<string>(`/v1/reports/day?date=${today}`, { Accept: 'text/csv' });
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(csv.body.split('\r\n')[0]).toBe('section,reference,at,pounds');
  expect(csv.body).toMatch(/\r\nunspent funds,,,\d+\.\d\d\r\n/);
  expect((await finance.get(`/v1/reports/day?date=2026-02-31`)).status).toBe(400);
});

test('ADV-4 receipts in suspense are listed oldest first by cursor, each once', async () => {
  await paid(...Array.from({ length: 8 }, (_each, index) => ({ text: `STRANGER ${index}`, pounds: index + 1 })));
  const seen: string[] = [];
  for (let cursor: string | null = '', pages = 0; cursor !== null && pages < 5; pages += 1) {
    const page: { items: Receipt[]; next: string | null } = (
      await finance.get<{ items: Receipt[]; next: string | null }>(`/v1/receipts?state=suspense&limit=3${cursor && `&cursor=${cursor}`}`)
    ).body;
    expect(page.items.every((receipt) => receipt.state === 'suspense')).toBe(true);
    seen.push(...page.items.map((receipt) => receipt.id));
    cursor = page.next;
  }
  const total = Number((await system.owner('receipts').where({ state: 'suspense' }).count())[0]!['count']);
  expect(total).toBeGreaterThanOrEqual(8);
  expect([seen.length, new Set(seen).size]).toEqual([Math.min(15, total), Math.min(15, total)]);
});
