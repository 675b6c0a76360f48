import type { SeededTenant } from '../../../db/seeds/demo';
import type { ApiClient } from '../../support/api-client';
import { bookedBy, codes, now } from '../../support/booked';
import { datesIn, seedAddress, seedWindow } from '../../support/bookings';
import { seedCentre } from '../../support/learners';
import type { Problem } from '../../support/orders';
import { realSystem, type TestSystem } from '../../support/system';

jest.setTimeout(120_000);
let system: TestSystem;
let tenant: SeededTenant;
let centre: ApiClient;
let address: string;
beforeAll(async () => {
  system = await realSystem('booking-changes');
  tenant = await system.tenant('booking-changes', 'awarding-body');
  centre = await system.signIn(tenant.centre.user.email);
  address = await seedAddress(system, tenant);
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
