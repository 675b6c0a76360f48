import { randomUUID } from 'node:crypto';
import { taskLabel, tasksCalled } from '../../../domain/work/task-labels';
import { openDesk, type Desk } from '../../support/desk';
import { eventually } from '../../support/eventually';

interface Task {
  id: string;
  task: string;
  label: string;
  about: { id: string };
  amount: { amount: number } | null;
  payer: string | null;
  age: number;
  assignee: string | null;
  assigneeName: string | null;
}
interface Entry {
  at: string;
  event: string;
  entity: string;
  user: string | null;
}

let desk: Desk;
beforeAll(async () => void (desk = await openDesk('tasks')));
afterAll(() => desk?.system.stop());

const tasks = async (query: string) => (await desk.finance.get<{ items: Task[] }>(`/v1/work-items?${query}`)).body.items;

test('WRK-1 a task tells what it is called, the amount and payer of its subject, its age, and who has taken it by name', async () => {
  const { finance, tenant, given, system } = desk;
  const receipt = await given.suspense('A STRANGER', 12.34);
  const [task] = await tasks(`about=${receipt.id}`);
  expect(task).toMatchObject({
    label: 'Find out whose a transfer is',
    amount: { amount: 1_234 },
    age: 0,
    assignee: null,
    assigneeName: null,
  });
  expect(task!.payer).toEqual(expect.any(String));
  expect((await finance.post(`/v1/work-items/${task!.id}/assign`, { to: 'me' })).status).toBe(200);
  await system
    .owner('work_items')
    .where({ id: task!.id })
    .update({ opened_at: new Date(Date.now() - 3.5 * 86_400_000) });
  const [taken] = await tasks(`about=${receipt.id}`);
  expect(taken).toMatchObject({ assignee: tenant.staff.finance.id, assigneeName: expect.stringMatching(/^\w+ \w+$/), age: 3 });
  const { id, order } = await given.reversal();
  const [company] = tenant.companies;
  const adjustment = { from: 'writeOffs', to: `funds/${company.company}`, amount: 77, reason: 'r' };
  const { body: proposed } = await finance.post<{ id: string }>('/v1/adjustments', adjustment);
  const [reversal, proposal] = await eventually(async () => {
    const found = await Promise.all([id, proposed.id].map((about) => tasks(`about=${about}`)));
    expect(found.flat()).toHaveLength(2);
    return found.flat();
  });
  expect(reversal).toMatchObject({ amount: { amount: order.due.amount }, payer: company.name });
  expect(proposal).toMatchObject({ amount: { amount: 77 }, payer: null });
});

test('WRK-1 tasks are found by the words that their lists show, in any order and case, and by the reference of their case', async () => {
  const { given, look } = desk;
  const receipt = await given.suspense('SOMEBODY ELSE', 1);
  const { reference } = (await desk.finance.get<{ reference: string }>(`/v1/receipts/${receipt.id}`)).body;
  await look.stageIs(receipt, 'In suspense');
  const found = async (search: string) => (await tasks(`limit=200&search=${encodeURIComponent(search)}`)).map(({ task }) => task);
  expect(new Set(await found('TRANSFER whose'))).toEqual(new Set(['matchReceipt']));
  expect(await found(reference.toLowerCase())).toEqual(['matchReceipt']);
  expect(await found('reversal')).toEqual(['approveReversal']);
  expect(await found('no such words')).toEqual([]);
  expect([taskLabel('decideLines'), taskLabel('notYetNamed')]).toEqual(['Say whether statement lines are new money', 'Not yet named']);
  expect(tasksCalled('approve')).toEqual(['approveReversal', 'approveProposal', 'processApplication']);
});

test('AUD-1 the trail is listed newest first, narrowed by days, event, person and entity, paged, and exported as CSV of exactly that', async () => {
  const { as, tenant, given, finance } = desk;
  const order = await given.order(1);
  await finance.post(`/v1/advance-orders/${order.id}/cancel`, { reason: '=HYPERLINK("x")' });
  const list = async (query: string) => (await as.dpo.get<{ items: Entry[]; next: string | null }>(`/v1/audit?${query}`)).body;
  const about = await list(`entity=${order.id}`);
  expect(about.items.map(({ event }) => event)).toEqual(['cancelled', 'placed']);
  expect((await list(`entity=${order.id}&user=${tenant.staff.finance.id}`)).items.map(({ event }) => event)).toEqual(['cancelled']);
  const cancelled = (await list('event=cancelled&entityType=advance-order')).items;
  expect(cancelled.map(({ entity }) => entity)).toEqual([order.id]);
  const day = cancelled[0]!.at.slice(0, 10);
  const shifted = (days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
  expect((await list(`entity=${order.id}&from=${shifted(-1)}&to=${shifted(1)}`)).items).toHaveLength(2);
  expect((await list(`entity=${order.id}&from=${shifted(2)}`)).items).toEqual([]);
  expect((await list(`entity=${order.id}&to=${shifted(-2)}`)).items).toEqual([]);
  const one = await list(`entity=${order.id}&limit=1`);
  expect((await list(`entity=${order.id}&limit=1&cursor=${encodeURIComponent(one.next!)}`)).items.map(({ event }) => event)).toEqual([
    'placed',
  ]);

  const csv = await as.dpo.get<string>(`/v1/audit?entity=${order.id}`, { Accept: 'text/csv' });
  expect(csv.headers.get('content-disposition')).toMatch(/attachment; filename="audit-.*\.csv"/);
  const rows = csv.body.split('\r\n').filter(Boolean);
  expect(rows[0]).toBe('at,event,entityType,entity,user,userName,ip,reason,before,after');
  expect(rows.slice(1).map((row) => row.split(',')[1])).toEqual(['cancelled', 'placed']);
  expect(rows[1]).toContain(`"'=HYPERLINK(""x"")"`);
  expect((await as.finance.get('/v1/audit')).status).toBe((await as.finance.get(`/v1/audit/${order.id}`)).status);
  expect((await as.employerUser.get('/v1/audit')).status).toBe(403);
});

test('AUD-1 the trail as CSV has a thousand rows at most, and a cursor to go on from where there are more', async () => {
  const { as, tenant, system } = desk;
  const entity = randomUUID();
  await system.owner.raw(
    `insert into audit (tenant_id, entity_type, entity_id, event, at, after, policy_version, evidence, calendar_version)
     select :tenant, 'test', :entity, 'made', now(), '{}', '2026-11-01', '{}', 'test' from generate_series(1, 1001)`,
    { tenant: tenant.id, entity },
  );
  const csv = async (query: string) => {
    const { body, headers } = await as.dpo.get<string>(`/v1/audit?entity=${entity}${query}`, { Accept: 'text/csv' });
    return { rows: body.split('\r\n').filter(Boolean).length - 1, next: headers.get('countersign-next') };
  };
  const first = await csv('');
  expect(first).toEqual({ rows: 1000, next: expect.any(String) });
  expect(await csv(`&cursor=${encodeURIComponent(first.next!)}`)).toEqual({ rows: 1, next: null });
});
