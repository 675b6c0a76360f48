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
