import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Mutant } from '@stryker-mutator/api/core';
import { DATA } from '../paths';
import { makeSandbox, type Sandbox } from './db-sandbox';
import { startServices, type Reach } from './db-tests';
import { sampleOf } from './sample';

type Services = Awaited<ReturnType<typeof startServices>>;
type Result = { mutant: Mutant; ended: 'killed' | 'timeout' | 'survived' | 'notReached'; by: string };

const FOLDER = join(DATA, 'mutants');
/** How often as long as without a mutant files may take until they count as hanging, and how much longer at least. */
const PATIENCE = { times: 3, seconds: 60 };

/**
 * A sample of the mutants of `db/` against the tests that reach them; prints its score and the survivors. `only` names the
 * beginnings of test files to use: of mutants that those do not reach nothing is said then. Mutants that loading alone reaches stay aside.
 */
export async function mutateDatabase(size: number, seed: number, only: string[]): Promise<void> {
  const sandbox = await makeSandbox(join(FOLDER, 'db'));
  const tests = sandbox.tests.filter((file) => only.length === 0 || only.some((start) => file.startsWith(start)));
  const services = await startServices(sandbox);
  const results: Result[] = [];
  try {
    const reach = await reachOf(sandbox, tests, services);
    const reached = new Set([...reach.values()].flatMap(({ mutants }) => mutants));
    const loaded = new Set([...reach.values()].flatMap((each) => each.loaded));
    const isAside = ({ id }: Mutant) => !reached.has(id) && (only.length > 0 || loaded.has(id));
    const among = sandbox.mutants.filter((mutant) => !isAside(mutant));
    console.log(
      `${sandbox.mutants.length} mutants in db/, ${reached.size} reached by ${tests.length} test files; ${size} drawn by seed ${seed}`,
    );
    for (const mutant of sampleOf(among, size, seed)) {
      const result = await tried(mutant, reach, services);
      results.push(result);
      console.log(`${String(results.length).padStart(4)}  ${result.ended.padEnd(10)}  ${told(mutant)}  ${result.by}`);
    }
  } finally {
    await services.stop();
  }
  report(results);
}

async function reachOf({ hash }: Sandbox, tests: string[], services: Services): Promise<Map<string, Reach>> {
  const cache = join(FOLDER, 'db-reach.json');
  const kept = existsSync(cache) ? (JSON.parse(readFileSync(cache, 'utf8')) as { hash: string; files: Record<string, Reach> }) : null;
  const files = kept?.hash === hash ? kept.files : {};
  for (const file of tests.filter((each) => !files[each])) {
    const reached = await services.reached(file);
    console.log(
      `· ${file} ${reached ? `reaches ${reached.mutants.length} mutants in ${reached.seconds.toFixed(0)} s` : 'fails without a mutant: left aside'}`,
    );
    if (!reached) continue;
    files[file] = reached;
    mkdirSync(dirname(cache), { recursive: true });
    writeFileSync(cache, JSON.stringify({ hash, files }));
  }
  return new Map(tests.flatMap((file) => (files[file] ? [[file, files[file]] as const] : [])));
}

async function tried(mutant: Mutant, reach: Map<string, Reach>, services: Services): Promise<Result> {
  const covering = [...reach].filter(([, { mutants }]) => mutants.includes(mutant.id)).sort(([, a], [, b]) => a.seconds - b.seconds);
  if (covering.length === 0) return { mutant, ended: 'notReached', by: '' };
  for (const [file, { seconds }] of covering) {
    const run = async () => (await services.run([file], mutant.id, seconds * PATIENCE.times + PATIENCE.seconds)).ended;
    const ended = await run();
    // What fails once only was the machine's doing: a busy one would flatter the score.
    if (ended !== 'passed' && (await run()) !== 'passed') return { mutant, ended: ended === 'timeout' ? 'timeout' : 'killed', by: file };
  }
  return { mutant, ended: 'survived', by: `${covering.length} files` };
}

function told({ fileName, location, mutatorName, replacement }: Mutant): string {
  return `${fileName}:${location.start.line + 1}:${location.start.column + 1} ${mutatorName} → ${replacement.replace(/\s+/g, ' ').slice(0, 80)}`;
}

function report(results: Result[]): void {
  const of = (...ended: Result['ended'][]) => results.filter((result) => ended.includes(result.ended));
  const caught = of('killed', 'timeout').length;
  console.log(`\n${of('survived').length} survived, ${of('notReached').length} are reached by no test:`);
  for (const { mutant, ended } of of('survived', 'notReached')) console.log(`  ${ended.padEnd(10)}  ${told(mutant)}`);
  console.log(`\n${caught} of ${results.length} caught: ${((100 * caught) / Math.max(1, results.length)).toFixed(1)} %`);
}
