import { randomUUID } from 'node:crypto';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { bookedBy, openBookings, codes, now, today, type Booked } from '../../support/booked';
import { datesIn, seedAddress, seedBookedProduct, seedWindow, workingDayFrom, WRITTEN } from '../../support/bookings';
import { seedBatch, seedCentre } from '../../support/learners';
import type { TestSystem } from '../../support/system';

jest.setTimeout(120_000);
let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
let address: string;
beforeAll(async () => {
  ({ system, tenant, centre, address } = await openBookings('bookings'));
});
afterAll(() => system?.stop());
const { batchOf, inBand, bodyOf, book, owed, shown } = bookedBy(() => ({ system, tenant, centre, address }));

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
  expect(booking.evidence).toMatchObject({
    receivedAt: expect.any(String),
    lateFrom: expect.any(String),
    windowPolicy: expect.any(String),
    calendar: expect.any(String),
  });
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
  expect(await book({ ...asked, batches: [batch] })).toMatchObject({ status: 201, body: { groups: [{ placesLeft: 1 }] } });
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
  const body = {
    ...bodyOf({ product, day: '', batches: [batch] }),
    sittings: [
      { ...sitting, component: 'R' },
      { ...sitting, component: 'W', time: '13:30' },
    ],
  };
  const no = await centre.post<Booked>('/v1/bookings', body);
  expect([no.status, codes(no.body), no.body.errors![0]!.detail]).toEqual([
    422,
    ['veryLateFull'],
    expect.stringContaining('room for 50, and 52'),
  ]);
  expect(await system.owner('bookings').where({ window_id: window })).toEqual([]);
  const few = await batchOf(product, 25);
  expect(
    (await centre.post<Booked>('/v1/bookings', { ...body, batches: [few.id] })).body.groups.map(({ bookings }) => bookings.length),
  ).toEqual([25, 25]);
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
  expect((await book({ product, day: far, learners: [learners[0]!] })).body).toMatchObject({
    groups: [{ band: 'ordinary', total: { amount: 0 } }],
  });
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
    ...{
      product,
      window,
      day,
      learners: [learners[0]!, learners[1]!, foreign, stranger.learners[0]!, learners[2]!],
      more: { address: strange },
    },
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
  expect(
    answers.filter(({ status }) => status !== 201).every(({ status, body }) => status < 500 && codes(body)[0] === 'bookedAlready'),
  ).toBe(true);
});

test('BKG-2 REG-13 only learners with external components are listed, with what of them is booked; bookings are found by batch, product and ULN and come as a CSV; a place is remembered', async () => {
  const { product, window, day } = await inBand('ordinary');
  const internal = await seedBookedProduct(system, tenant, {
    components: [{ code: 'PF', title: 'Portfolio', form: 'internal' }],
    hasWindows: false,
  });
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

test('REG-13 paper bookings are found by names, product and batch, apart from those on screen, and come in the order that is asked for, in lists and files alike', async () => {
  const component = (code: string, form: 'paper' | 'onScreen') => ({ code, title: code, form });
  const product = await seedBookedProduct(system, tenant, { components: [component('EX', 'paper'), component('OS', 'onScreen')] });
  const dates = datesIn('ordinary', now());
  const window = await seedWindow(system, tenant, product, dates);
  const day = (after: number) => workingDayFrom(dates.opensOn, after);
  const { number, learners } = await batchOf(product, 2, { forename: 'Renée' });
  const other = await batchOf(product, 1, { forename: 'Otto' });
  await book({ product, window, day: day(7), learners: [learners[0]!] });
  await book({ product, window, day: day(0), learners: [learners[1]!] });
  await book({ product, window, day: day(0), learners: [learners[0]!], component: 'OS' });
  await book({ product, window, day: day(0), learners: other.learners });
  type Items = { items: { learner: { id: string; forename: string }; component: { code: string }; assessmentOn: string }[] };
  const found = async (query: string) => (await centre.get<Items>(`/v1/bookings?product=${product.code}&${query}`)).body.items;
  const codesOf = async (query: string) => (await found(query)).map((each) => each.component.code);
  expect((await codesOf(`batch=${number}`)).sort()).toEqual(['EX', 'EX', 'OS']);
  expect([await codesOf(`batch=${number}&form=paper`), await codesOf(`batch=${number}&form=onScreen`)]).toEqual([['EX', 'EX'], ['OS']]);
  expect((await found('forename=rene&form=paper')).map(({ learner }) => learner.forename)).toEqual(['Renée', 'Renée']);
  const byName = (await found('forename=RENEE&form=paper&sort=name')).map(({ learner }) => learner.id);
  expect(byName).toEqual(learners);
  expect((await found('form=paper&sort=day')).map(({ assessmentOn }) => assessmentOn)).toEqual([day(7), day(0), day(0)]);
  const { surname } = await system.owner('learners').where({ id: learners[0] }).first('surname');
  expect((await found(`surname=${surname}`)).map(({ learner }) => learner.id)).toEqual([learners[0], learners[0]]);
  const csv = String((await centre.get<string>(`/v1/bookings/export?batch=${number}&form=paper&sort=name`)).body);
  const rows = csv.trim().split('\r\n');
  expect([rows[0], rows.length]).toEqual([expect.stringContaining('product code,product,'), 3]);
  expect((await centre.get('/v1/bookings?sort=best')).status).toBe(400);
});
