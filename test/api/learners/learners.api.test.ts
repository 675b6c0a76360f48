import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { seedBatch, seedProduct } from '../../support/learners';
import { realSystem, type TestSystem } from '../../support/system';
import { testEdits } from './learner-edits';
import { testEvents } from './learner-events';
import { managedBy } from './managed';
import { testManaging } from './managing';

jest.setTimeout(120_000);
let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
beforeAll(async () => {
  system = await realSystem('learners');
  tenant = await system.tenant('learners', 'awarding-body');
  centre = await system.signIn(tenant.centre.user.email);
});
afterAll(() => system?.stop());

interface Outcome {
  outcome: string;
  learner: { id: string; state: string; lapsesOn: string; version: number };
  charges: { what: string; amount: { amount: number } }[];
  errors: { code: string }[];
}

/** A batch of some learners who were just registered. */
async function batchOf(surnames: string[]): Promise<{ batch: string; ids: string[] }> {
  const product = await seedProduct(system.owner, tenant.id, 'Care');
  const learners = surnames.map((surname) => ({ surname }));
  const { batch } = await seedBatch(system.database, tenant, { product, learners });
  const rows: { id: string }[] = await system.owner('learners').where({ batch_id: batch.id }).orderBy('surname').select('id');
  return { batch: batch.id, ids: rows.map(({ id }) => id) };
}

const lapseOf = async (batch: string) => (await centre.get<{ stage: string; why: string; version: number }>(`/v1/processes/${batch}`)).body;

test('LRN-3 LAP-2 LAP-3 a learner is withdrawn, which ends the wait for his lapse, and un-withdrawn with the old last day, which starts it again; again is refused', async () => {
  const { batch, ids } = await batchOf(['A', 'B']);
  await eventually(async () => expect((await lapseOf(batch)).why).toContain('2 learners are registered'));
  const withdrawn = await centre.post<Outcome>(`/v1/learners/${ids[0]}/withdraw`, {});
  expect(withdrawn).toMatchObject({ status: 200, body: { outcome: 'done', charges: [], learner: { state: 'withdrawn' } } });
  await eventually(async () => expect((await lapseOf(batch)).why).toContain('1 learner is registered'));
  expect(await centre.post(`/v1/learners/${ids[0]}/withdraw`, {})).toMatchObject({
    status: 409,
    body: { errors: [{ code: 'learnerState', rule: 'LRN-3' }] },
  });
  const back = await centre.post<Outcome>(`/v1/learners/${ids[0]}/unwithdraw`, {});
  expect(back.body.learner).toMatchObject({ state: 'registered', lapsesOn: '2029-11-02' });
  await eventually(async () => expect((await lapseOf(batch)).why).toContain('2 learners are registered'));
});

test('LRN-3 LAP-3 many are withdrawn at once, each with an outcome of its own; with the last one the wait ends, with whoever is taken back the next one begins', async () => {
  const { batch, ids } = await batchOf(['A', 'B', 'C']);
  await centre.post(`/v1/learners/${ids[1]}/withdraw`, {});
  const { body } = await centre.post<{ items: Outcome[] }>('/v1/learners/withdraw', { learners: ids });
  expect(body.items.map(({ outcome, learner: { state } }) => [outcome, state])).toEqual([
    ['done', 'withdrawn'],
    ['refused', 'withdrawn'],
    ['done', 'withdrawn'],
  ]);
  await eventually(async () => expect((await lapseOf(batch)).stage).toBe('Over'));
  await centre.post('/v1/learners/unwithdraw', { learners: [ids[2]] });
  await eventually(async () => expect(await lapseOf(batch)).toMatchObject({ stage: 'Registered' }));
  const businessIds: { business_id: string }[] = await system.owner('processes').where({ entity_id: batch }).orderBy('opened_at');
  expect(businessIds.map(({ business_id: id }) => id)).toEqual([`lapse/${batch}`, `lapse/${batch}/2`]);
});

test('LAP-2 LAP-3 many are taken back at once into a batch whose wait has ended: one wait begins, and it counts all of them', async () => {
  const { batch, ids } = await batchOf(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H']);
  expect((await centre.post('/v1/learners/withdraw', { learners: ids })).status).toBe(200);
  await eventually(async () => expect((await lapseOf(batch)).stage).toBe('Over'));
  const answers = await Promise.all(ids.map((id) => centre.post<Outcome>(`/v1/learners/${id}/unwithdraw`, {})));
  expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 200));
  await eventually(async () => expect((await lapseOf(batch)).why).toContain('8 learners are registered'));
  const open = await system.owner('processes').where({ entity_id: batch }).whereNull('ended_at').pluck('business_id');
  expect(open).toEqual([`lapse/${batch}/2`]);
});

const given = () => ({ system, tenant, centre });
const managed = managedBy(given);
testManaging(given, managed);
testEdits(given, managed);
testEvents(given, managed);
