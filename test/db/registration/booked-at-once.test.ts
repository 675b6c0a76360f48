import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Ask } from '../../../domain/commit';
import { CaseLab } from '../../support/case-lab';
import { registrationStory } from '../../support/registration-cases';
import { seedAddress, seedWindow, workingDayFrom } from '../../support/bookings';
import { PAPER, sat } from '../../support/booked-with';
import { storeSystem, type StoreSystem } from '../../support/store';
import { ulnOf } from '../../support/registrations';

const AT = '2026-11-23T09:00:00.000Z';
/** Very late on that day: the ninth working day after the cut-off. */
const DATES = { cutOffOn: '2026-11-10', opensOn: '2027-01-11', closesOn: '2027-01-22' };
let system: StoreSystem;

beforeAll(async () => {
  system = await storeSystem('booked-at-once');
}, 120_000);
afterAll(() => system?.stop());

/** How many statements it takes to do what is asked. */
async function statements(lab: CaseLab, ask: Ask): Promise<number> {
  const query = jest.spyOn(pg.Client.prototype, 'query');
  try {
    expect(await lab.commit(ask)).toMatchObject({ outcome: 'committed' });
    return query.mock.calls.length;
  } finally {
    query.mockRestore();
  }
}

/** So many learners are registered and booked very late, then undone; each in how many statements. */
async function registeredAndUndone(many: number): Promise<[number, number]> {
  const lab = await CaseLab.make(system);
  const { owner } = system;
  const { id: tenant_id, centre } = lab.tenant;
  const open = await registrationStory.open(lab, AT);
  await lab.commit(open);
  await lab.commit(await registrationStory.ready[0]!(lab, open.process, AT));
  const { id: product, code } = await owner('products').where({ tenant_id, code: 'LAB' }).first('id', 'code');
  const columns = { books_on_registration: true, has_windows: true, late_allowed: true, components: JSON.stringify([PAPER]) };
  await owner('product_versions').where({ product_id: product }).update(columns);
  const window = await seedWindow(system, lab.tenant, { id: product, code }, DATES, { at: '2026-11-02T09:00:00.000Z' });
  const address = await seedAddress(system, lab.tenant);
  const [line] = await owner('registration_lines').where({ tenant_id }).orderBy('row');
  const more = Array.from({ length: many - 2 }, (_, each) => ({
    ...{ ...line, id: randomUUID(), row: 3 + each, cells: '{}', faults: '[]' },
    learner: JSON.stringify({ ...line.learner, uln: ulnOf(100 + each) }),
  }));
  if (more.length > 0) await owner('registration_lines').insert(more);
  const day = workingDayFrom(DATES.opensOn, 0);
  const booking = { sittings: [sat(day, { accepts: 'veryLate' })], hasLocation: true, address, isQuote: false };
  const chosen = { session: null, batch: null, learnerAddress: null, certificateAddress: null, window, mode: null };
  const body = { group: line.group_id, ...chosen, booking };
  const confirm = await lab.command(open.process, centre.user, 'confirm', body, AT, { location: 'Hall' });
  const registered = await statements(lab, confirm);
  expect(await owner('bookings').where({ tenant_id, state: 'active' })).toHaveLength(many);
  const undo = await lab.command(open.process, centre.user, 'undo', { group: line.group_id }, AT);
  const undone = await statements(lab, undo);
  expect(await owner('bookings').where({ tenant_id }).pluck('state')).toEqual(Array.from({ length: many }, () => 'cancelled'));
  expect(await owner('very_late_places').where({ tenant_id }).pluck('taken')).toEqual([0]);
  return [registered, undone];
}

test('REG-17 BKG-3 fifty learners are registered and booked very late, and undone, in as many statements as two', async () => {
  // What is read once a process is read by now.
  await registeredAndUndone(2);
  const [two, fifty] = [await registeredAndUndone(2), await registeredAndUndone(50)];
  expect(fifty).toEqual(two);
});
