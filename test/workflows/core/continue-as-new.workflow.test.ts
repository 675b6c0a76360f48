import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order } from '../../support/orders';
import { importStatement } from '../../support/statements';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
let tenant: SeededTenant;
let employer: ApiClient;
let finance: ApiClient;

beforeAll(async () => {
  system = await realSystem('continue', { 'limit.historyCount.suggestContinueAsNew': 40 });
  tenant = await system.tenant('continue');
  employer = await system.signIn(tenant.companies[0].user.email);
  finance = await system.signIn(tenant.staff.finance.email);
});
afterAll(() => system?.stop());

test('OPS-4 a process whose history grows long goes on in a new run with all it held: no command is lost, its waits stand, it still ends', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const days = Array.from({ length: 24 }, (_each, index) => index + 20);
  for (const each of days) {
    const extended = await finance.post<Order>(`/v1/advance-orders/${order.id}/extend`, { days: each, reason: 'again' });
    expect(extended.status).toBe(200);
  }
  const id = `advance-order/${order.reference}`;
  const runs: string[] = [];
  for await (const run of system.processes.client.workflow.list({ query: `WorkflowId = "${id}"` })) runs.push(run.status.name);
  expect([runs.filter((status) => status === 'CONTINUED_AS_NEW').length > 0, runs.filter((status) => status === 'RUNNING').length]).toEqual(
    [true, 1],
  );
  const { body } = await finance.get<{ version: number; dueAt: string }>(`/v1/advance-orders/${order.id}`);
  expect(body.version).toBe(days.length + 1);
  const { body: standing } = await finance.get<{ next: { at: string }[] }>(`/v1/processes/${order.id}`);
  expect(standing.next.at(-1)!.at).toBe(body.dueAt);
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text: order.reference, pounds: 500 }]));
  await eventually(async () => expect((await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body.state).toBe('allocated'));
});

test('OPS-4 OPS-1 forty commands that leave the next moment where it is give a new run too, which shows at once how it stands', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const id = `advance-order/${order.reference}`;
  const next = async () => (await finance.get<{ next: unknown[] }>(`/v1/processes/${order.id}`)).body.next;
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text: order.reference, pounds: 100 }], 9000));
  await eventually(async () => expect((await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body.state).toBe('partPaid'));
  const before = await next();
  const first = (await system.processes.client.workflow.getHandle(id).describe()).runId;
  for (let asked = 0; asked < 40; asked += 1) {
    const { status } = await finance.post(`/v1/advance-orders/${order.id}/decide-received`, { choice: 'waitForRest', reason: 'again' });
    expect(status).toBe(200);
  }
  expect(await next()).toEqual(before);
  await eventually(async () => {
    const { runId, searchAttributes } = await system.processes.client.workflow.getHandle(id).describe();
    expect(runId).not.toBe(first);
    expect(searchAttributes).toMatchObject({
      Stage: ['Part paid'],
      Awaiting: ['payer'],
      DueAt: [new Date(order.dueAt)],
      Tenant: ['continue'],
    });
  });
});
