import { daysLater } from '../../../domain/working-days';
import { inScope } from '../../../db/core/database';
import { findImpossible } from '../../../db/impossible-states.queries';
import { standsQuery, TASK_QUEUE } from '../../../messages/core.messages';
import { sweep } from '../../../workers/sweep';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { lloydsFile, placeOrder, type Order } from '../../support/orders';
import { importStatement, posted, type Statement } from '../../support/statements';

let { system, tenant, employer, finance } = {} as Desk;
beforeAll(async () => void ({ system, tenant, employer, finance } = await openDesk('sweep-api', 'sweep')));
afterAll(() => system?.stop());

const swept = () => sweep(system.database, system.processes, system.config.COUNTERSIGN_KEYS);
const workflow = (businessId: string) => system.processes.client.workflow.getHandle(businessId);

test('OPS-4 a sound system sweeps clean', async () => {
  await placeOrder(employer, tenant.companies[0]);
  expect(await swept()).toEqual([]);
});

test('OPS-4 a case that is started again from its row still takes its transfer', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await lose(`advance-order/${order.reference}`);
  expect(await swept()).toEqual([expect.objectContaining({ restarted: [`advance-order/${order.reference}`], impossible: [] })]);
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text: order.reference, pounds: 500 }]));
  await eventually(async () => expect((await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body.state).toBe('allocated'));
  expect(await swept()).toEqual([]);
});

test('OPS-4 OPS-3 news for a case whose run is lost start it again from its row, and are heard: nobody waits for the night', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await lose(`advance-order/${order.reference}`);
  await importStatement(finance, tenant.bankAccounts.lloyds, lloydsFile([{ text: order.reference, pounds: 500 }]));
  await eventually(async () => expect((await finance.get<Order>(`/v1/advance-orders/${order.id}`)).body.state).toBe('allocated'));
  expect(await swept()).toEqual([]);
});

test('OPS-1 search attributes that lag behind the row are set again', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await system.owner('processes').where({ entity_id: order.id }).update({ stage: 'Somewhere else' });
  expect(await swept()).toEqual([expect.objectContaining({ refreshed: [`advance-order/${order.reference}`] })]);
  await system.owner('processes').where({ entity_id: order.id }).update({ stage: 'Awaiting transfer' });
  await eventually(async () => expect(await swept()).toEqual([]));
});

test('OPS-4 a run that has ended under an open row is reported for an engineer', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'r' });
  const row = () => system.owner('processes').where({ entity_id: order.id });
  const { ended_at } = await row().first();
  await row().update({ ended_at: null });
  expect(await swept()).toEqual([expect.objectContaining({ broken: [`advance-order/${order.reference}`] })]);
  await row().update({ ended_at });
});

test.each([
  ['lost', (businessId: string) => lose(businessId)],
  ['terminated', (businessId: string) => workflow(businessId).terminate('by hand')],
  ['of an older release', (businessId: string) => runOnOldQueue(businessId)],
])('OPS-4 OPS-1 a run that is %s is started again from its row, and shows at once how it stands', async (_how, harm) => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const { body: extended } = await finance.post<Order>(`/v1/advance-orders/${order.id}/extend`, { days: 20, reason: 'asked' });
  const businessId = `advance-order/${order.reference}`;
  const before = await workflow(businessId).query(standsQuery);
  await harm(businessId);
  expect(await swept()).toEqual([expect.objectContaining({ restarted: [businessId], impossible: [], refreshed: [], broken: [] })]);
  expect(await workflow(businessId).query(standsQuery)).toEqual(before);
  const { searchAttributes, taskQueue } = await workflow(businessId).describe();
  expect(taskQueue).toBe(TASK_QUEUE);
  expect(searchAttributes).toMatchObject({
    Stage: ['Awaiting transfer'],
    Awaiting: ['payer'],
    DueAt: [new Date(extended.dueAt)],
    Tenant: ['sweep'],
  });
  const dueThen = `Kind = "advance-order" AND ExecutionStatus = "Running" AND DueAt >= "${extended.dueAt}" AND DueAt < "${daysLater(extended.dueAt, 7)}"`;
  await eventually(async () => {
    const found: string[] = [];
    for await (const { workflowId } of system.processes.client.workflow.list({ query: dueThen })) found.push(workflowId);
    expect(found).toContain(businessId);
  });
  expect(await swept()).toEqual([]);
  const { body } = await finance.post<Order>(`/v1/advance-orders/${order.id}/extend`, { days: 30, reason: 'asked' });
  expect(body.version).toBe(3);
});

test('OPS-4 BNK-1 a statement import that the engine has lost is started again and posts its lines', async () => {
  await system.worker.stop();
  const stored = await finance.upload<Statement>(tenant.bankAccounts.lloyds, lloydsFile([{ text: 'A STRANGER', pounds: 7 }], 5000));
  const businessId = `statement-import/${stored.body.id}`;
  await eventually(() => workflow(businessId).describe());
  await lose(businessId);
  expect(await swept()).toEqual([expect.objectContaining({ restarted: [businessId], impossible: [] })]);
  await system.worker.start();
  expect((await posted(finance, stored.body)).progress).toMatchObject({ posted: 1, done: true });
  await eventually(async () => expect(await swept()).toEqual([]));
});

/** The engine forgets a run, as after it was restored. */
async function lose(workflowId: string): Promise<void> {
  await system.processes.client.workflowService.deleteWorkflowExecution({ namespace: 'default', workflowExecution: { workflowId } });
  await eventually(async () => expect(workflow(workflowId).describe()).rejects.toThrow('not found'));
}

/** A run as a release before left it: on a queue that no worker polls any more. */
async function runOnOldQueue(workflowId: string): Promise<void> {
  await workflow(workflowId).terminate('makes room');
  await system.processes.client.workflow.start('advanceOrder', { workflowId, taskQueue: 'countersign', args: [] });
}

test('FIN-1 OPS-4 states that cannot be are found: the check can fail', async () => {
  const order = await placeOrder(employer, tenant.companies[0]);
  const look = () => inScope(system.database, { tenant: tenant.id, organisation: null }, findImpossible);
  const row = system.owner('advance_orders').where({ id: order.id });
  await row.clone().update({ allocated_pence: 7 });
  expect((await look()).map((each) => each.what)).toEqual(['funds are not what orders were allocated']);
  await row.clone().update({ allocated_pence: 0, version: 9 });
  const disagree = { what: 'advance-order: its row, its case and its history disagree', rows: [`advance-order/${order.reference}`] };
  expect(await look()).toEqual([disagree]);
  await row.clone().update({ version: 1 });
  const process = system.owner('processes').where({ entity_id: order.id });
  const { awaiting, holds, state } = await process.clone().first();
  const timeless = { holds: '[]', state: JSON.stringify({ ...state, schedule: [] }) };
  await process.clone().update(timeless);
  expect(await look()).toEqual([]);
  await process.clone().update({ ...timeless, awaiting: 'nobody' });
  expect((await look()).map((each) => each.what)).toEqual(['an open case waits for nobody and nothing']);
  await process.clone().update({ awaiting, holds: JSON.stringify(holds), state: JSON.stringify(state) });
  expect(await look()).toEqual([]);
});
