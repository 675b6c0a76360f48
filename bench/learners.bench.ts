import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { inScope, type Transaction } from '../db/core/database';
import { searchUlns, type UlnFilter } from '../db/learners/ulns.queries';
import { searchBatches, type BatchFilter } from '../db/registration/batch-searches.queries';
import { searchBundles, type BundleFilter } from '../db/registration/bundles.queries';
import { searchLearners, type LearnerFilter } from '../db/registration/learners.queries';
import { dateLater, londonDate } from '../domain/working-days';
import type { System } from '../ops/system';
import { keyedFetch } from '../platform/keyed-fetch';
import { madeCentre, type MadeCentre } from './centres';
import { fillLearners } from './learner-rows';
import { line, median, timed } from './measure';
import type { Bench } from './orders.bench';

/** `BENCH_LEARNERS=0.1` makes it a smoke test: the small centre is a hundredth of all in any case. */
const PART = Number(process.env['BENCH_LEARNERS'] ?? 1);
const ALL = 1_000_000 * PART;
const SMALL = ALL / 100;
const ROUNDS = 15;
const WARM_UP = 3;
const PAGE = 25;
/** Within so long a connection that rests has told the store's statistics what it read. */
const TOLD_MS = 12_000;
const AT = new Date().toISOString();

interface Centre extends MadeCentre {
  code: string;
  /** A learner in the middle of it. */
  learner: { number: string; uln: string; batch: string; forename: string; surname: string };
  bundle: string;
}
type Work = (trx: Transaction) => Promise<unknown>;

/**
 * REG-13: a million learners of one tenant, of one centre ten thousand and of another one all the rest: the first page of each search of the large
 * centre against that of the small one, tables that were read through meanwhile, and the export of both with what it takes of the API's memory.
 */
export async function learners(bench: Bench, system: System): Promise<string[]> {
  const tenant = uuid();
  await bench.owner('tenants').insert({ id: tenant, key: `learners-${tenant}`, name: 'Learners', kind: 'awarding-body' });
  const [small, large] = [await make(bench, system, tenant, 0, SMALL), await make(bench, system, tenant, SMALL, ALL - SMALL)];
  const few = await pagesOf(bench, small);
  const before = await readThrough(bench);
  const many = await pagesOf(bench, large);
  const scans = (await readThrough(bench)) - before;
  const size = `${ALL.toLocaleString('en')} learners / a hundredth`;
  const ratios = Object.keys(many).map((what) => ({ what, ratio: many[what]! / few[what]! }));
  return [
    ...ratios
      .sort((a, b) => b.ratio - a.ratio)
      .map(({ what, ratio }) => line(`${what}: ${size}`, ratio, 3, `${few[what]!.toFixed(1)} ms is 1`)),
    `tables of learners or batches read through for the pages of ${ALL.toLocaleString('en')}: ${scans}`,
    await exported(small, SMALL, system),
    await exported(large, ALL - SMALL, system),
  ];
}

/** How often tables of learners and batches were read through so far. */
async function readThrough({ owner }: Bench): Promise<number> {
  await pause(TOLD_MS);
  const scanned = await owner('pg_stat_user_tables').whereIn('relname', ['learners', 'batches']).sum('seq_scan as scans').first();
  return Number(scanned!['scans']);
}

async function pagesOf(bench: Bench, centre: Centre): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  for (const [what, work] of Object.entries(searchesOf(centre))) {
    const taken: number[] = [];
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1) taken.push(await timed(() => inScope(bench.database, centre, work)));
    times[what] = median(taken.slice(WARM_UP));
  }
  return times;
}

/** Each search by what it asks for. */
function searchesOf({ tenant, organisation, code, learner, bundle }: Centre): Record<string, Work> {
  const where = { tenant, organisation };
  const people = (filter: Partial<LearnerFilter>) => (trx: Transaction) =>
    searchLearners(trx, where, { sort: 'newest', limit: PAGE, ...filter }, AT);
  const ulns = (filter: Partial<UlnFilter>) => (trx: Transaction) => searchUlns(trx, where, { sort: 'newest', limit: PAGE, ...filter }, AT);
  const batches = (filter: Partial<BatchFilter>) => (trx: Transaction) =>
    searchBatches(trx, where, { sort: 'newest', limit: PAGE, ...filter }, AT);
  const bundles = (filter: Partial<BundleFilter>) => (trx: Transaction) => searchBundles(trx, where, { limit: PAGE, ...filter }, AT);
  const { number, uln, batch, forename, surname } = learner;
  const session = new Date().getUTCFullYear() - 2;
  return {
    'learners, newest': people({}),
    'learners by name': people({ sort: 'name' }),
    'learners of a product': people({ product: code }),
    'learners of a product by name': people({ product: code, sort: 'name' }),
    'learners of a session': people({ session }),
    'learners of a batch': people({ batch }),
    'learners of a bundle batch': people({ bundle }),
    'a learner by number': people({ number }),
    'a learner by ULN': people({ uln }),
    'a learner by the centre’s reference': people({ centreReference: 'R500' }),
    'a surname': people({ surname, sort: 'name' }),
    'a surname that many have': people({ surname: 'smi', sort: 'name' }),
    'a surname that many have, newest': people({ surname: 'smi' }),
    'a forename': people({ forename, sort: 'name' }),
    'a forename that many have': people({ forename: 'zoe', sort: 'name' }),
    'a forename and a surname': people({ forename: 'dee', surname: 'smi', sort: 'name' }),
    'what was undone': people({ state: 'undone' }),
    'who lapses soon': people({ lapsesWithin: 90 }),
    'ULNs, newest': ulns({}),
    'ULNs by name': ulns({ sort: 'name' }),
    'ULNs of a product': ulns({ product: code }),
    'ULNs that differ': ulns({ standing: 'mismatch' }),
    'ULNs that differ, by name': ulns({ standing: 'mismatch', sort: 'name' }),
    'ULNs that are not sent': ulns({ standing: 'unsent' }),
    'learners without a ULN': ulns({ standing: 'none' }),
    'ULNs registered until long ago': ulns({ registeredUntil: dateLater(londonDate(AT), -900) }),
    'batches, newest': batches({}),
    'batches by number': batches({ sort: 'number' }),
    'a batch': batches({ batch }),
    'batches of a product': batches({ product: code }),
    'batches of a session': batches({ session }),
    'bundle batches': bundles({}),
    'a bundle batch': bundles({ bundle }),
    'bundle batches of a surname': bundles({ surname }),
    'bundle batches of a birth date': bundles({ birthDate: '2003-05-06' }),
  };
}

/** The whole file of a centre from the API, and how much of its memory is in use at most meanwhile beside what was in use before. */
async function exported({ token }: Centre, many: number, system: System): Promise<string> {
  const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${system.services['api']!.pid}/status`, 'utf8'))![1]) * 1024;
  const before = rss();
  let [most, bytes, lines] = [before, 0, 0];
  const taken = await timed(async () => {
    const answer = await keyedFetch(`${system.urls.api}/v1/learners/export`, {
      headers: { Authorization: `Bearer ${token}` },
      answersWithinMs: 3_600_000,
    });
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      lines += Buffer.from(chunk).toString('latin1').split('\n').length - 1;
      most = Math.max(most, rss());
    }
  });
  if (lines !== many + 1) throw new Error(`The file has ${lines} lines`);
  const megabytes = (count: number) => Math.round(count / 1e6);
  const memory = `the API uses ${megabytes(most - before)} MB more than ${megabytes(before)} MB at most`;
  return `export of ${many.toLocaleString('en')} learners: ${megabytes(bytes)} MB in ${Math.round(taken / 1000)} s, ${memory}`;
}

async function make({ owner }: Bench, system: System, tenant: string, first: number, many: number): Promise<Centre> {
  const made = await madeCentre(owner, system, tenant, `centre-${first}`);
  const { organisation, user } = made;
  const products: string[] = [];
  for (let n = 0; n < 40; n += 1) products.push(await product(owner, tenant, 'qualification'));
  const bundle = await product(owner, tenant, 'bundle');
  await fillLearners(owner, { tenant, organisation, user, products, bundle, learners: many, first });
  const learner = await owner('learners as l')
    .join('batches as b', 'b.id', 'l.batch_id')
    .where({ 'l.organisation_id': organisation, 'l.uln': String(1_000_000_000 + first + Math.floor(many / 4) * 2) })
    .first('l.number', 'l.uln', 'b.number as batch', 'l.forename', 'l.surname');
  const whole = await owner('batches').where({ organisation_id: organisation, product_id: bundle }).first('number');
  const { code } = await owner('products').where({ id: products[7]! }).first('code');
  return { ...made, code, learner, bundle: whole.number };
}

async function product(owner: Bench['owner'], tenant: string, type: string): Promise<string> {
  const id = uuid();
  const at = new Date('2020-01-01');
  await owner('products').insert({ id, tenant_id: tenant, code: id, made_at: at });
  await owner('product_versions').insert({
    ...{
      id: uuid(),
      tenant_id: tenant,
      product_id: id,
      effective_from: '2020-01-01',
      name: 'A product',
      sector: 'Care',
      type,
      made_at: at,
    },
    ...{ is_regulated: true, is_open: true, has_windows: false, late_allowed: false, books_on_registration: false },
    ...{ lapse_months: 36, grade_scale: 'pass', is_electronic_only: false, takes_arrangements: true },
  });
  return id;
}
