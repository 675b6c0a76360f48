import { randomUUID } from 'node:crypto';
import { codeOfError } from '../../../db/core/database';
import { caseOfKind } from '../../../domain/processes';
import { CaseLab } from '../../support/case-lab';
import { caseKinds, command, everyWay, later, placing, received, storyOf } from '../../support/cases';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-11-22T13:14:00.000Z';
const MINUTE = 60_000;
const MOMENTS = 5;
const LOCK_NOT_AVAILABLE = '55P03';
let system: StoreSystem;

beforeAll(async () => {
  system = await storeSystem('commit');
});
afterAll(() => system?.stop());

test.each(caseKinds)('OPS-4 all commands and news that a %s knows are asked in these tests', async (kind) => {
  const lab = await CaseLab.make(system);
  const { names, unheard } = caseOfKind(kind);
  const open = await storyOf(kind).open(lab, AT);
  await lab.commit(open);
  const reaches = everyWay.flatMap(([of, _way, each]) => (of === kind ? each : []));
  const triggers = [open.trigger];
  for (const reach of reaches) triggers.push((await reach(lab, open.process, AT)).trigger);
  expect(triggers).toEqual(
    expect.arrayContaining([names.opensBy ?? 'open', ...names.commands, ...names.news, ...(unheard ? ['wake'] : [])]),
  );
});

test.each(everyWay)(
  'IDM-1 OPS-4 %s, %s: each ask run twice leaves what one run leaves and gives the first result',
  async (kind, _way, reaches) => {
    const lab = await CaseLab.make(system);
    const open = await storyOf(kind).open(lab, AT);
    const twice = async (ask: typeof open) => {
      const result = await lab.commit(ask);
      const left = await lab.rows();
      expect(await lab.commit(ask)).toEqual(result);
      expect(await lab.rows()).toEqual(left);
      return result.outcome;
    };
    expect(await twice(open)).toBe('committed');
    let at = AT;
    for (const reach of reaches) {
      at = later(at, MINUTE);
      const ask = await reach(lab, open.process, at);
      expect(await twice(ask)).toBe(ask.reached === 'wake' ? 'notDue' : 'committed');
    }
    expect((await lab.events(open.process)).length).toBeGreaterThan(reaches.length);
  },
);

test.each(caseKinds)('IDM-1 OPS-4 %s: each moment run twice leaves what one run leaves, and a late wake adds nothing', async (kind) => {
  const lab = await CaseLab.make(system);
  const { process, ...open } = await storyOf(kind).open(lab, AT);
  await lab.commit({ process, ...open });
  for (let count = 1; count <= MOMENTS; count += 1) {
    const [due] = (await lab.state(process)).schedule;
    if (!due) break;
    const result = await lab.commit(lab.wake(process, due.at));
    expect(await lab.events(process)).toHaveLength(count + 1);
    const left = await lab.rows();
    expect(await lab.commit(lab.wake(process, due.at))).toEqual(result);
    expect(await lab.commit(lab.wake(process, later(due.at, 1)))).toEqual(result);
    expect(await lab.rows()).toEqual(left);
  }
});

test.each(caseKinds)('IDM-1 %s: twenty first commits at once leave what one leaves, and all get its result', async (kind) => {
  const [lab, twin] = [await CaseLab.make(system), await CaseLab.make(system)];
  const open = await storyOf(kind).open(lab, AT);
  const results = await Promise.all(Array.from({ length: 20 }, () => patiently(() => lab.commit(open))));
  const once = await twin.commit(await storyOf(kind).open(twin, AT));
  expect([...new Set(results.map((result) => lab.plain(result)))]).toEqual([twin.plain(once)]);
  expect(await lab.rows()).toEqual(await twin.rows());
});

/** Whoever waits too long for a lock is tried again, as the activity of the commit is. */
async function patiently<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (codeOfError(error) !== LOCK_NOT_AVAILABLE) throw error;
    return patiently(work);
  }
}

test.each(caseKinds)('IDM-1 %s: a key that comes back with another input fails loudly and changes nothing', async (kind) => {
  const lab = await CaseLab.make(system);
  const open = await storyOf(kind).open(lab, AT);
  await lab.commit(open);
  const left = await lab.rows();
  for (const other of [
    { ...open, body: { other: 1 } },
    { ...open, trigger: 'other' },
  ])
    await expect(lab.commit(other)).rejects.toThrow('came back with another input');
  expect(await lab.rows()).toEqual(left);
});

test('IDM-1 a refusal is kept under its key and repeated, although the state has changed since and would allow it', async () => {
  const lab = await CaseLab.make(system);
  const open = await placing(lab, AT);
  await lab.commit(open);
  const tooSoon = await command('decideReceived', { choice: 'acceptAsReceived' })(lab, open.process, later(AT, MINUTE));
  const refused = await lab.commit(tooSoon);
  expect(refused).toMatchObject({ outcome: 'refused', refusals: [{ code: 'nothingReceived' }] });
  await lab.commit(await received(10_000n)(lab, open.process, later(AT, 2 * MINUTE)));
  const left = await lab.rows();
  expect(await lab.commit(tooSoon)).toEqual(refused);
  expect(await lab.rows()).toEqual(left);
});

test('IDM-1 a command that has seen another version than the one that stands is refused, for good', async () => {
  const lab = await CaseLab.make(system);
  const open = await placing(lab, AT);
  await lab.commit(open);
  const ask = { ...(await command('cancel')(lab, open.process, later(AT, MINUTE))), expectedVersion: 7 };
  expect(await lab.commit(ask)).toMatchObject({ outcome: 'refused', refusals: [{ code: 'changed' }] });
  expect(await lab.commit({ ...ask, expectedVersion: 1 })).toMatchObject({ outcome: 'refused' });
  expect(await lab.events(open.process)).toEqual(['placed']);
});

test('ADV-4 one receipt goes to one of ten orders that take it at once; the others are told so and keep waiting', async () => {
  const lab = await CaseLab.make(system);
  const receipt = await lab.receipt(25_000n, AT);
  const orders = [];
  for (let count = 0; count < 10; count += 1) orders.push(await placing(lab, AT));
  for (const order of orders) await lab.commit(order);
  const results = await Promise.all(
    orders.map(({ process }) => lab.commit(lab.news(process, 'receiptMatched', receipt, { receipt }, later(AT, MINUTE)))),
  );
  expect(results.filter(({ outcome }) => outcome === 'committed')).toHaveLength(1);
  for (const result of results) if (result.outcome === 'refused') expect(result.refusals[0]!.code).toBe('notAwaited');
  const states: string[] = await system.owner('advance_orders').where({ tenant_id: lab.tenant.id }).orderBy('state').pluck('state');
  expect(states).toEqual(['allocated', ...Array.from({ length: 9 }, () => 'held')]);
  const kinds = await system.owner('journal_entries').where({ tenant_id: lab.tenant.id }).orderBy('id').pluck('kind');
  expect(kinds).toEqual(['receipt', 'allocation']);
});

test('ADV-4 a receipt is taken for its own amount: a penny less is no payment in full, and one that there is not is none', async () => {
  const lab = await CaseLab.make(system);
  const open = await placing(lab, AT);
  await lab.commit(open);
  const unknown = lab.news(open.process, 'receiptMatched', 'none', { receipt: randomUUID() }, later(AT, MINUTE));
  expect(await lab.commit(unknown)).toMatchObject({ outcome: 'refused', refusals: [{ code: 'notAwaited' }] });
  await lab.commit(await received(24_999n)(lab, open.process, later(AT, MINUTE)));
  expect(await lab.state(open.process)).toMatchObject({ state: 'partPaid', linked: [{ pence: 24_999n }] });
});
