import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/api-client';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';

type Count = { count: number; more: boolean } | null;
type Waiting = Record<string, Count>;

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk('waiting');
}, 120_000);
afterAll(() => desk?.system.stop());

const waiting = async (caller: ApiClient) => (await caller.get<Waiting>('/v1/waiting')).body;
const just = (count: number) => ({ count, more: false });

test('WRK-1 each desk says how much lies there, and a role is told of those alone whose lists it may read', async () => {
  const { given, as, finance, employer } = desk;
  expect(await waiting(finance)).toMatchObject({
    suspense: just(0),
    claims: just(0),
    reversals: just(0),
    adjustments: just(0),
    holds: just(0),
    accessRequests: null,
  });
  const order = await given.order();
  await employer.post(`/v1/advance-orders/${order.id}/claims`, { amount: 1, bookedOn: '2026-11-20', quoted: 'q' });
  await given.suspense('NOBODY KNOWS', 5);
  await given.reversal();
  await given.proposal({ 'suspense.returnDays': 50 }, '2030-01-01');
  const adjustment = { from: 'writeOffs', to: `funds/${desk.tenant.companies[0].company}`, amount: 1, reason: 'r' };
  await finance.post('/v1/adjustments', adjustment);
  await given.accessAsked('asker', desk.tenant.centre.number);
  const seen = { claims: just(1), adjustments: just(1), approvals: just(2) };
  await eventually(async () =>
    expect(await waiting(finance)).toMatchObject({
      ...seen,
      suspense: just(1),
      reversals: just(1),
      statements: just(0),
      accessRequests: null,
    }),
  );
  await eventually(async () =>
    expect(await waiting(as.caseOperator)).toMatchObject({
      ...seen,
      suspense: null,
      reversals: null,
      statements: null,
      accessRequests: just(1),
    }),
  );
  expect(await waiting(as.eqa)).toEqual({
    suspense: null,
    claims: null,
    reversals: null,
    adjustments: just(1),
    approvals: just(2),
    holds: null,
    myTasks: just(0),
    queue: just(0),
    accessRequests: null,
    statements: null,
  });
  expect((await as.employerUser.get('/v1/waiting')).status).toBe(403);
});

test('WRK-1 a statement with lines in doubt waits for whoever imports statements', async () => {
  const { as, finance, system, tenant, given } = desk;
  await given.paid('FOR A STATEMENT', 1);
  const { id } = await system.owner('statements').where({ tenant_id: tenant.id }).first('id');
  const inDoubt = (count: number) => system.owner('statements').where({ id }).update({ doubtful_count: count });
  await inDoubt(1);
  expect((await waiting(finance))['statements']).toEqual(just(1));
  expect((await waiting(as.administrator))['statements']).toBeNull();
  await inDoubt(0);
  expect((await waiting(finance))['statements']).toEqual(just(0));
});

test('WRK-1 ADV-5 a hold counts once it is due within seven days, and no more when it is cancelled, allocated or reversed', async () => {
  const { given, look, as, finance, system } = desk;
  const holds = async () => (await waiting(finance))['holds']!.count;
  const due = (order: { id: string }, at: number) =>
    system
      .owner('advance_orders')
      .where({ id: order.id })
      .update({ due_at: new Date(at) });
  const order = await given.order();
  const soon = () => Date.now() + 7 * 86_400_000;
  await due(order, soon() + 60_000);
  const before = await holds();
  await due(order, soon() - 1);
  expect(await holds()).toBe(before + 1);
  expect((await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: 'r' })).status).toBe(200);
  await look.orderIs(order, 'cancelled');
  await due(order, Date.now());
  expect(await holds()).toBe(before);
  const reversal = await given.reversal();
  await due(reversal.order, Date.now());
  expect(await holds()).toBe(before);
  expect((await as.finance2.post(`/v1/reversals/${reversal.id}/approve`, { reason: 'r' })).status).toBe(200);
  await look.orderIs(reversal.order, 'reversed');
  await due(reversal.order, Date.now());
  expect(await holds()).toBe(before);
});

test('WRK-1 tasks are counted for their queue and for whoever took them, up to a thousand', async () => {
  const { as, system, tenant } = desk;
  const tasks = (count: number) =>
    system.owner.batchInsert(
      'work_items',
      Array.from({ length: count }, () => ({
        id: randomUUID(),
        tenant_id: tenant.id,
        queue: 'eqa',
        task: 'lookAtIt',
        entity_type: 'advance-order',
        entity_id: randomUUID(),
        due_at: new Date(),
        opened_at: new Date(),
      })),
      500,
    );
  await tasks(1000);
  expect(await waiting(as.eqa)).toMatchObject({ queue: just(1000), myTasks: just(0) });
  const [task] = await system.owner('work_items').where({ tenant_id: tenant.id, queue: 'eqa' }).limit(1).pluck('id');
  await as.eqa.post(`/v1/work-items/${task}/assign`, { to: 'me' });
  await tasks(1);
  expect(await waiting(as.eqa)).toMatchObject({ queue: { count: 1000, more: true }, myTasks: just(1) });
  expect((await waiting(as.dpo))['queue']).toEqual(just(0));
});
