import { fillLearners } from '../../../bench/learner-rows';
import { connectDatabase, inScope, type Database } from '../../../db/core/database';
import { searchUlns, ulnsOf, type NarrowedUlns } from '../../../db/learners/ulns.queries';
import { batchesOf, searchBatches } from '../../../db/registration/batch-searches.queries';
import { bundlesOf } from '../../../db/registration/bundles.queries';
import { learnersOf, narrowedBy, searchLearners, type LearnerFilter } from '../../../db/registration/learners.queries';
import { seedTenant, type SeededTenant } from '../../../db/seeds/demo';
import { dateLater, endOfDate, londonDate, startOfDate } from '../../../domain/working-days';
import { seedCentre, seedProduct, type Product } from '../../support/learners';
import { ownDatabase } from '../../support/own-database';
import { planOf, readInVain, whole } from '../../support/plans';
import { PASSWORD } from '../../support/system';

const MANY = 15_000;
const AT = new Date().toISOString();
const daysAgo = (days: number) => dateLater(londonDate(AT), -days);
let owner: Database;
let database: Database;
let tenant: SeededTenant;
let products: Product[];
let bundle: Product;

beforeAll(async () => {
  const own = await ownDatabase('learner-searches');
  [owner, database] = [own.owner, connectDatabase(own.appUrl)];
  tenant = await seedTenant(owner, '1', 'One', 'awarding-body', PASSWORD, { isCheap: true });
  products = [];
  for (let n = 0; n < 10; n += 1) products.push(await seedProduct(owner, tenant.id, `Product ${n}`));
  bundle = await seedProduct(owner, tenant.id, 'An apprenticeship', 'apprenticeship');
  // An awarding body has many centres: what is one's is found among the others'.
  for (const [index, centre] of [tenant.centre, await seedCentre(owner, tenant, 'Marshland College')].entries()) {
    const of = { tenant: tenant.id, organisation: centre.id, user: tenant.centre.user.id, bundle: bundle.id, learners: MANY };
    await fillLearners(owner, { ...of, products: products.map(({ id }) => id), first: index * MANY });
  }
}, 300_000);
afterAll(async () => {
  await database?.destroy();
  await owner?.destroy();
});

const centre = () => ({ tenant: tenant.id, organisation: tenant.centre.id });
const staff = () => ({ tenant: tenant.id, organisation: null });
const filter = (change: Partial<LearnerFilter>): LearnerFilter => ({ sort: 'newest', limit: 25, ...change });
const someone = () =>
  owner('learners').where({ organisation_id: tenant.centre.id, uln: '1000007000' }).first('number', 'surname', 'forename');

const batchOf = async (isBundle: boolean) => {
  const found = owner('batches').where({ organisation_id: tenant.centre.id }).orderBy('id').offset(3);
  return (await (isBundle ? found.where({ product_id: bundle.id }) : found.whereNot({ product_id: bundle.id })).first('number')).number;
};

test.each([
  ['newest', {}],
  ['by name', { sort: 'name' }],
  ['of a session', { session: new Date().getUTCFullYear() - 2 }],
  ['by the beginning of a surname', { surname: 'xa', sort: 'name' }],
  ['by the beginning of a forename', { forename: 'fa', sort: 'name' }],
  ['by the beginning of a surname that many have', { surname: 'Smi' }],
  ['by the beginnings of a forename and a surname that many have', { forename: 'Dee', surname: 'Smi', sort: 'name' }],
  ['by the centre’s reference', { centreReference: 'R77' }],
  ['by a ULN', { uln: '1000007000' }],
  ['of no batch', { batch: 'B123' }],
  ['undone', { state: 'undone' }],
  ['who lapse soon', { lapsesWithin: 90 }],
] as [string, Partial<LearnerFilter>][])(
  'REG-13 a page of learners %s among thousands comes from an index, reading no table through',
  async (_how, change) => {
    const plan = await planOf(database, centre(), async (trx) => {
      return whole(learnersOf(trx, centre(), await narrowedBy(trx, centre(), filter(change), AT)));
    });
    expect(plan).not.toMatch(/Seq Scan on (learners|batches)/);
    expect([plan, readInVain(plan) < 500]).toEqual([plan, true]);
  },
);

test('REG-13 a page of a product, and of staff by name and newest, reads no table of learners through', async () => {
  for (const [where, change] of [
    [centre(), { product: products[3]!.code }],
    [centre(), { batch: await batchOf(false) }],
    [centre(), { bundle: await batchOf(true) }],
    [centre(), { product: products[3]!.code, sort: 'name' }],
    [staff(), {}],
    [staff(), { sort: 'name' }],
    [staff(), { surname: 'xab', sort: 'name' }],
    [staff(), { number: (await someone()).number }],
  ] as const) {
    const plan = await planOf(database, where, async (trx) =>
      whole(learnersOf(trx, where, await narrowedBy(trx, where, filter(change as Partial<LearnerFilter>), AT))),
    );
    expect([change, plan.includes('Seq Scan on learners')]).toEqual([change, false]);
    expect([change, readInVain(plan) < 500]).toEqual([change, true]);
  }
});

test.each([
  ['newest', {}],
  ['by name', { sort: 'name' }],
  ['by the beginning of a surname', { surname: 'xa', sort: 'name' }],
  ['by the beginning of a surname that many have', { surname: 'Smi' }],
  ['of whoever has none', { standing: 'none' }],
  ['without one, by name', { standing: 'none', surname: 'x', sort: 'name' }],
  ['that are not sent', { standing: 'unsent' }],
  ['that are sent', { standing: 'sent' }],
  ['that are sent, by name', { standing: 'sent', sort: 'name' }],
  ['that differ', { standing: 'mismatch' }],
  ['that differ, by name', { standing: 'mismatch', sort: 'name' }],
  ['that are verified', { standing: 'verified' }],
  ['that are verified, by name', { standing: 'verified', sort: 'name' }],
  ['registered from lately', { registeredFrom: daysAgo(30) }],
  ['registered from long ago', { registeredFrom: daysAgo(900) }],
  ['registered until long ago', { registeredUntil: daysAgo(900) }],
  ['registered on a few days, by name', { registeredFrom: daysAgo(500), registeredUntil: daysAgo(495), sort: 'name' }],
  ['that differ, registered lately', { standing: 'mismatch', registeredFrom: daysAgo(30) }],
] as [string, Partial<NarrowedUlns>][])(
  'REG-13 ULN-2 a page of ULNs %s among thousands comes from an index, reading no table through',
  async (_how, change) => {
    const asked: NarrowedUlns = { sort: 'newest', limit: 15, products: null, batches: null, ...change };
    const plan = await planOf(database, centre(), async (trx) => whole(ulnsOf(trx, centre(), asked)));
    expect(plan).not.toMatch(/Seq Scan on learners/);
    expect([plan, readInVain(plan) < 500]).toEqual([plan, true]);
  },
);

test('REG-13 ULN-2 all pages of ULNs together are each learner once, in each order, those of some days too', async () => {
  const days = { registeredFrom: daysAgo(800), registeredUntil: daysAgo(600) };
  for (const [change, order] of [
    [{ sort: 'newest' }, 'id desc'],
    [{ sort: 'name' }, 'sorted_by, id'],
    [{ sort: 'newest', ...days }, 'registered_at desc, id desc'],
    [{ sort: 'name', ...days }, 'sorted_by, id'],
  ] as const) {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = await inScope(database, centre(), (trx) =>
        searchUlns(trx, centre(), { ...change, ...(cursor ? { cursor } : {}), limit: 2_000 }, AT),
      );
      found.push(...items.map(({ learner }) => learner.id));
      cursor = next ?? undefined;
    } while (cursor);
    const all = owner('learners').where({ organisation_id: tenant.centre.id }).orderByRaw(order);
    if ('registeredFrom' in change)
      all.where('registered_at', '>=', startOfDate(days.registeredFrom)).where('registered_at', '<', endOfDate(days.registeredUntil));
    expect([change, found]).toEqual([change, await all.pluck('id')]);
  }
});

test('REG-13 ULN-2 a page of ULNs of a product reads no table of learners through', async () => {
  for (const sort of ['newest', 'name'] as const) {
    const asked = { sort, limit: 15, products: [products[3]!.id], batches: null };
    const plan = await planOf(database, centre(), async (trx) => whole(ulnsOf(trx, centre(), asked)));
    expect([plan, /Seq Scan on learners/.test(plan), readInVain(plan) < 500]).toEqual([plan, false, true]);
  }
});

test('REG-13 pages of batches and bundles read neither batches nor learners through', async () => {
  const asked = { limit: 25, products: null };
  const session = new Date().getUTCFullYear() - 2;
  for (const change of [{ sort: 'newest' }, { sort: 'number' }, { sort: 'newest', session }] as const) {
    const plan = await planOf(database, centre(), async (trx) => whole(batchesOf(trx, centre(), { ...asked, ...change })));
    expect([change, /Seq Scan on (learners|batches)/.test(plan)]).toEqual([change, false]);
  }
  const { surname } = await someone();
  for (const change of [{}, { surname }, { birthDate: '2003-05-06' }, { bundle: 'B1' }]) {
    const plan = await planOf(database, centre(), async (trx) =>
      whole(bundlesOf(trx, centre(), { limit: 25, products: [bundle.id], ...change })),
    );
    expect([change, /Seq Scan on learners/.test(plan)]).toEqual([change, false]);
  }
});

test('REG-13 SEC-9 all pages together are each learner of the centre once, in order, and none of another centre’s', async () => {
  for (const [sort, order] of [
    ['newest', 'id desc'],
    ['name', 'sorted_by, id'],
  ] as const) {
    const found: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const { items, next } = await inScope(database, centre(), (trx) =>
        searchLearners(trx, centre(), filter({ sort, cursor: cursor ?? undefined, limit: 2_000 }), AT),
      );
      found.push(...items.map(({ learner }) => learner.id));
      cursor = next;
    }
    const expected = await owner('learners').where({ organisation_id: tenant.centre.id }).orderByRaw(order).pluck('id');
    expect([sort, found.length, found]).toEqual([sort, MANY, expected]);
  }
});

test('REG-13 batches by number go on where the page before ended', async () => {
  const numbers: string[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const { items, next } = await inScope(database, centre(), (trx) =>
      searchBatches(trx, centre(), { sort: 'number', cursor: cursor ?? undefined, limit: 50 }, AT),
    );
    numbers.push(...items.map(({ batch }) => batch.number));
    cursor = next;
  }
  expect(numbers).toEqual(await owner('batches').where({ organisation_id: tenant.centre.id }).orderBy('number').pluck('number'));
});
