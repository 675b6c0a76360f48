import type { Stands } from '../../../domain/commit';
import type { ProcessStart, RowsKind } from '../../../domain/processes';
import { caseAbout } from '../../../db/core/processes.queries';
import { CaseLab } from '../../support/case-lab';
import { later } from '../../support/cases';
import { Crashes } from '../../support/crashing';
import { rowsOpenings } from '../../support/row-cases';
import { storeSystem, type StoreSystem } from '../../support/store';

const AT = '2026-11-22T13:14:00.000Z';
const MINUTE = 60_000;
const rowsKinds = Object.keys(rowsOpenings) as RowsKind[];
let system: StoreSystem;
let crashes: Crashes;

beforeAll(async () => {
  system = await storeSystem('rowscrash');
  crashes = await Crashes.in(system);
});
afterAll(() => system?.stop());

async function opened(lab: CaseLab, kind: RowsKind): Promise<ProcessStart> {
  const open = await rowsOpenings[kind](lab, AT);
  return startOf(lab, await lab.inScope(open));
}

async function startOf(lab: CaseLab, entity: string): Promise<ProcessStart> {
  return (await lab.inScope((trx) => caseAbout(trx, entity)))!.start;
}

/** Acts until the last row is done; answers how it stood after each chunk. */
async function acted(lab: CaseLab, process: ProcessStart): Promise<Stands[]> {
  const all: Stands[] = [];
  while (!all.at(-1)?.ended) all.push(await lab.act(process, AT));
  return all;
}

/** What one uninterrupted run leaves. */
async function uninterrupted(kind: RowsKind): Promise<Record<string, unknown[]>> {
  const lab = await CaseLab.make(system);
  const chunks = await acted(lab, await opened(lab, kind));
  expect(chunks.length).toBeGreaterThan(1);
  return lab.rows();
}

test.each(rowsKinds)(
  'OPS-4 %s: its opening and each chunk that crashes at any table leave nothing, then happen; all in all what an uninterrupted run leaves',
  async (kind) => {
    const lab = await CaseLab.make(system);
    const open = await rowsOpenings[kind](lab, AT);
    let entity = '';
    const crashed = await crashes.everywhere(lab, async () => (entity = await lab.inScope(open)));
    expect(crashed).toEqual(expect.arrayContaining(['commits', 'audit', 'processes', 'process_stages', 'outbox']));
    const process = await startOf(lab, entity);
    const chunks: Stands[] = [];
    while (!chunks.at(-1)?.ended) {
      const places = await crashes.everywhere(lab, async () => chunks.push(await lab.act(process, AT)));
      expect(places).not.toEqual([]);
    }
    expect(await lab.rows()).toEqual(await uninterrupted(kind));
  },
  120_000,
);

test.each(rowsKinds)(
  'IDM-1 OPS-4 %s: run again after its last row, at once or later, it leaves nothing more and stands as it stood',
  async (kind) => {
    const lab = await CaseLab.make(system);
    const process = await opened(lab, kind);
    const chunks = await acted(lab, process);
    const left = await lab.rows();
    for (const at of [AT, later(AT, MINUTE)]) {
      expect(await lab.act(process, at)).toEqual(chunks.at(-1));
      expect(await lab.rows()).toEqual(left);
    }
    expect(await lab.events(process)).toEqual(['opened', chunks.at(-1)!.show.stage.toLowerCase()]);
  },
);

test.each(rowsKinds)('IDM-1 OPS-4 %s: a try that was given up and goes on beside the next ones does no row twice', async (kind) => {
  const lab = await CaseLab.make(system);
  const process = await opened(lab, kind);
  const tries = await Promise.all(Array.from({ length: 5 }, () => lab.act(process, AT)));
  expect(tries.filter(({ ended }) => !ended)).toHaveLength(1);
  expect(await lab.rows()).toEqual(await uninterrupted(kind));
});
