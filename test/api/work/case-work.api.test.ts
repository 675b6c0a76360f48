import { randomUUID } from 'node:crypto';
import type { Role } from '../../../domain/access/permissions';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { placeOrder, type Problem } from '../../support/orders';
import { callersOf } from '../../support/roles';
import { realSystem, type TestSystem } from '../../support/system';

interface Item {
  id: string;
  queue: string;
  dueAt: string;
  assignee: string | null;
  about: { id: string };
}
interface Bulk {
  id: string;
  total: number;
  done: number;
  failed: number;
}
interface Filter {
  id: string;
  list: string;
  name: string;
  query: Record<string, string>;
}
interface Home {
  mine: { count: number; items: Item[] };
  queue: { name: string; count: number; late: number; items: Item[] };
  queues: { name: string; count: number }[];
  filters: Filter[];
}

let system: TestSystem;
let tenant: SeededTenant;
let as: Record<Role, ApiClient>;

beforeAll(async () => {
  system = await realSystem('case-work');
  tenant = await system.tenant('casework');
  as = await callersOf(system, tenant);
});
afterAll(() => system?.stop());

/** Tasks in a queue, as processes open them. */
async function tasks(queue: string, count: number, dueInDays = 1): Promise<string[]> {
  const rows = Array.from({ length: count }, (_each, index) => ({
    id: randomUUID(),
    tenant_id: tenant.id,
    queue,
    task: 'lookAtIt',
    entity_type: 'advance-order',
    entity_id: randomUUID(),
    due_at: new Date(Date.now() + dueInDays * 86_400_000 + index),
    opened_at: new Date(),
  }));
  await system.owner.batchInsert('work_items', rows, 1000);
  return rows.map(({ id }) => id);
}
const finished = (caller: ApiClient, id: string) =>
  eventually(async () => {
    const { body } = await caller.get<Bulk>(`/v1/bulk-actions/${id}`);
    if (body.done + body.failed < body.total) throw new Error(`${body.done} of ${body.total}`);
    return body;
  }, 60_000);
const home = async (caller: ApiClient) => (await caller.get<Home>('/v1/home')).body;

test('WRK-1 a task is taken, given to a colleague and given back, each with its row in the trail; who works no cases gets none', async () => {
  const [id] = (await tasks('finance', 1)) as [string];
  const assign = (to: string | null) => as.finance.post<{ assignee: string | null } & Problem>(`/v1/work-items/${id}/assign`, { to });
  expect((await assign('me')).body.assignee).toBe(tenant.staff.finance.id);
  expect((await home(as.finance)).mine).toMatchObject({ count: 1, items: [{ id }] });
  expect((await assign(tenant.staff.finance2.id)).body.assignee).toBe(tenant.staff.finance2.id);
  expect((await home(as.finance)).mine.count).toBe(0);
  expect((await assign(tenant.companies[0].user.id)).body.errors[0]!.pointer).toBe('/to');
  expect((await assign(null)).body.assignee).toBeNull();
  const { entity_id } = await system.owner('work_items').where({ id }).first('entity_id');
  const trail = (await as.finance.get<{ items: { event: string }[] }>(`/v1/audit/${entity_id}`)).body.items;
  expect(trail.map(({ event }) => event)).toEqual(['assigned', 'assigned', 'unassigned']);
});

test('WRK-1 lists sort by due date, soonest first, and narrow by queue, person, kind and date; a filter is kept by its name', async () => {
  const [late] = (await tasks('eqa', 1, -1)) as [string];
  await tasks('eqa', 3, 5);
  const list = async (query: string) => (await as.eqa.get<{ items: Item[]; next: string | null }>(`/v1/work-items?${query}`)).body;
  const all = (await list('queue=eqa')).items;
  expect(all).toHaveLength(4);
  expect(all.map(({ dueAt }) => dueAt)).toEqual(all.map(({ dueAt }) => dueAt).sort());
  expect((await list(`queue=eqa&dueBefore=${new Date().toISOString()}`)).items.map(({ id }) => id)).toEqual([late]);
  const page = await list('queue=eqa&limit=3');
  expect((await list(`queue=eqa&limit=3&cursor=${page.next}`)).items).toHaveLength(1);
  await as.eqa.post(`/v1/work-items/${late}/assign`, { to: 'me' });
  expect((await list('assignee=me')).items.map(({ id }) => id)).toEqual([late]);
  expect((await list('queue=eqa&assignee=nobody')).items).toHaveLength(3);
  const kept = await as.eqa.post<{ id: string }>('/v1/saved-filters', { name: 'Late', query: { queue: 'eqa', assignee: 'nobody' } });
  await as.eqa.post('/v1/saved-filters', { name: 'Late', query: { queue: 'eqa' } });
  const { filters, queue, queues } = await home(as.eqa);
  expect(filters).toMatchObject([{ name: 'Late', query: { queue: 'eqa' } }]);
  expect(queue).toMatchObject({ name: 'eqa', count: 4, late: 1 });
  expect(queues.find(({ name }) => name === 'eqa')!.count).toBe(4);
  expect((await as.eqa.post(`/v1/saved-filters/${kept.body.id}/remove`, {})).status).toBe(404);
  expect((await as.eqa.post(`/v1/saved-filters/${filters[0]!.id}/remove`, {})).status).toBe(200);
});

test('WRK-1 a filter belongs to its list, is kept there under its name, listed and removed, and is never another user’s', async () => {
  const save = async (caller: ApiClient, body: unknown) => caller.post<Filter & Problem>('/v1/saved-filters', body);
  const of = async (caller: ApiClient, query = '') => (await caller.get<{ items: Filter[] }>(`/v1/saved-filters${query}`)).body.items;
  const orders = (await save(as.finance, { list: 'orders', name: 'Mine', query: { state: 'overdue', sort: '-due' } })).body;
  const work = (await save(as.finance, { name: 'Mine', query: { queue: 'finance' } })).body;
  expect(await of(as.finance)).toEqual([orders, work]);
  expect(work.list).toBe('work');
  expect(await of(as.finance, '?list=orders')).toEqual([{ ...orders, query: { state: 'overdue', sort: '-due' } }]);
  expect(await of(as.finance, '?list=suspense')).toEqual([]);
  expect((await home(as.finance)).filters).toEqual([orders, work]);
  expect(await of(as.administrator)).toEqual([]);
  expect((await as.administrator.post(`/v1/saved-filters/${orders.id}/remove`, {})).status).toBe(404);
  expect((await as.finance.post(`/v1/saved-filters/${orders.id}/remove`, {})).status).toBe(200);
  expect(await of(as.finance)).toEqual([work]);
  expect((await as.finance.post(`/v1/saved-filters/${work.id}/remove`, {})).status).toBe(200);
});

test('WRK-1 a filter that was kept before there were lists is one of the list of tasks', async () => {
  const old = { id: randomUUID(), tenant_id: tenant.id, user_id: tenant.staff.dpo.id, name: 'Old', query: { queue: 'dpo' } };
  await system.owner('saved_filters').insert(old);
  expect((await home(as.dpo)).filters).toEqual([{ id: old.id, list: 'work', name: 'Old', query: { queue: 'dpo' } }]);
});

test('WRK-1 a filter has twenty members of 200 characters at most, under a list’s short name; all faults are told at once', async () => {
  const members = (count: number, length: number) =>
    Object.fromEntries(Array.from({ length: count }, (_each, index) => [`m${index}`, 'x'.repeat(length)]));
  const save = (body: unknown) => as.finance.post<Problem>('/v1/saved-filters', body);
  expect((await save({ list: 'a'.repeat(30), name: 'Most', query: members(20, 200) })).status).toBe(201);
  const pointers = async (body: unknown) => {
    const answer = await save(body);
    return [answer.status, answer.body.errors.map(({ pointer }) => pointer).sort()];
  };
  expect(await pointers({ list: 'a'.repeat(31), name: 'n', query: members(21, 200) })).toEqual([422, ['/list', '/query']]);
  expect(await pointers({ list: 'Work', name: '', query: members(1, 201) })).toEqual([422, ['/list', '/name', '/query/m0']]);
  expect(await pointers({ name: 'n', query: { queue: 1 } })).toEqual([422, ['/query/queue']]);
  expect((await as.finance.get('/v1/saved-filters?list=UPPER')).status).toBe(400);
});

test('WRK-1 notes stand on a case with who wrote them and when, are never changed, and their text is not in the trail', async () => {
  const order = await placeOrder(as.employerUser, tenant.companies[0]);
  expect((await as.caseOperator.post(`/v1/cases/${order.id}/notes`, { text: 'Called Ms Patel.\nShe pays on Friday.' })).status).toBe(201);
  const { items } = (await as.finance.get<{ items: { text: string; userName: string }[] }>(`/v1/cases/${order.id}/notes`)).body;
  expect(items).toMatchObject([{ text: 'Called Ms Patel.\nShe pays on Friday.', userName: 'Operator Example' }]);
  expect(JSON.stringify((await as.finance.get(`/v1/audit/${order.id}`)).body)).not.toContain('Patel');
  await expect(system.owner('notes').update({ text: 'x' })).rejects.toThrow('append-only');
  expect((await as.caseOperator.post<Problem>(`/v1/cases/${order.id}/notes`, { text: '' })).body.errors[0]!.pointer).toBe('/text');
  expect((await as.caseOperator.post(`/v1/cases/${randomUUID()}/notes`, { text: 't' })).status).toBe(404);
});

test('WRK-1 SEC-2 half-done work outlives the session, belongs to its user alone, and counts for nothing', async () => {
  const order = await placeOrder(as.employerUser, tenant.companies[0]);
  const path = `/v1/cases/${order.id}/drafts/reply`;
  expect((await as.finance.put(path, { content: { reason: 'half a sen' } })).status).toBe(200);
  await as.finance.send('DELETE', '/v1/sessions/current', undefined, {});
  as.finance = await system.signIn(tenant.staff.finance.email);
  expect((await as.finance.get<{ content: unknown }>(path)).body.content).toEqual({ reason: 'half a sen' });
  expect((await as.caseOperator.get(path)).status).toBe(404);
  expect((await system.owner('audit').where({ entity_id: order.id })).length).toBe(1);
  expect((await as.finance.put(path, { content: null })).status).toBe(200);
  expect((await as.finance.get(path)).status).toBe(404);
});

test('WRK-1 a bulk action over 10,000 tasks with failures in the middle does all others, and tells what became of each', async () => {
  const ids = await tasks('dpo', 9_997);
  const closed = ids.slice(5000, 5010);
  await system.owner('work_items').whereIn('id', closed).update({ closed_at: new Date() });
  const over = { items: [...ids.slice(0, 5005), randomUUID(), randomUUID(), randomUUID(), ...ids.slice(5005)] };
  const started = await as.dpo.send<Bulk>('POST', '/v1/bulk-actions', JSON.stringify({ change: { what: 'assign', to: 'me' }, over }), {
    'Content-Type': 'application/json',
    'Idempotency-Key': 'bulk-1',
  });
  expect([started.status, started.body.total]).toEqual([201, 10_000]);
  expect(await finished(as.dpo, started.body.id)).toMatchObject({ total: 10_000, done: 9_987, failed: 13 });
  const { items } = (
    await as.dpo.get<{ items: { position: number; detail: string }[] }>(`/v1/bulk-actions/${started.body.id}/items?outcome=failed`)
  ).body;
  expect(items.map(({ position }) => position)).toEqual([
    ...Array.from({ length: 5 }, (_e, i) => 5001 + i),
    5006,
    5007,
    5008,
    ...Array.from({ length: 5 }, (_e, i) => 5009 + i),
  ]);
  expect(items[0]!.detail).toBe('This task is done. Nothing is left to do about it.');
  expect((await home(as.dpo)).mine.count).toBe(9_987);
  const process = await system.processes.client.workflow.getHandle(`bulk-action/${started.body.id}`).describe();
  expect([process.status.name, String(process.searchAttributes!['Stage'])]).toEqual(['COMPLETED', 'Finished']);
  expect(await system.owner('audit').where({ event: 'assigned', user_id: tenant.staff.dpo.id }).count()).toEqual([{ count: 9_987n }]);
}, 120_000);

test('WRK-1 a bulk action over a filter takes what the filter finds, and refuses one that finds nothing or too much', async () => {
  await tasks('administrator', 25);
  const bulk = (filter: Record<string, string>) =>
    as.administrator.post<Bulk & Problem>('/v1/bulk-actions', { change: { what: 'note', text: 'Please hurry' }, over: { filter } });
  const started = await bulk({ queue: 'administrator', task: 'lookAtIt' });
  expect(await finished(as.administrator, started.body.id)).toMatchObject({ total: 25, done: 25, failed: 0 });
  expect((await bulk({ queue: 'administrator', task: 'none' })).body.errors[0]!.code).toBe('nothing');
  await system
    .owner('policies')
    .insert({ id: randomUUID(), tenant_id: tenant.id, version: 'few', effective_from: new Date(), changes: { 'work.bulkItems': 24 } });
  expect((await bulk({ queue: 'administrator', task: 'lookAtIt' })).body.errors[0]!.code).toBe('tooMany');
  await system.owner('policies').where({ version: 'few' }).delete();
});

test('WHY-2 a case says how it stands against its service level, and pauses while the payer is awaited', async () => {
  const order = await placeOrder(as.employerUser, tenant.companies[0]);
  const { body } = await as.finance.get<{ serviceLevel: { days: number; used: number; paused: boolean; dueOn: string | null } }>(
    `/v1/processes/${order.id}`,
  );
  expect(body.serviceLevel).toEqual({ days: 5, used: 0, paused: true, dueOn: null });
});
