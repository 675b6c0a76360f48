import type { Ask } from '../../../domain/commit';
import { CommitRefused } from '../../../db/core/commit-refused';
import { rehearse } from '../../../db/core/commit';
import { inScope } from '../../../db/core/database';
import { requestedBy } from '../../../db/core/requests.commands';
import { CaseLab } from '../../support/case-lab';
import { caseKinds, command, everyCommand, everyWay, later, placing, received, storyOf } from '../../support/cases';
import { Crashes } from '../../support/crashing';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-11-22T13:14:00.000Z';
const MINUTE = 60_000;
let system: StoreSystem;
let crashes: Crashes;

beforeAll(async () => {
  system = await storeSystem('crash');
  crashes = await Crashes.in(system);
});
afterAll(() => system?.stop());

test.each(everyWay)(
  'OPS-4 %s, %s: each ask that crashes at any table before it commits leaves nothing, then succeeds; crashed after, it leaves nothing more',
  async (kind, _way, reaches) => {
    const lab = await CaseLab.make(system);
    const open = await storyOf(kind).open(lab, AT);
    const asks = [async () => open, ...reaches.map((reach, index) => () => reach(lab, open.process, later(AT, (index + 1) * MINUTE)))];
    for (const make of asks) {
      const ask = await make();
      const crashed = await crashes.everywhere(lab, () => lab.commit(ask));
      expect(crashed).toEqual(expect.arrayContaining(['commits', 'audit', 'processes', 'process_stages']));
      const left = await lab.rows();
      await lab.commit(ask);
      expect(await lab.rows()).toEqual(left);
    }
  },
);

test.each(caseKinds)(
  'OPS-4 %s: each moment that crashes at any table leaves nothing, then happens; crashed after, nothing more',
  async (kind) => {
    const lab = await CaseLab.make(system);
    const { process, ...open } = await storyOf(kind).open(lab, AT);
    await lab.commit({ process, ...open });
    for (let count = 0; count < 4; count += 1) {
      const [due] = (await lab.state(process)).schedule;
      if (!due) break;
      const crashed = await crashes.everywhere(lab, () => lab.commit(lab.wake(process, due.at)));
      expect(crashed).toEqual(expect.arrayContaining(['commits', 'audit', 'processes', 'process_stages']));
      const left = await lab.rows();
      await lab.commit(lab.wake(process, due.at));
      expect(await lab.rows()).toEqual(left);
    }
  },
);

/** The number of rows of every table there is: of all tenants. */
async function counts(): Promise<Record<string, number>> {
  const { rows } = await system.owner.raw(
    crashes.tables.map((table) => `select '${table}' as table, count(*)::int from ${table}`).join(' union all '),
  );
  return Object.fromEntries((rows as { table: string; count: number }[]).map(({ table, count }) => [table, count]));
}

async function rehearsed(lab: CaseLab, ask: Ask) {
  const deps = lab.deps();
  const scope = { tenant: lab.tenant.id, organisation: null };
  const asked = await inScope(system.database, scope, (trx) => requestedBy(trx, ask.requestId!, deps.ring));
  const [before, rows] = [await counts(), await lab.rows()];
  const answer = await rehearse(deps, ask, asked).catch((error: unknown) => error);
  expect([await counts(), await lab.rows()]).toEqual([before, rows]);
  return answer;
}

test.each(everyCommand)(
  'WHY-3 %s, %s: rehearsed, a command leaves no row and no key and shows what it then does for real',
  async (kind, _way, reach) => {
    const lab = await CaseLab.make(system);
    const open = await storyOf(kind).open(lab, AT);
    if (open.reached === 'command') {
      expect(await rehearsed(lab, open)).toMatchObject({ decision: { refusals: [] }, standing: { ended: false } });
    }
    expect(await lab.commit(open)).toMatchObject({ outcome: 'committed', version: 1 });
    for (const before of storyOf(kind).ready ?? []) await lab.commit(await before(lab, open.process, AT));
    const { length: version } = await lab.events(open.process);
    const ask = await reach(lab, open.process, later(AT, MINUTE));
    const shown = (await rehearsed(lab, ask)) as Awaited<ReturnType<typeof rehearse>>;
    expect(await lab.commit(ask)).toMatchObject({
      outcome: 'committed',
      version: version + 1,
      ended: shown.standing.ended,
      show: { stage: shown.standing.stage },
    });
    expect((await lab.events(open.process)).at(-1)).toBe(shown.decision.event);
    const mails = await system.owner('outbox').where({ tenant_id: lab.tenant.id, kind: 'mail' }).pluck('name');
    expect(mails).toEqual(expect.arrayContaining(shown.decision.mails.map(({ template }) => template)));
  },
);

test('WHY-3 a rehearsal that the rules or a writer refuse leaves nothing and says why, and the command works once it may', async () => {
  const lab = await CaseLab.make(system);
  const open = await placing(lab, AT);
  await lab.commit(open);
  const accept = await command('decideReceived', { choice: 'acceptAsReceived' })(lab, open.process, later(AT, 2 * MINUTE));
  expect(await rehearsed(lab, accept)).toMatchObject({ refusals: [{ code: 'nothingReceived' }] });
  await lab.commit(await received(10_000n)(lab, open.process, later(AT, MINUTE)));
  expect(await rehearsed(lab, accept)).toMatchObject({ decision: { event: 'accepted' } });
  expect(await lab.commit(accept)).toMatchObject({ outcome: 'committed', ended: true });
  const [reversal, second] = [await storyOf('reversal').open(lab, AT), await storyOf('reversal').open(lab, AT)];
  await lab.commit(reversal);
  const same = { ...second, body: reversal.body };
  const refused = await rehearsed(lab, same);
  expect(refused).toBeInstanceOf(CommitRefused);
  expect(refused).toMatchObject({ refusals: [{ code: 'reversed' }] });
});

test('WHY-3 TIM-1 a rehearsal shows what a command does once all that fell due before it has happened, however much that is', async () => {
  const lab = await CaseLab.make(system);
  const open = await placing(lab, AT);
  await lab.commit(open);
  const yearLater = later(AT, 365 * 24 * 60 * MINUTE);
  const cancel = await command('cancel')(lab, open.process, yearLater);
  expect(await rehearsed(lab, cancel)).toMatchObject({
    decision: { event: 'cancelled', closes: expect.arrayContaining(['endOverdueHold']) },
  });
  const extend = await command('extend', { days: 20 })(lab, open.process, yearLater);
  const shown = (await rehearsed(lab, extend)) as Awaited<ReturnType<typeof rehearse>>;
  expect(await lab.commit(extend)).toMatchObject({
    outcome: 'committed',
    show: { stage: shown.standing.stage, dueAt: shown.standing.dueAt },
  });
  expect(shown.decision.next).toEqual(await lab.state(open.process));
});
