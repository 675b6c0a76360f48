import { v7 as uuid } from 'uuid';
import { streamedCsv } from '../api/core/csv';
import { learnerColumns } from '../api/registration/learners.representations';
import { inScope, type Transaction } from '../db/core/database';
import { searchBatches, type BatchFilter } from '../db/registration/batch-searches.queries';
import { searchBundles, type BundleFilter } from '../db/registration/bundles.queries';
import { searchLearners, type LearnerFilter } from '../db/registration/learners.queries';
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
const EXPORTED_AT_ONCE = 2_000;
const AT = new Date().toISOString();

interface Centre {
  tenant: string;
  organisation: string;
  code: string;
  /** A learner in the middle of it. */
  learner: { number: string; uln: string; batch: string; forename: string; surname: string };
  bundle: string;
}
type Work = (trx: Transaction) => Promise<unknown>;

/**
 * REG-13: a million learners of one tenant, of one centre ten thousand and of another one all the rest: the first page of each search of the large
 * centre against that of the small one, and the export of all of the large one with what it takes of memory.
 */
export async function learners(bench: Bench): Promise<string[]> {
  const tenant = uuid();
  await bench.owner('tenants').insert({ id: tenant, key: `learners-${tenant}`, name: 'Learners', kind: 'awarding-body' });
  const [small, large] = [await make(bench, tenant, 0, SMALL), await make(bench, tenant, SMALL, ALL - SMALL)];
  const [few, many] = [await pagesOf(bench, small), await pagesOf(bench, large)];
  const size = `${ALL.toLocaleString('en')} learners / a hundredth`;
  const ratios = Object.keys(many).map((what) => ({ what, ratio: many[what]! / few[what]! }));
  return [
    ...ratios
      .sort((a, b) => b.ratio - a.ratio)
      .map(({ what, ratio }) => line(`${what}: ${size}`, ratio, 3, `${few[what]!.toFixed(1)} ms is 1`)),
    await exported(bench, large),
  ];
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

/** The whole file of a centre, as the API writes it. */
async function exported({ database }: Bench, { tenant, organisation }: Centre): Promise<string> {
  const pageFrom = (cursor?: string) =>
    inScope(database, { tenant, organisation }, (trx) =>
      searchLearners(trx, { tenant, organisation }, { sort: 'newest', limit: EXPORTED_AT_ONCE, cursor }, AT),
    );
  const { body } = streamedCsv('learners.csv', learnerColumns, await pageFrom(), pageFrom);
  const before = process.memoryUsage().rss;
  let [most, bytes] = [before, 0];
  const taken = await timed(async () => {
    for await (const text of body as AsyncIterable<string>) {
      bytes += text.length;
      most = Math.max(most, process.memoryUsage().rss);
    }
  });
  const megabytes = (count: number) => Math.round(count / 1e6);
  return `export of ${(ALL - SMALL).toLocaleString('en')} learners: ${megabytes(bytes)} MB in ${Math.round(taken / 1000)} s, ${megabytes(most - before)} MB more in use at most`;
}

async function make({ owner, caller }: Bench, tenant: string, first: number, many: number): Promise<Centre> {
  const organisation = uuid();
  await owner('organisations').insert({ id: organisation, tenant_id: tenant, name: 'A centre', kind: 'centre' });
  const products: string[] = [];
  for (let n = 0; n < 40; n += 1) products.push(await product(owner, tenant, 'qualification'));
  const bundle = await product(owner, tenant, 'bundle');
  await fillLearners(owner, { tenant, organisation, user: caller.user, products, bundle, learners: many, first });
  const learner = await owner('learners as l')
    .join('batches as b', 'b.id', 'l.batch_id')
    .where({ 'l.organisation_id': organisation, 'l.uln': String(1_000_000_000 + first + Math.floor(many / 4) * 2) })
    .first('l.number', 'l.uln', 'b.number as batch', 'l.forename', 'l.surname');
  const whole = await owner('batches').where({ organisation_id: organisation, product_id: bundle }).first('number');
  const { code } = await owner('products').where({ id: products[7]! }).first('code');
  return { tenant, organisation, code, learner, bundle: whole.number };
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
