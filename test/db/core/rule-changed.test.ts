import { v7 as uuid } from 'uuid';
import { firstPolicy } from '../../../domain/policy';
import type { ProcessStart } from '../../../domain/processes';
import { CaseLab } from '../../support/case-lab';
import { later, placing } from '../../support/cases';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-11-22T13:14:00.000Z';
const DAY = 86_400_000;
let system: StoreSystem;

beforeAll(async () => {
  system = await storeSystem('rule');
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => system?.stop());

/** How a hold comes to last 15 days instead of 14; answers the version of policy that new orders keep. */
const changes: Record<string, (lab: CaseLab) => Promise<string>> = {
  'a version of policy that came into force': async (lab) => {
    const version = 'fifteen';
    const changed = JSON.stringify({ 'advanceOrder.hold.overdueDays': 15 });
    await system.owner('policies').insert({ id: uuid(), tenant_id: lab.tenant.id, version, effective_from: AT, changes: changed });
    return version;
  },
  'a release of ours': async () => {
    jest.replaceProperty(firstPolicy.advanceOrder.hold, 'overdueDays', 15);
    return firstPolicy.version;
  },
};

/** Insists that an order goes overdue after so many days and not a millisecond before, whatever wakes it until then. */
async function fallsDueAfter(lab: CaseLab, process: ProcessStart, days: number): Promise<void> {
  const due = later(AT, days * DAY);
  expect((await system.owner('processes').where({ business_id: process.businessId }).first()).due_at).toBe(due);
  for (const [at, state] of [
    [later(AT, 8 * DAY), 'held'],
    [later(due, -1), 'held'],
    [due, 'overdue'],
  ] as const) {
    await lab.commit(lab.wake(process, at));
    expect([at, (await lab.state(process)).state]).toEqual([at, state]);
  }
}

test.each(Object.entries(changes))(
  'OPS-4 TIM-3 ADV-3 a hold becomes 15 days by %s: an open order keeps its 14 days through all that happens to it, a new one has 15',
  async (_how, change) => {
    const lab = await CaseLab.make(system);
    const open = await placing(lab, AT);
    await lab.commit(open);
    const policyVersion = await change(lab);
    const { process, ...place } = await placing(lab, AT);
    const fresh = { ...process, policyVersion };
    await lab.commit({ ...place, process: fresh });
    await fallsDueAfter(lab, open.process, 14);
    await fallsDueAfter(lab, fresh, 15);
  },
);
