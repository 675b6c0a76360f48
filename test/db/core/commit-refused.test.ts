import { refused } from '../../../db/core/commit-refused';
import type { RowStore } from '../../../db/core/row-store';
import type { CaseKind } from '../../../domain/processes';
import { storeOf } from '../../../db/stores';
import { CaseLab } from '../../support/case-lab';
import { caseKinds, later, openedCase, storyOf, type Reach } from '../../support/cases';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-11-22T13:14:00.000Z';
const MINUTE = 60_000;
let system: StoreSystem;

beforeAll(async () => {
  system = await storeSystem('refused');
});
afterAll(() => system?.stop());

/** The real stores, in which one moment meets a limit: of the rows that it is decided on, or of those that it writes. */
const limits: Record<string, (store: RowStore, moment: string) => RowStore> = {
  'the rows that it is decided on': (store, moment) => ({
    ...store,
    facts: async (trx, reaching) => (reaching.trigger === moment ? null : store.facts(trx, reaching)),
  }),
  'a writer': (store, moment) => ({
    ...store,
    write: async (trx, step) => {
      await store.write(trx, step);
      if (step.trigger === moment) throw refused('limit', 'OPS-2', 'A limit is met', 'Mend it.');
    },
  }),
};
const everyLimit = caseKinds.flatMap((kind) => Object.keys(limits).map((limit) => [kind, limit] as const));

/** The first command that may reach a case. */
const firstCommand = (kind: CaseKind): Reach => Object.values(storyOf(kind).commands)[0]!;

test.each(everyLimit)(
  'OPS-2 OPS-4 %s: a moment that %s refuses is one task for an engineer and no silence, keeps later commands waiting, and happens once it is mended',
  async (kind, limit) => {
    const lab = await CaseLab.make(system);
    const process = await openedCase(lab, kind, AT);
    const [due] = (await lab.state(process)).schedule;
    const command = await firstCommand(kind)(lab, process, later(due!.at, MINUTE));
    const broken = { ...lab.deps(), storeOf: () => limits[limit]!(storeOf(kind), due!.what) };
    const tasks = () => system.owner('work_items').where({ tenant_id: lab.tenant.id, task: 'momentRefused' });
    const events = await lab.events(process);
    const { work_items: _before, ...left } = await lab.rows();
    for (let run = 0; run < 2; run += 1) {
      expect(await lab.commit(lab.wake(process, due!.at), broken)).toMatchObject({ outcome: 'refused' });
      expect(await tasks()).toEqual([expect.objectContaining({ queue: 'administrator', closed_at: null })]);
    }
    await expect(lab.commit(command, broken)).rejects.toThrow(`${due!.what} is refused`);
    expect(await tasks()).toHaveLength(1);
    const { work_items: _after, ...now } = await lab.rows();
    expect(now).toEqual(left);
    await lab.commit(lab.wake(process, due!.at));
    expect(await lab.events(process)).toEqual([...events, expect.any(String)]);
    expect(await lab.commit(command)).toMatchObject({ outcome: 'committed', version: events.length + 2 });
  },
);

test.each(caseKinds)(
  'OPS-4 %s: a decision that throws is a refusal kept under its key and a task for an engineer; the case goes on for everybody else',
  async (kind) => {
    const lab = await CaseLab.make(system);
    const process = await openedCase(lab, kind, AT);
    const reach = firstCommand(kind);
    const before = await lab.state(process);
    const met = await reach(lab, process, later(AT, MINUTE));
    const ask = { ...met, trigger: 'unheardOf', key: `${met.key}/unheardOf` };
    const refusal = { outcome: 'refused', refusals: [expect.objectContaining({ code: 'undecidable', rule: 'OPS-4' })] };
    expect(await lab.commit(ask)).toMatchObject(refusal);
    expect(await lab.commit(ask)).toMatchObject(refusal);
    const tasks = await system.owner('work_items').where({ tenant_id: lab.tenant.id, task: 'decisionFailing' });
    expect(tasks).toEqual([expect.objectContaining({ queue: 'administrator', closed_at: null })]);
    expect(await lab.state(process)).toEqual(before);
    expect((await lab.commit(await reach(lab, process, later(AT, 2 * MINUTE)))).outcome).toBe('committed');
  },
);
