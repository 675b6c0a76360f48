import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { bookedBy, openBookings, codes, now } from '../../support/booked';
import { inScope } from '../../../db/core/database';
import { bookingsIn, datesIn, seedAddress, seedWindow, workingDayFrom } from '../../support/bookings';
import { eventually } from '../../support/eventually';
import { seedCentre } from '../../support/learners';
import type { Problem } from '../../support/orders';
import type { TestSystem } from '../../support/system';

jest.setTimeout(120_000);
let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
let address: string;
beforeAll(async () => {
  ({ system, tenant, centre, address } = await openBookings('booking-changes'));
});
afterAll(() => system?.stop());
const { batchOf, inBand, book, owed, shown } = bookedBy(() => ({ system, tenant, centre, address }));

test('BKG-3 BKG-5 a move into a very late window takes a place there and frees one where it came from; the old booking is transferred, the new one active, and its band is paid', async () => {
  const { product, window, day } = await inBand('veryLate');
  const target = await seedWindow(system, tenant, product, datesIn('veryLate', now()), { name: 'Other' });
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

test('BKG-5 another address on file until the cut-off, none afterwards and none outside windows; a cancelled booking leaves the registration', async () => {
  const other = await seedAddress(system, tenant);
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
  expect(codes((await centre.post<Problem>('/v1/bookings/address', { bookings: [lateId], address: other })).body)).toEqual([
    'cutOffPassed',
  ]);
  expect((await centre.post('/v1/bookings/cancel', { bookings: [lateId] })).status).toBe(200);
  const learner = await centre.get<{ state: string }>(`/v1/learners/${two.learners[0]}`);
  expect([(await shown(lateId)).state, learner.body.state]).toEqual(['cancelled', 'registered']);
});

test('BKG-5 LRN-3 whoever is booked leaves the registration in no way until the booking is cancelled', async () => {
  const { product, window, day } = await inBand('ordinary');
  const { learners } = await batchOf(product, 2);
  const { body } = await book({ product, window, day, learners: [learners[0]!] });
  for (const verb of ['withdraw', 'cancel']) {
    const no = await centre.post<Problem>(`/v1/learners/${learners[0]}/${verb}`, {});
    expect([verb, no.status, codes(no.body)]).toEqual([verb, 422, ['booked']]);
  }
  const many = await centre.post<{ items: { outcome: string }[] }>('/v1/learners/withdraw', { learners });
  expect(many.body.items.map(({ outcome }) => outcome)).toEqual(['refused', 'done']);
  await centre.post('/v1/bookings/cancel', { bookings: [body.groups[0]!.bookings[0]!.id] });
  expect((await centre.post(`/v1/learners/${learners[0]}/withdraw`, {})).status).toBe(200);
});

test('BKG-3 SEC-8 a window whose days move takes its bookings along, in chunks, once a second person approves who sees how many: each is transferred once and another one active, in the band that was paid; whoever booked is told', async () => {
  const { product, window, day, dates } = await inBand('late');
  const { learners } = await batchOf(product, 2);
  const { body } = await book({ product, window, day, learners, accepts: 'late' });
  const { id } = body.groups[0]!.bookings[0]!;
  const more = { product, many: 400, under: { window }, assessmentOn: day };
  await inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => {
    for (let group = 0; group < 3; group += 1) await bookingsIn(trx, tenant, more);
  });
  const staff = await system.signIn(tenant.staff.caseOperator.email);
  const second = await system.signIn(tenant.staff.administrator.email);
  const opensOn = workingDayFrom(dates.closesOn, 20);
  const moved = { window, opensOn, cutOffOn: dates.cutOffOn, closesOn: opensOn };
  const before = await owed();
  const past = { ...moved, opensOn: '2026-01-05', closesOn: '2026-01-05', reason: 'typo' };
  expect((await staff.post<Problem>('/v1/assessment-windows', past)).status).toBe(422);
  const proposed = await staff.post<{ id: string; changes: object[] }>('/v1/assessment-windows', { ...moved, reason: 'the hall is taken' });
  expect([proposed.status, proposed.body.changes.at(-1)]).toMatchObject([201, { after: '1202 bookings of 1 centre' }]);
  expect((await shown(id)).state).toBe('active');
  expect((await staff.post(`/v1/assessment-windows/${proposed.body.id}/approve`, { reason: 'mine' })).status).toBeGreaterThanOrEqual(403);
  expect((await second.post(`/v1/assessment-windows/${proposed.body.id}/approve`, { reason: 'agreed' })).status).toBe(200);
  const old = await eventually(async () => {
    const found = await shown(id);
    expect(found.movedTo).not.toBeNull();
    return found;
  });
  const next = await shown(old.movedTo!);
  expect([old.state, next.state, next.assessmentOn, next.band]).toEqual(['transferred', 'active', opensOn, 'late']);
  expect(await owed()).toBe(before);
  const days = () =>
    system
      .owner('bookings as b')
      .join('booking_groups as g', 'g.id', 'b.group_id')
      .where({ 'b.window_id': window })
      .groupBy('b.state', 'g.assessment_on')
      .orderBy('b.state')
      .select('b.state', 'g.assessment_on as day', system.owner.raw('count(*)::int as many'));
  await eventually(async () =>
    expect(await days()).toEqual([
      { state: 'active', day: opensOn, many: 1_202 },
      { state: 'transferred', day, many: 1_202 },
    ]),
  );
  const mails = await system.owner('outbox').where({ entity_id: next.group, name: 'booking-rescheduled' });
  expect(mails.map(({ facts }) => facts)).toMatchObject([{ bookings: '2', component: 'EX' }]);
});
