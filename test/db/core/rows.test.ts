import { v7 as uuid } from 'uuid';
import { rowKinds, startOf } from '../../../domain/processes';
import { firstPolicy } from '../../../domain/policy';
import { held, over } from '../../../domain/standing';
import { actOnDue, openRows, type RowsProgress } from '../../../db/core/rows';
import { CaseLab } from '../../support/case-lab';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-11-22T13:14:00.000Z';
const LATER = '2027-01-01T00:00:00.000Z';
let system: StoreSystem;

beforeAll(async () => {
  system = await storeSystem('rows');
});
afterAll(() => system?.stop());
afterEach(() => jest.restoreAllMocks());

/** A batch whose rows wait, are worked on, and wait again: a kind that is to come, by a standing that says what it is given. */
async function batch() {
  const lab = await CaseLab.make(system);
  const start = startOf('bulk-action', uuid(), {
    owner: 'operator',
    tenant: lab.tenant.id,
    organisation: null,
    policyVersion: firstPolicy.version,
  });
  const standing = (told: unknown, since: string) => {
    const { stage, dueAt } = told as { stage: string; dueAt: string };
    if (stage === 'Over') return over('Over', since, 'It is over.');
    return held(stage, { name: 'rows', awaiting: 'nobody', clock: 'ours', since, why: 'Rows wait.', next: [], dueAt });
  };
  jest.spyOn(rowKinds['bulk-action'], 'standing').mockImplementation(standing);
  await lab.inScope((trx) => openRows(trx, start, { stage: 'Waiting', dueAt: AT }, null, AT));
  const act = (stage: string, dueAt: string, nextDue: RowsProgress['nextDue'] = dueAt) =>
    lab.inScope((trx) => actOnDue(trx, { act: async () => ({ progress: { stage, dueAt }, nextDue }) }, { process: start, at: AT }));
  const row = () => system.owner('processes').where({ business_id: start.businessId }).first('stage', 'due_at', 'ended_at', 'version');
  return { act, row };
}

test('OPS-5 rows under one wait: a due date that moves within a stage stands in the row, a stage may come back, and what ended may go on', async () => {
  const { act, row } = await batch();
  await act('Waiting', LATER);
  expect(await row()).toEqual({ stage: 'Waiting', due_at: LATER, ended_at: null, version: 2 });
  await act('Waiting', LATER);
  expect((await row()).version).toBe(2);
  for (const stage of ['Working', 'Waiting', 'Working']) {
    await act(stage, LATER);
    expect((await row()).stage).toBe(stage);
  }
  expect(await act('Over', AT)).toMatchObject({ ended: true, wake: null });
  expect(await row()).toMatchObject({ stage: 'Over', ended_at: AT });
  await act('Waiting', LATER);
  expect(await row()).toMatchObject({ stage: 'Waiting', ended_at: null });
});

test('OPS-5 rows under one wait are next due at once, at an instant, or when somebody wakes them', async () => {
  const { act } = await batch();
  expect((await act('Waiting', LATER, 'atOnce')).wake).toMatchObject({ at: AT });
  expect((await act('Waiting', LATER, LATER)).wake).toMatchObject({ at: LATER });
  expect((await act('Waiting', LATER, 'whenWoken')).wake).toBeNull();
});
