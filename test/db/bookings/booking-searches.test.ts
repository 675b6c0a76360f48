import { fillLearners } from '../../../bench/learner-rows';
import { bookingsOf, narrowedBookings, pageOfBookings, type BookingFilter } from '../../../db/bookings/booking-searches.queries';
import { connectDatabase, inScope, type Database } from '../../../db/core/database';
import { seedTenant, type SeededTenant } from '../../../db/seeds/demo';
import { fillBookings } from '../../support/booking-rows';
import { seedCentre, seedProduct, type Product } from '../../support/learners';
import { ownDatabase } from '../../support/own-database';
import { planOf, readInVain, whole } from '../../support/plans';
import { PASSWORD } from '../../support/system';

const MANY = 15_000;
/** So many rows at most are read and left for a page of 25: those of newer batches that are another centre’s or of the other kind. A table read through is 22,500. */
const MOST_IN_VAIN = 3_000;
const AT = new Date().toISOString();
let owner: Database;
let database: Database;
let tenant: SeededTenant;
let products: Product[];
let window: string;

beforeAll(async () => {
  const own = await ownDatabase('booking-searches');
  [owner, database] = [own.owner, connectDatabase(own.appUrl)];
  tenant = await seedTenant(owner, '1', 'One', 'awarding-body', PASSWORD, { isCheap: true });
  products = [];
  for (let n = 0; n < 10; n += 1) products.push(await seedProduct(owner, tenant.id, `Product ${n}`));
  const component = (form: string) => JSON.stringify([{ code: 'EX', title: 'Examination', form }]);
  for (const [n, { id }] of products.entries())
    await owner('product_versions')
      .where({ product_id: id })
      .update({ components: component(n % 2 === 0 ? 'paper' : 'onScreen') });
  const bundle = await seedProduct(owner, tenant.id, 'An apprenticeship', 'apprenticeship');
  // An awarding body has many centres: what is one's is found among the others'.
  for (const [index, centre] of [tenant.centre, await seedCentre(owner, tenant, 'Marshland College')].entries()) {
    const of = { tenant: tenant.id, organisation: centre.id, user: tenant.centre.user.id, bundle: bundle.id, learners: MANY };
    await fillLearners(owner, { ...of, products: products.map(({ id }) => id), first: index * MANY });
  }
  window = await fillBookings(owner, { tenant: tenant.id, user: tenant.centre.user.id });
  await owner.raw('vacuum analyze bookings, booking_groups');
}, 300_000);
afterAll(async () => {
  await database?.destroy();
  await owner?.destroy();
});

const centre = () => ({ tenant: tenant.id, organisation: tenant.centre.id });
const staff = () => ({ tenant: tenant.id, organisation: null });
type Asked = Partial<BookingFilter>;

/** How a page of bookings is found, and how many rows in vain. */
async function found(where: ReturnType<typeof staff | typeof centre>, isControlled: boolean, asked: Asked): Promise<[string, number]> {
  const filter: BookingFilter = { sort: 'newest', limit: 25, ...asked };
  const plan = await planOf(database, where, async (trx) =>
    whole(bookingsOf(trx, where, await narrowedBookings(trx, where, isControlled, filter, AT))),
  );
  return [plan, readInVain(plan)];
}

const ASKED: [string, () => Asked | Promise<Asked>][] = [
  ['newest', () => ({})],
  ['by name', () => ({ sort: 'name' })],
  ['by day', () => ({ sort: 'day' })],
  ['by the beginning of a surname', () => ({ surname: 'xa' })],
  ['by the beginning of a surname that one has, by name', () => ({ surname: 'xab1', sort: 'name' })],
  ['by the beginning of a surname that many have', () => ({ surname: 'Smi' })],
  ['by the beginnings of names that many have, by name', () => ({ forename: 'Dee', surname: 'Smi', sort: 'name' })],
  ['by the beginning of a forename, by day', () => ({ forename: 'fab', sort: 'day' })],
  ['by a ULN', () => ({ uln: '1000007001' })],
  ['of a product', () => ({ product: products[3]!.code })],
  ['of a product, by name', () => ({ product: products[4]!.code, sort: 'name' })],
  ['of a product, by day', () => ({ product: products[4]!.code, sort: 'day' })],
  [
    'of a batch',
    async () => ({
      batch: (await owner('batches').where({ organisation_id: tenant.centre.id, product_id: products[2]!.id }).first('number')).number,
    }),
  ],
  ['of a window', () => ({ window })],
  ['on paper', () => ({ form: 'paper' })],
  ['on paper, by the beginning of a surname', () => ({ form: 'paper', surname: 'xa', sort: 'name' })],
  ['that are active', () => ({ state: 'active' })],
  ['that are active, by name', () => ({ state: 'active', sort: 'name' })],
  ['that await results, by day', () => ({ state: 'pendingResult', sort: 'day' })],
  ['that were moved', () => ({ state: 'transferred' })],
  ['that were moved, by day', () => ({ state: 'transferred', sort: 'day' })],
  ['that were moved, by name', () => ({ state: 'transferred', sort: 'name' })],
  ['that have results', () => ({ state: 'resultIssued' })],
  ['that have results, by name', () => ({ state: 'resultIssued', sort: 'name' })],
];
test.each(ASKED)(
  'REG-13 a page of paper or controlled bookings %s among thousands comes from an index, of a centre and of staff',
  async (_how, asked) => {
    const faults = [];
    for (const where of [centre(), staff()])
      for (const isControlled of [false, true]) {
        const [plan, inVain] = await found(where, isControlled, await asked());
        if (/Seq Scan on (bookings|learners)/.test(plan) || inVain >= MOST_IN_VAIN) faults.push([where, isControlled, inVain, plan]);
      }
    expect(faults).toEqual([]);
  },
);

test('REG-13 SEC-9 all pages together are each booking of the centre once, in order, and none of another centre’s', async () => {
  for (const [sort, order] of [
    ['newest', 'b.id desc'],
    ['name', 'l.sorted_by, l.id, b.id'],
    ['day', 'g.assessment_on desc, g.id desc, b.id desc'],
  ] as const) {
    const ids: string[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const { items, next } = await inScope(database, centre(), (trx) =>
        pageOfBookings(trx, centre(), true, { sort, cursor, limit: 900 } as BookingFilter, AT),
      );
      ids.push(...items.map(({ id }) => id));
      cursor = next;
    }
    const all = owner('bookings as b').join('learners as l', 'l.id', 'b.learner_id').join('booking_groups as g', 'g.id', 'b.group_id');
    const expected = await all.where({ 'b.organisation_id': tenant.centre.id, is_controlled: true }).orderByRaw(order).pluck('b.id');
    expect([sort, expected.length > 4_000, ids]).toEqual([sort, true, expected]);
  }
});
