import { randomUUID } from 'node:crypto';
import type { SeededTenant } from '../../../db/seeds/demo';
import { londonDate } from '../../../domain/working-days';
import type { ApiClient } from '../../support/api-client';
import { datesIn, seedAddress, seedBookedProduct, seedWindow, workingDayFrom, WRITTEN } from '../../support/bookings';
import { seedBatch, seedCentre, type Product } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { wordOf } from '../../support/registrations';
import { realSystem, type TestSystem } from '../../support/system';

jest.setTimeout(120_000);
let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
let address: string;
let other: string;
beforeAll(async () => {
  system = await realSystem('bookings');
  tenant = await system.tenant('bookings', 'awarding-body');
  centre = await system.signIn(tenant.centre.user.email);
  [address, other] = [await seedAddress(system, tenant), await seedAddress(system, tenant)];
});
afterAll(() => system?.stop());

const now = () => new Date().toISOString();
const today = () => londonDate(now());

interface Group {
  id: string;
  band: string;
  changesAt: string | null;
  bookings: { id: string; learner: string }[];
  total: { amount: number };
  evidence: Record<string, string>;
}
type Booked = { groups: Group[]; total: { amount: number } } & Problem;
interface Booking {
  id: string;
  state: string;
  band: string;
  movedTo: string | null;
  cameFrom: string | null;
  address: { id: string } | null;
  window: { id: string } | null;
  evidence: Record<string, string>;
}

let made = 0;
/** A batch of so many learners of a product. */
async function batchOf(product: Product, many: number, more: object = {}): Promise<{ id: string; number: string; learners: string[] }> {
  const learners = Array.from({ length: many }, (_, index) => ({ surname: `L${wordOf((made += 1) + 1_000)}`, ...more }));
  const { batch } = await seedBatch(system.database, tenant, { product, learners });
  const ids: string[] = await system.owner('learners').where({ batch_id: batch.id }).orderBy('surname').pluck('id');
  return { id: batch.id, number: batch.number, learners: ids };
}
/** A product with a window that is in a band now, and its days. */
async function inBand(band: 'ordinary' | 'late' | 'veryLate' | null, lateAllowed = true) {
  const product = await seedBookedProduct(system, tenant, { lateAllowed });
  const dates = datesIn(band, now(), lateAllowed);
  const window = await seedWindow(system, tenant, product, dates, { lateAllowed });
  return { product, window, day: workingDayFrom(dates.opensOn, 0), dates };
}
interface Asked {
  product: Product;
  window?: string | null;
  day: string;
  learners?: string[];
  batches?: string[];
  accepts?: string;
  more?: object;
  component?: string;
}
const bodyOf = ({ product, window = null, day, learners = [], batches = [], accepts, more = {}, component = 'EX' }: Asked) => ({
  ...{ product: product.id, learners, batches, location: 'Sports hall', address, purchaseOrder: 'PO 9' },
  sittings: [{ component, window, assessmentOn: day, time: '09:30', ...(accepts ? { accepts } : {}) }],
  ...more,
});
const book = async (asked: Asked, query = '', headers = {}) => {
  const answer = await centre.post<Booked>(`/v1/bookings${query}`, bodyOf(asked), headers);
  if (answer.status >= 500) throw new Error(JSON.stringify(answer.body));
  return answer;
};
const codes = (body: Problem) => (body.errors ?? [{ code: JSON.stringify(body) }]).map(({ code }) => code);
const owed = async () => Number((await centre.get<{ balance: { amount: number } }>('/v1/centre-account')).body.balance?.amount ?? 0);
const shown = async (id: string) => (await centre.get<Booking>(`/v1/bookings/${id}`)).body;

test('BKG-2 BKG-3 WHY-3 WHY-4 IDM-1 AUD-1 a batch is booked whole in an ordinary window: the quote does nothing, a repeat answers the same, each booking has its evidence, and a learner who is booked is left out of the batch', async () => {
  const { product, window, day } = await inBand('ordinary');
  const { id: batch, learners } = await batchOf(product, 3);
  const asked = { product, window, day, batches: [batch] };
  const quote = await book(asked, '?dryRun=true');
  expect([quote.status, quote.body.groups[0]!.band, quote.body.total.amount]).toEqual([200, 'ordinary', 0]);
  expect(quote.body.groups[0]!.changesAt).toEqual(expect.any(String));
  const list = () => centre.get<{ items: { learner: { id: string }; state: string }[] }>(`/v1/bookings?window=${window}`);
  expect((await list()).body.items).toEqual([]);
  const headers = { 'Idempotency-Key': randomUUID() };
  const first = await book({ ...asked, batches: [], learners: [learners[0]!] });
  expect([first.status, first.body.groups[0]!.bookings.map(({ learner }) => learner)]).toEqual([201, [learners[0]]]);
  const whole = await book(asked, '', headers);
  expect(whole.body.groups[0]!.bookings.map(({ learner }) => learner).sort()).toEqual(learners.slice(1).sort());
  expect((await book(asked, '', headers)).body).toEqual(whole.body);
  expect((await list()).body.items.map(({ state }) => state)).toEqual(['active', 'active', 'active']);
  const booking = await shown(whole.body.groups[0]!.bookings[0]!.id);
  expect(booking.evidence).toMatchObject({ receivedAt: expect.any(String), lateFrom: expect.any(String), windowPolicy: expect.any(String), calendar: expect.any(String) });
  expect(await system.owner('audit').where({ entity_id: booking.id }).pluck('event')).toEqual(['booked']);
});

test('BKG-3 CEN-1 MON-2 a late booking wants its fee accepted, by its band, and charges it once a learner on the centre’s account', async () => {
  const { product, window, day } = await inBand('late');
  const { learners } = await batchOf(product, 2);
  const before = await owed();
  const asked = { product, window, day, learners };
  expect((await book(asked, '?dryRun=true')).body).toMatchObject({ groups: [{ band: 'late', total: { amount: 2_000 } }] });
  const no = await book(asked);
  expect([no.status, codes(no.body), await owed()]).toEqual([422, ['bandNotAccepted'], before]);
  expect(codes((await book({ ...asked, accepts: 'veryLate' })).body)).toEqual(['bandNotAccepted']);
  expect((await book({ ...asked, accepts: 'late' })).status).toBe(201);
  expect(await owed()).toBe(before + 2_000);
  const [charge] = await system.owner('centre_charges').where({ product_id: product.id, what: 'lateBooking' });
  expect(charge).toMatchObject({ quantity: 2, net_pence: 1_000n, purchase_order: 'PO 9' });
});

test('BKG-3 the 51st very late booking of a window is refused, under 30 concurrent requests for the last place; a cancellation frees one', async () => {
  const { product, window, day } = await inBand('veryLate');
  const { id: batch, learners } = await batchOf(product, 49);
  const asked = { product, window, day, accepts: 'veryLate' };
  expect((await book({ ...asked, batches: [batch] })).status).toBe(201);
  const last = await batchOf(product, 30);
  const answers = await Promise.all(last.learners.map((learner) => book({ ...asked, learners: [learner] })));
  expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
  const [no] = answers.filter(({ status }) => status !== 201);
  expect(no!.body.errors).toMatchObject([{ code: 'veryLateFull', rule: 'BKG-3', detail: expect.stringContaining('room for 0') }]);
  const { body } = await centre.get<{ items: { id: string }[] }>(`/v1/bookings?window=${window}&state=active&limit=1`);
  expect(await centre.post('/v1/bookings/cancel', { bookings: [body.items[0]!.id] })).toMatchObject({ status: 200 });
  const next = await batchOf(product, 2);
  const twice = await Promise.all(next.learners.map((learner) => book({ ...asked, learners: [learner] })));
  expect(twice.map(({ status }) => status).sort()).toEqual([201, 422]);
  expect(learners).toHaveLength(49);
});

test('BKG-3 BKG-5 a move into a very late window takes a place there and frees one where it came from; the old booking is transferred, the new one active, and its band is paid', async () => {
  const { product, window, day } = await inBand('veryLate');
  const target = await seedWindow(system, tenant, product, datesIn('veryLate', now()));
  const { learners } = await batchOf(product, 1);
  const { body } = await book({ product, window, day, learners, accepts: 'veryLate' });
  const { id } = body.groups[0]!.bookings[0]!;
  const taken = async (of: string) => (await system.owner('very_late_places').where({ window_id: of }).first('taken'))?.taken ?? 0;
  expect([await taken(window), await taken(target)]).toEqual([1, 0]);
  const to = { bookings: [id], window: target, assessmentOn: day, time: '13:00' };
  expect(await centre.post('/v1/bookings/move?dryRun=true', to)).toMatchObject({ status: 200, body: { groups: [{ band: 'veryLate' }] } });
  expect(codes((await centre.post<Problem>('/v1/bookings/move', to)).body)).toEqual(['bandNotAccepted']);
  const before = await owed();
  expect((await centre.post('/v1/bookings/move', { ...to, accepts: 'veryLate' })).status).toBe(200);
  expect([await taken(window), await taken(target), (await owed()) - before]).toEqual([0, 1, 2_500]);
  const old = await shown(id);
  expect([old.state, (await shown(old.movedTo!)).state, (await shown(old.movedTo!)).cameFrom]).toEqual(['transferred', 'active', id]);
  expect(codes((await centre.post<Problem>('/v1/bookings/cancel', { bookings: [id] })).body)).toEqual(['bookingState']);
});

test('BKG-3 26 learners for two components at once are 52 very late bookings: refused whole, the room stated', async () => {
  const components = [
    { ...WRITTEN, code: 'R', title: 'Reading' },
    { ...WRITTEN, code: 'W', title: 'Writing' },
  ];
  const product = await seedBookedProduct(system, tenant, { type: 'functionalSkills', components });
  const dates = datesIn('veryLate', now());
  const window = await seedWindow(system, tenant, product, dates);
  const { id: batch } = await batchOf(product, 26);
  const sitting = { window, assessmentOn: workingDayFrom(dates.opensOn, 0), time: '09:30', accepts: 'veryLate' };
  const body = { ...bodyOf({ product, day: '', batches: [batch] }), sittings: [{ ...sitting, component: 'R' }, { ...sitting, component: 'W', time: '13:30' }] };
  const no = await centre.post<Booked>('/v1/bookings', body);
  expect([no.status, codes(no.body), no.body.errors![0]!.detail]).toEqual([422, ['veryLateFull'], expect.stringContaining('room for 50, and 52')]);
  expect(await system.owner('bookings').where({ window_id: window })).toEqual([]);
  const few = await batchOf(product, 25);
  expect((await centre.post<Booked>('/v1/bookings', { ...body, batches: [few.id] })).body.groups.map(({ bookings }) => bookings.length)).toEqual([25, 25]);
});

test('BKG-3 a window whose product takes no late bookings refuses from the day after the cut-off, one that takes them after ten working days', async () => {
  for (const lateAllowed of [false, true]) {
    const { product, window, day } = await inBand(null, lateAllowed);
    const { learners } = await batchOf(product, 1);
    const { status, body } = await book({ product, window, day, learners });
    expect([status, codes(body)]).toEqual([422, ['bookingsEnded']]);
  }
});

test('BKG-1 paper outside windows: ordinary, fast track with its fee, or refused, by working days; the day has its own wait', async () => {
  const product = await seedBookedProduct(system, tenant, { hasWindows: false });
  const { learners } = await batchOf(product, 3);
  const far = workingDayFrom(today(), 25);
  expect((await book({ product, day: far, learners: [learners[0]!] })).body).toMatchObject({ groups: [{ band: 'ordinary', total: { amount: 0 } }] });
  const near = Array.from({ length: 20 }, (_, days) => workingDayFrom(today(), days + 1));
  const quotes = [];
  for (const day of [...new Set(near)]) quotes.push((await book({ product, day, learners: [learners[1]!] }, '?dryRun=true')).body);
  const bandsSeen = quotes.map((body) => body.groups?.[0]!.band ?? codes(body)[0]);
  expect([...new Set(bandsSeen)]).toEqual(['tooLate', 'fastTrack', 'ordinary']);
  expect(bandsSeen.filter((each) => each === 'fastTrack')).toHaveLength(3);
  const fast = near[bandsSeen.lastIndexOf('fastTrack')]!;
  expect(fast).toEqual(expect.any(String));
  const process = await system.owner('processes').where({ kind: 'assessment-day', tenant_id: tenant.id }).whereNull('ended_at');
  expect(process.map(({ stage }) => stage)).toEqual(['To be sat']);
});

test('BKG-2 SEC-9 all faults are told at once, each at its place: another centre’s learner, one who is booked, withdrawn or on another product, a component that is none, an address not on file, a bank holiday', async () => {
  const { product, window, day } = await inBand('ordinary');
  const { learners } = await batchOf(product, 3);
  const elsewhere = await seedCentre(system.owner, tenant, 'Elsewhere');
  const { batch } = await seedBatch(system.database, tenant, { product, learners: [{}], centre: elsewhere });
  const foreign: string = (await system.owner('learners').where({ batch_id: batch.id }).first('id')).id;
  const stranger = await batchOf(await seedBookedProduct(system, tenant), 1);
  await book({ product, window, day, learners: [learners[0]!] });
  await centre.post(`/v1/learners/${learners[1]}/withdraw`, {});
  const strange = await seedAddress(system, tenant, elsewhere.id);
  const { status, body } = await book({
    ...{ product, window, day, learners: [learners[0]!, learners[1]!, foreign, stranger.learners[0]!, learners[2]!], more: { address: strange } },
  });
  expect(status).toBe(422);
  expect(body.errors!.map(({ code, pointer }) => [code, pointer]).sort()).toEqual([
    ['address', '/address'],
    ['bookedAlready', '/learners/0'],
    ['learner', '/learners/2'],
    ['learnerProduct', '/learners/3'],
    ['learnerState', '/learners/1'],
  ]);
  expect(codes((await book({ product, window, day, learners: [learners[2]!], component: 'NO' })).body)).toEqual(['component']);
  expect(codes((await book({ product, day, learners: [learners[2]!] })).body)).toEqual(['windowMissing']);
  expect(codes((await book({ product, window, day: workingDayFrom(day, 90), learners: [learners[2]!] })).body)).toEqual(['outsideWindow']);
  const plain = await seedBookedProduct(system, tenant, { hasWindows: false });
  const { learners: free } = await batchOf(plain, 1);
  const holiday = `${Number(today().slice(0, 4)) + 1}-12-25`;
  const monday = new Date(`${holiday}T12:00:00Z`).getUTCDay() % 6 === 0 ? `${Number(today().slice(0, 4)) + 1}-12-27` : holiday;
  expect(codes((await book({ product: plain, day: monday, learners: free })).body)).toEqual(['bankHoliday']);
});

test('BKG-2 IMP-1 a component is booked once under 20 requests at once, and whoever is booked keeps a registration from being undone', async () => {
  const { product, window, day } = await inBand('ordinary');
  const { learners } = await batchOf(product, 1);
  const answers = await Promise.all(Array.from({ length: 20 }, () => book({ product, window, day, learners })));
  expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status !== 201).every(({ status, body }) => status < 500 && codes(body)[0] === 'bookedAlready')).toBe(true);
});

test('BKG-5 another address on file until the cut-off, none afterwards and none outside windows; a cancelled booking leaves the registration', async () => {
  const before = await inBand('ordinary');
  const { learners } = await batchOf(before.product, 1);
  const { body } = await book({ ...before, learners });
  const { id } = body.groups[0]!.bookings[0]!;
  expect(await centre.post('/v1/bookings/address', { bookings: [id], address: other })).toMatchObject({ status: 200 });
  expect((await shown(id)).address!.id).toBe(other);
  const strange = await seedAddress(system, tenant, (await seedCentre(system.owner, tenant, 'Away')).id);
  expect(codes((await centre.post<Problem>('/v1/bookings/address', { bookings: [id], address: strange })).body)).toEqual(['address']);
  const late = await inBand('late');
  const two = await batchOf(late.product, 1);
  const booked = await book({ ...late, learners: two.learners, accepts: 'late' });
  const lateId = booked.body.groups[0]!.bookings[0]!.id;
  expect(codes((await centre.post<Problem>('/v1/bookings/address', { bookings: [lateId], address: other })).body)).toEqual(['cutOffPassed']);
  expect((await centre.post('/v1/bookings/cancel', { bookings: [lateId] })).status).toBe(200);
  const learner = await centre.get<{ state: string }>(`/v1/learners/${two.learners[0]}`);
  expect([(await shown(lateId)).state, learner.body.state]).toEqual(['cancelled', 'registered']);
});

test('BKG-2 REG-13 only learners with external components are listed, with what of them is booked; bookings are found by batch, product and ULN and come as a CSV; a place is remembered', async () => {
  const { product, window, day } = await inBand('ordinary');
  const internal = await seedBookedProduct(system, tenant, { components: [{ code: 'PF', title: 'Portfolio', form: 'internal' }], hasWindows: false });
  const { number, learners } = await batchOf(product, 2, { forename: 'Zoë' });
  const hidden = await batchOf(internal, 1);
  await book({ product, window, day, learners: [learners[0]!], more: { location: '=Gym' } });
  type Items = { items: { id: string; components: { code: string; isBooked: boolean }[] }[] };
  const { body } = await centre.get<Items>(`/v1/bookable-learners?batch=${number}`);
  expect(body.items.map(({ id, components }) => [id, components[0]!.isBooked])).toEqual([
    [learners[0], true],
    [learners[1], false],
  ]);
  expect((await centre.get<Items>(`/v1/bookable-learners?batch=${hidden.number}`)).body.items).toEqual([]);
  const found = await centre.get<{ items: unknown[] }>(`/v1/bookings?batch=${number}&product=${product.code}`);
  expect(found.body.items).toHaveLength(1);
  const csv = await centre.get<string>(`/v1/bookings/export?batch=${number}`);
  expect(String(csv.body)).toContain("'=Gym");
  expect((await centre.get<{ items: string[] }>('/v1/assessment-locations')).body.items).toContain('=Gym');
});
