import { Client } from '@temporalio/client';
import { BULK_TASK_QUEUE } from '../../../messages/placement';
import { missingAttributes, prepareAttributes, prepareEngine, unprepared } from '../../../platform/prepare-engine';
import { schedules } from '../../../platform/schedules';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { placeOrder } from '../../support/orders';

let desk: Desk;
let client: Client;
beforeAll(async () => {
  desk = await openDesk('recurring');
  ({ client } = desk.system.processes);
});
afterAll(() => desk?.system.stop());

const connection = () => client.connection as Desk['system']['processes']['client']['connection'] & Parameters<typeof prepareEngine>[0];

/** The times at which a schedule has begun something, London time, oldest first. */
async function london(what: string): Promise<string[]> {
  const times: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: `WorkflowType = "recurring"` }))
    if (workflowId.startsWith(`${what}-`)) times.push(workflowId.slice(what.length + 1));
  return times.sort().map((time) => new Date(time).toLocaleString('sv-SE', { timeZone: 'Europe/London' }));
}

test('OPS-4 what recurs by the clock is made once however often the engine is prepared, and a change by hand is set right', async () => {
  await prepareEngine(connection(), 'default');
  const handle = client.schedule.getHandle('sweep');
  await handle.update((before) => ({ ...before, spec: { intervals: [{ every: '1 day' }] } }));
  await handle.pause('for a while');
  await prepareEngine(connection(), 'default');
  const { spec, state, policies } = await handle.describe();
  expect([spec.calendars![0]!.hour, spec.calendars![0]!.minute, spec.timezone, spec.intervals]).toMatchObject([
    [{ start: 3 }],
    [{ start: 17 }],
    'Europe/London',
    [],
  ]);
  expect([state.paused, policies.overlap]).toEqual([true, 'SKIP']);
  await handle.unpause();
  const made: string[] = [];
  await eventually(async () => {
    made.length = 0;
    for await (const { scheduleId } of client.schedule.list()) made.push(scheduleId);
    expect(made.sort()).toEqual(Object.keys(schedules).sort());
  });
});

test('OPS-4 TIM-4 the nightly sweep begins at 03:17 London time on each day, also over both changes of the clock, once a day', async () => {
  const handle = client.schedule.getHandle('sweep');
  await handle.backfill([
    { start: new Date('2026-03-28T00:00:00Z'), end: new Date('2026-03-30T12:00:00Z'), overlap: 'ALLOW_ALL' },
    { start: new Date('2026-10-24T00:00:00Z'), end: new Date('2026-10-26T12:00:00Z'), overlap: 'ALLOW_ALL' },
  ]);
  const nights = ['2026-03-28', '2026-03-29', '2026-03-30', '2026-10-24', '2026-10-25', '2026-10-26'];
  await eventually(async () => expect(await london('sweep')).toEqual(nights.map((night) => `${night} 03:17:00`)), 30_000);
});

test('AUD-1 OPS-4 the trail’s new rows become links of its chain when the schedule’s time comes', async () => {
  const { system, tenant, employer } = desk;
  await placeOrder(employer, tenant.companies[0]);
  const linked = () => system.owner('audit_links').where({ tenant_id: tenant.id }).count('* as n').first();
  await client.schedule.getHandle('linkAudit').trigger();
  await eventually(async () => expect(Number((await linked())!['n'])).toBeGreaterThan(0), 30_000);
});

test('OPS-4 what works on many rows has a task queue of its own', async () => {
  const { system, tenant } = desk;
  await desk.given.paid('A STRANGER', 7);
  const statement = await system.owner('statements').where({ tenant_id: tenant.id }).first('id');
  const { taskQueue } = await client.workflow.getHandle(`statement-import/${statement.id}`).describe();
  expect(taskQueue).toBe(BULK_TASK_QUEUE);
});

test('OPS-1 OPS-5 an engine that lacks the namespace or an attribute is said to, and is made ready by one command', async () => {
  const namespace = 'bare';
  await expect(missingAttributes(connection(), namespace)).rejects.toThrow();
  await prepareEngine(connection(), namespace);
  expect(await missingAttributes(connection(), namespace)).toEqual([]);
  const { config } = await connection().workflowService.describeNamespace({ namespace });
  expect(Number(config!.workflowExecutionRetentionTtl!.seconds)).toBe(14 * 86_400);

  await connection().operatorService.removeSearchAttributes({ namespace, searchAttributes: ['DueAt'] });
  await eventually(async () => expect(await missingAttributes(connection(), namespace)).toEqual(['DueAt']));
  expect(unprepared(namespace, ['DueAt'])).toBe('The namespace "bare" lacks the search attributes DueAt: run "npm run prepare-temporal".');
  await prepareAttributes(connection(), namespace);
  expect(await missingAttributes(connection(), namespace)).toEqual([]);
});

test('OPS-5 readiness says in words which search attribute the engine lacks', async () => {
  const ready = async () => {
    const answer = await fetch(`${desk.system.api}/readyz`);
    return [answer.status, await answer.json()];
  };
  expect(await ready()).toEqual([200, { store: true, engine: true }]);
  await connection().operatorService.removeSearchAttributes({ namespace: 'default', searchAttributes: ['Owner'] });
  await eventually(async () => expect(await ready()).toEqual([503, { store: true, engine: true, why: unprepared('default', ['Owner']) }]));
  await prepareAttributes(connection(), 'default');
  expect(await ready()).toEqual([200, { store: true, engine: true }]);
});
