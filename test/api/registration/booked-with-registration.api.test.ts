import { randomUUID } from 'node:crypto';
import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { registersBooked, sat, seedBookedWith, type ShownBooked } from '../../support/booked-with';
import { bookedBy, codes, today } from '../../support/booked';
import { seedAddress, workingDayFrom } from '../../support/bookings';
import { eventually } from '../../support/eventually';
import { linesOf, seedProducts, type RegistrationBody } from '../../support/registrations';
import { realSystem, type TestSystem } from '../../support/system';
import { testUndone } from './undone-bookings';

jest.setTimeout(120_000);
let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
let address: string;
beforeAll(async () => {
  system = await realSystem('booked-with-registration');
  tenant = await system.tenant('booked-with', 'awarding-body');
  centre = await system.signIn(tenant.centre.user.email);
  address = await seedAddress(system, tenant);
  await system.documents.start();
});
afterAll(() => system?.stop());
const given = () => ({ system, tenant, centre, address });
const { owed, book } = bookedBy(given);
const { inBand, bodyOf, register, typedIn, filed, bookingsOf, learnersOf } = registersBooked(given);
testUndone(given);

test.each(['key-in', 'a single CSV'])(
  'REG-17 BKG-3 BKG-6 WHY-4 AUD-1 whoever is registered by %s is booked with it, in the window and mode given, with evidence, papers and mail; the project is left to its desk',
  async (way) => {
    const { code, window, day } = await inBand('ordinary');
    const chosen = way === 'key-in' ? { window, mode: 'Paper' } : {};
    const sent = way === 'key-in' ? await typedIn(code, 2) : await filed(code, 2, { AB: 'winter', AC: 'paper' });
    const key = { 'Idempotency-Key': randomUUID() };
    const send = () =>
      centre.post<ShownBooked>(`/v1/registrations/${sent.id}/confirm`, bodyOf(sent, day, { ...chosen, purchaseOrder: 'PO 7' }), key);
    const done = await send();
    expect([done.status, done.body.groups[0]!.bookings]).toEqual([
      200,
      [expect.objectContaining({ component: 'EX', band: 'ordinary', group: expect.any(String) })],
    ]);
    expect((await send()).body).toEqual(done.body);
    const learners = await learnersOf(done.body);
    const bookings = await bookingsOf(window);
    expect(bookings.map(({ learner_id, component, state, address_id }) => ({ learner_id, component, state, address_id }))).toEqual(
      learners.map(({ id }: { id: string }) => ({ learner_id: id, component: 'EX', state: 'active', address_id: address })),
    );
    const { group } = done.body.groups[0]!.bookings[0]!;
    const [written] = await system.owner('booking_groups').where({ id: group });
    expect(written).toMatchObject({ location: 'Sports hall', purchase_order: 'PO 7', registration_group_id: done.body.groups[0]!.id });
    expect(written.evidence).toMatchObject({
      receivedAt: expect.any(String),
      lateFrom: expect.any(String),
      windowPolicy: expect.any(String),
    });
    expect(await system.owner('audit').where({ entity_id: bookings[0]!.id }).pluck('event')).toEqual(['booked']);
    const [batch] = await system.owner('batches').where({ id: done.body.groups[0]!.batch!.id });
    expect(batch).toMatchObject({ window_id: window, mode: 'Paper' });
    expect((await centre.get<{ items: string[] }>('/v1/assessment-locations')).body.items).toContain('Sports hall');
    await eventually(async () => {
      const { body } = await centre.get<{ items: { kind: string; state: string }[] }>(`/v1/booking-paperwork?group=${group}`);
      expect(body.items.map(({ kind, state }) => [kind, state]).sort()).toEqual([
        ['booking-confirmation', 'made'],
        ['invigilator-register', 'made'],
      ]);
    }, 30_000);
    expect(await system.owner('outbox').where({ entity_id: group, kind: 'mail' }).pluck('name')).toEqual(['booked']);
  },
);

test('REG-17 BKG-3 MON-2 CEN-1 WHY-3 a dry run tells the band, its fee and when it changes; the late fee is accepted, and charged once a learner beside the registration’s', async () => {
  const { code, window, day } = await inBand('late');
  const sent = await typedIn(code, 2);
  const before = await owed();
  const asked = { window, mode: 'Paper' };
  const told = await register(sent, bodyOf(sent, day, asked), '?dryRun=true');
  expect(told.body.bookings).toEqual([
    expect.objectContaining({
      ...{ component: 'EX', band: 'late', changesAt: expect.any(String), bookings: 2 },
      ...{ fee: { amount: 1_000, currency: 'GBP' }, total: { amount: 2_000, currency: 'GBP' } },
    }),
  ]);
  const onAccount = told.body.money.filter(({ account }) => account.startsWith('centre/')).reduce((sum, { amount }) => sum + amount, 0);
  expect([onAccount, await owed()]).toEqual([2 * 4_800 + 2_000, before]);
  const no = await register(sent, bodyOf(sent, day, asked));
  expect([no.status, codes(no.body), no.body.errors.map(({ pointer }) => pointer)]).toEqual([
    422,
    ['bandNotAccepted'],
    ['/sittings/0/accepts'],
  ]);
  expect([await learnersOf(sent), await bookingsOf(window), await owed()]).toEqual([[], [], before]);
  const accepted = { ...asked, sittings: [sat(day, { accepts: 'late' })] };
  expect((await register(sent, bodyOf(sent, day, accepted))).status).toBe(200);
  expect(await owed()).toBe(before + onAccount);
  const charges = await system
    .owner('centre_charges')
    .where({ batch_id: (await learnersOf(sent))[0]!.batch_id })
    .orderBy('what');
  expect(charges.map(({ what, quantity }) => [what, quantity])).toEqual([
    ['lateBooking', 2],
    ['registration', 2],
  ]);
});

test('REG-17 BKG-1 BKG-2 every fault is told at once at its field, and nothing is registered: no sitting, no place, no address, no window; a paper too near, a day that is outside, a component that is none', async () => {
  const { code, window, day } = await inBand('ordinary');
  const sent = await typedIn(code, 1);
  const faults = async (body: object, of = sent) => {
    const { status, body: said } = await register(of, { group: of.groups[0]!.id, ...body });
    return [status, said.errors.map(({ pointer, code: what }) => `${pointer} ${what}`).sort()];
  };
  expect(await faults({})).toEqual([422, ['/mode modeMissing', '/window windowMissing']]);
  expect(await faults({ window, mode: 'Paper' })).toEqual([
    422,
    ['/location locationMissing', '/paperAddress addressMissing', '/sittings sittingMissing'],
  ]);
  const where = { window, mode: 'Paper', location: 'Hall', paperAddress: address };
  expect(await faults({ ...where, sittings: [sat(workingDayFrom(day, 90))] })).toEqual([422, ['/sittings/0/assessmentOn outsideWindow']]);
  expect(await faults({ ...where, sittings: [sat(day), sat(day), sat(day, { component: 'NEA' })] })).toEqual([
    422,
    ['/sittings componentTwice', '/sittings/2/component notExternal'],
  ]);
  expect(await faults({ ...where, paperAddress: randomUUID(), sittings: [sat(day)] })).toEqual([422, ['/paperAddress address']]);
  const other = await inBand('ordinary');
  expect(await faults({ ...where, window: other.window, sittings: [sat(day)] })).toEqual([422, ['/window window']]);
  const plain = await seedBookedWith(system, tenant);
  const near = await typedIn(plain.code, 1);
  const at = { location: 'Hall', paperAddress: address };
  expect(await faults({ ...at, sittings: [sat(workingDayFrom(today(), 2))] }, near)).toEqual([422, ['/sittings/0/assessmentOn tooLate']]);
  const [unbooked] = Object.keys(await seedProducts(system.owner, tenant, [{ code: 'UNBOOKED' }]));
  expect(await faults({ sittings: [sat(day)] }, await typedIn(unbooked!, 1))).toEqual([422, ['/sittings notBookedWith']]);
  expect([await learnersOf(sent), await learnersOf(near), await bookingsOf(window)]).toEqual([[], [], []]);
});

test('REG-17 REG-9 a window that takes no bookings is told in its row and column of the file and at the field of the form; one that has closed since the check refuses those rows by name', async () => {
  const shut = await inBand(null);
  const sent = await filed(shut.code, 2, { AB: 'Winter' });
  const faults = (lines: Awaited<ReturnType<typeof linesOf>>) =>
    lines.map(({ row, faults: told }) => [row, told.map(({ code, column, field, remedy }) => ({ code, column, field, remedy }))]);
  const remedy = 'Write another window of the product.';
  expect(faults(await linesOf(centre, sent))).toEqual(
    [1, 2].map((row) => [row, [{ code: 'bookingsEnded', column: 'AB', field: 'window', remedy }]]),
  );
  const typed = await typedIn(shut.code, 1, { window: 'Winter' });
  expect(faults(await linesOf(centre, typed))).toEqual([[1, [{ code: 'bookingsEnded', column: null, field: 'window', remedy }]]]);
  const open = await inBand('late');
  const checked = await filed(open.code, 2, { AB: 'Winter', AC: 'Online' });
  expect((await linesOf(centre, checked)).flatMap(({ faults: told }) => told)).toEqual([]);
  const moments = { very_late_from: new Date(Date.now() - 1_000), refused_from: new Date(Date.now() - 1_000) };
  await system.owner('booking_windows').where({ window_id: open.window }).update(moments);
  const late = await register(checked, bodyOf(checked, open.day));
  expect([late.status, late.body.errors.map(({ pointer, code }) => [pointer, code])]).toEqual([
    422,
    [
      ['/lines/1', 'bookingsEnded'],
      ['/lines/2', 'bookingsEnded'],
    ],
  ]);
  expect([await learnersOf(checked), await bookingsOf(open.window)]).toEqual([[], []]);
});

test('REG-17 BKG-3 of 20 registrations and bookings at once for the last very late place one has it, without a deadlock, and nobody is registered unbooked; a full window is told with its room', async () => {
  const { id, code, window, day } = await inBand('veryLate');
  const asked = { window, mode: 'Paper', sittings: [sat(day, { accepts: 'veryLate' })] };
  const first = await filed(code, 49, { AB: 'Winter' });
  expect((await register(first, bodyOf(first, day, asked))).status).toBe(200);
  const second = await filed(code, 2, { AB: 'Winter' });
  const full = await register(second, bodyOf(second, day, asked));
  expect([full.status, full.body.errors]).toEqual([
    422,
    [expect.objectContaining({ code: 'veryLateFull', pointer: '/window', detail: expect.stringContaining('room for 1, and 2') })],
  ]);
  expect(await learnersOf(second)).toEqual([]);
  const drafts: RegistrationBody[] = [];
  for (let each = 0; each < 10; each += 1) drafts.push(await typedIn(code, 1));
  // Learners of the product who are booked for nothing: their bookings were cancelled.
  const others = await system.owner('bookings').where({ window_id: window }).orderBy('id').limit(10).select('id', 'learner_id');
  await centre.post('/v1/bookings/cancel', { bookings: others.map((each: { id: string }) => each.id) });
  const nine = others.slice(1) as { learner_id: string }[];
  const again = { product: { id, code }, window, day, accepts: 'veryLate' };
  expect((await book({ ...again, learners: nine.map(({ learner_id }) => learner_id) })).status).toBe(201);
  const last = others[0]!.learner_id as string;
  const answers = await Promise.all([
    ...drafts.map((draft) => register(draft, bodyOf(draft, day, asked))),
    ...Array.from({ length: 10 }, () => book({ ...again, learners: [last] })),
  ]);
  const won = answers.filter(({ status }) => status < 300);
  expect([won.length, answers.filter(({ status }) => status >= 500).length]).toEqual([2, 0]);
  const standing = await system.owner('bookings').where({ window_id: window }).whereIn('state', ['active', 'pendingResult']);
  expect([standing.length, await system.owner('very_late_places').where({ window_id: window }).pluck('taken')]).toEqual([50, [50]]);
  const registered = await system.owner('learners').where({ product_id: id, state: 'registered' });
  expect(registered.length).toBe(49 + answers.slice(0, 10).filter(({ status }) => status === 200).length);
});
