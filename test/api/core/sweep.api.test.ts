import { daysLater } from '../../../domain/working-days';
import { inScope } from '../../../db/core/database';
import { findImpossible } from '../../../db/impossible-states.queries';
import { sweep } from '../../../workers/sweep';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order } from '../../support/orders';

let { system, tenant, employer, finance } = {} as Desk;
beforeAll(async () => void ({ system, tenant, employer, finance } = await openDesk('sweep-api', 'sweep')));
afterAll(() => system?.stop());

const handle = (order: Order) => system.processes.client.workflow.getHandle(`advance-order/${order.reference}`);

test('OPS-4 a sound system sweeps clean', async () => {
  await placeOrder(employer, tenant.companies[0]);
  expect(await sweep(system.database, system.processes, system.config.COUNTERSIGN_KEYS)).toEqual([]);
});

test('OPS-4 an execution that the engine has lost is started again from its rows: it still takes commands and its transfer', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await system.processes.client.workflowService.deleteWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId: `advance-order/${order.reference}` },
  });
  await eventually(async () => expect(handle(order).describe()).rejects.toThrow('not found'));
  expect(await sweep(system.database, system.processes, system.config.COUNTERSIGN_KEYS)).toEqual([
    expect.objectContaining({ restarted: [`advance-order/${order.reference}`], impossible: [] }),
  ]);
  const extended = await finance.post<Order>(`/v1/advance-orders/${order.id}/extend`, { days: 20, reason: 'asked' });
  expect(extended.body).toMatchObject({ version: 2, dueAt: expect.stringContaining(daysLater(new Date().toISOString(), 20).slice(0, 10)) });
  await finance.upload(tenant.bankAccounts.lloyds, lloydsFile([{ text: order.reference, pounds: 500 }]));
  await eventually(async () => expect((await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body.state).toBe('allocated'));
  expect(await sweep(system.database, system.processes, system.config.COUNTERSIGN_KEYS)).toEqual([]);
});

test('OPS-1 search attributes that lag behind the row are set again', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await system.owner('processes').where({ entity_id: order.id }).update({ stage: 'Somewhere else' });
  expect(await sweep(system.database, system.processes, system.config.COUNTERSIGN_KEYS)).toEqual([
    expect.objectContaining({ refreshed: [`advance-order/${order.reference}`] }),
  ]);
  await system.owner('processes').where({ entity_id: order.id }).update({ stage: 'Awaiting transfer' });
  await eventually(async () => expect(await sweep(system.database, system.processes, system.config.COUNTERSIGN_KEYS)).toEqual([]));
});

test('OPS-4 an execution that ended under an open row is reported for an engineer', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await handle(order).terminate('by hand');
  expect(await sweep(system.database, system.processes, system.config.COUNTERSIGN_KEYS)).toEqual([
    expect.objectContaining({ broken: [`advance-order/${order.reference}`] }),
  ]);
  await system.owner('processes').where({ entity_id: order.id }).update({ ended_at: new Date() });
  await system.owner('advance_orders').where({ id: order.id }).update({ state: 'cancelled' });
});

test('FIN-1 OPS-4 states that cannot be are found: the check can fail', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const look = () => inScope(system.database, { tenant: tenant.id, organisation: null }, findImpossible);
  const row = system.owner('advance_orders').where({ id: order.id });
  await row.clone().update({ allocated_pence: 7 });
  expect((await look()).map((each) => each.what)).toEqual(['funds are not what orders were allocated']);
  await row.clone().update({ allocated_pence: 0, version: 9 });
  expect(await look()).toEqual([{ what: 'versions of order, process and history disagree', rows: [order.reference] }]);
  await row.clone().update({ version: 1 });
  await system.owner('processes').where({ entity_id: order.id }).update({ next: '[]' });
  expect((await look()).map((each) => each.what)).toEqual(['an open process has no next event']);
  await system.owner('processes').where({ entity_id: order.id }).update({ next: '[{}]' });
  expect(await look()).toEqual([]);
});
