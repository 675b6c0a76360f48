import { v7 as uuid } from 'uuid';
import { startOf } from '../../../domain/processes';
import { firstPolicy } from '../../../domain/policy';
import { ladder } from '../../../domain/schedule';
import type { Stands } from '../../../domain/commit';
import { caseAbout } from '../../../db/core/processes.queries';
import { added } from '../../support/calendars';
import { CaseLab } from '../../support/case-lab';
import { Crashes } from '../../support/crashing';
import { publishedCalendar } from '../../support/situation';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-12-22T10:00:00.000Z';
const TASKS = 230;
let system: StoreSystem;
let crashes: Crashes;

beforeAll(async () => {
  system = await storeSystem('recountcrash');
  crashes = await Crashes.in(system);
});
afterAll(() => system?.stop());

/** More open waits than one transaction takes: tasks that no case has, due in five working days, and an approval that waits. */
async function waiting(): Promise<{ lab: CaseLab; approve(): Promise<unknown> }> {
  const lab = await CaseLab.make(system);
  const { at: due_at, counted } = ladder(AT, [{ what: 'due', workingDays: 5 }], publishedCalendar)[0]!;
  const of = { tenant_id: lab.tenant.id, queue: 'dpo', task: 'sendConsents', entity_type: 'user', due_at, opened_at: AT };
  const task = () => ({ ...of, id: uuid(), entity_id: uuid(), counted: JSON.stringify({ dueAt: counted!['at'] }) });
  await system.owner('work_items').insert(Array.from({ length: TASKS }, task));
  const { administrator, administrator2 } = lab.tenant.staff;
  const start = { owner: 'administrator', tenant: lab.tenant.id, organisation: null, policyVersion: firstPolicy.version };
  const process = startOf('approval', uuid(), start);
  const proposal = { what: 'calendar', changes: [added('2026-12-29')], publishedUntil: '2028-12-31' };
  await lab.commit(await lab.command(process, administrator, 'propose', { proposal }, AT, { reason: 'why' }));
  const ask = await lab.command(process, administrator2, 'approve', {}, AT, { reason: 'why' });
  return { lab, approve: () => lab.commit(ask) };
}

test('CAL-1 OPS-4 bringing a calendar into force and each chunk that moves waits may crash at any table: nothing is left, then each wait is moved once', async () => {
  const { lab, approve } = await waiting();
  const places = await crashes.everywhere(lab, approve);
  expect(places).toEqual(expect.arrayContaining(['calendars', 'bulk_actions', 'processes', 'approvals', 'outbox']));
  const { id } = await system.owner('bulk_actions').where({ tenant_id: lab.tenant.id }).first('id');
  const action = (await lab.inScope((trx) => caseAbout(trx, id)))!.start;
  const chunks: Stands[] = [];
  while (!chunks.at(-1)?.ended) {
    const crashed = await crashes.everywhere(lab, async () => chunks.push(await lab.act(action, AT)));
    if (!chunks.at(-1)!.ended) expect(crashed).toContain('bulk_actions');
  }
  expect(chunks.length).toBeGreaterThan(2);
  const left = await lab.rows();
  expect(await lab.act(action, AT)).toEqual(chunks.at(-1));
  expect(await lab.rows()).toEqual(left);
  const moved = await system.owner('calendar_moves').where({ action_id: id });
  expect([moved.length, new Set(moved.map(({ wait }: { wait: string }) => wait)).size]).toEqual([TASKS, TASKS]);
  const due: { due_at: Date }[] = await system.owner('work_items').where({ tenant_id: lab.tenant.id, queue: 'dpo' }).select('due_at');
  expect(new Set(due.map(({ due_at }) => new Date(due_at).toISOString()))).toEqual(new Set(['2027-01-04T10:00:00.000Z']));
  const trail = await system.owner('audit').where({ tenant_id: lab.tenant.id, event: 'recounted' });
  expect(trail.length).toBe(TASKS);
  expect(trail[0]).toMatchObject({ calendar_version: 'calendar-2', user_id: lab.tenant.staff.administrator2.id });
}, 180_000);

test('CAL-1 whoever counts by a calendar is let finish before another one is in force; who counts after it counts by that', async () => {
  const { lab, approve } = await waiting();
  const version = async () => {
    const { rows } = await lab.inScope((trx) => trx.raw('select held_calendar() as version'));
    return rows[0].version as string;
  };
  const before = await version();
  let approved: Promise<unknown> = Promise.resolve();
  const after = await lab.inScope(async (trx) => {
    const held = async () => (await trx.raw('select held_calendar() as version')).rows[0].version as string;
    const mine = await held();
    approved = approve();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return [mine, await held()];
  });
  expect(after).toEqual([before, before]);
  await approved;
  expect(await version()).toBe('calendar-2');
});
