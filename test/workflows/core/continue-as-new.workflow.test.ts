import { eventually } from '../../support/eventually';
import { sceneIn } from '../../support/given';
import type { Order } from '../../support/orders';
import { realSystem, type TestSystem } from '../../support/system';

let system: TestSystem;
beforeAll(async () => void (system = await realSystem('continue', { 'limit.historyCount.suggestContinueAsNew': 40 })));
afterAll(() => system?.stop());

test('OPS-4 a process whose history grows long goes on in a new run with all it held: no command is lost, its waits stand, it still ends', async () => {
  const { as, given, look } = await sceneIn(system, 'continue');
  const order = await given.order();
  const days = Array.from({ length: 24 }, (_each, index) => index + 20);
  for (const each of days) {
    const extended = await as.finance.post<Order>(`/v1/advance-orders/${order.id}/extend`, { days: each, reason: 'again' });
    expect(extended.status).toBe(200);
  }
  const { business_id: id } = await system.owner('processes').where({ entity_id: order.id }).first('business_id');
  const runs: string[] = [];
  for await (const run of system.processes.client.workflow.list({ query: `WorkflowId = "${id}"` })) runs.push(run.status.name);
  expect([runs.includes('CONTINUED_AS_NEW'), runs.filter((status) => status === 'RUNNING').length]).toEqual([true, 1]);
  const { version, dueAt } = await look.order(order);
  expect(version).toBe(days.length + 1);
  expect((await look.standing(order)).next.at(-1)!.at).toBe(dueAt);
  await given.paid(order.reference, 500);
  await look.orderIs(order, 'allocated');
});

test('OPS-4 OPS-1 forty commands that leave the next moment where it is give a new run too, which shows at once how it stands', async () => {
  const { as, given, look, tenant } = await sceneIn(system, 'forty');
  const order = await given.order();
  const id = `advance-order/${order.reference}`;
  const next = async () => (await look.standing(order)).next;
  await given.paid(order.reference, 100);
  await look.orderIs(order, 'partPaid');
  const before = await next();
  const first = (await system.processes.client.workflow.getHandle(id).describe()).runId;
  for (let asked = 0; asked < 40; asked += 1) {
    const { status } = await as.finance.post(`/v1/advance-orders/${order.id}/decide-received`, { choice: 'waitForRest', reason: 'again' });
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
      Tenant: [tenant.key],
    });
  });
});

test('OPS-4 each of thirty wakes is answered by a look at the rows, also the one that meets the end of a run', async () => {
  const { given } = await sceneIn(system, 'woken');
  const receipt = await given.suspense('WHO IS IT', 33);
  const row = () => system.owner('processes').where({ entity_id: receipt.id }).first('business_id', 'version');
  const { business_id: id } = await row();
  const runs = new Set<string>();
  for (let wakes = 0; wakes < 30; wakes += 1) {
    const { version } = await row();
    await system
      .owner('receipts')
      .where({ id: receipt.id })
      .update({ version: system.owner.raw('version + 1'), moved_at: new Date().toISOString() });
    await system.processes.signal(id, 'wake');
    await eventually(async () => expect((await row()).version).toBeGreaterThan(version));
    runs.add((await system.processes.client.workflow.getHandle(id).describe()).runId);
  }
  expect(runs.size).toBeGreaterThan(1);
});
