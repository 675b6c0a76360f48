import { eventually } from '../../support/eventually';
import { AssessmentWindowRow } from '../../../db/catalogue/catalogue.model';
import { openWindow } from '../../../db/bookings/offers';
import { inScope } from '../../../db/core/database';
import { PAPER, registersBooked, sat } from '../../support/booked-with';
import { bookedBy, now, type Given } from '../../support/booked';
import { datesIn, seedWindow, workingDayFrom } from '../../support/bookings';

/** What comes with a registration and is undone with it, within the system of `booked-with-registration.api.test.ts`. */
export function testUndone(given: () => Given): void {
  const { owed } = bookedBy(given);
  const { inBand, bodyOf, register, typedIn, undo, bookingsOf, learnersOf } = registersBooked(given);

  test('REG-17 IMP-1 MON-2 undone, the bookings go with the registration and their fee comes back; whoever was booked for something else, or moved, stays', async () => {
    const { system, tenant, centre } = given();
    const { id, code, window, day } = await inBand('veryLate', [PAPER, { ...PAPER, code: 'EX2', title: 'Second paper' }]);
    const sittings = [sat(day, { accepts: 'veryLate' }), sat(day, { component: 'EX2', time: '13:30', accepts: 'veryLate' })];
    const sent = await typedIn(code, 3);
    expect((await register(sent, bodyOf(sent, day, { window, mode: 'Paper', sittings }))).status).toBe(200);
    const [taken] = await system.owner('very_late_places').where({ window_id: window }).pluck('taken');
    expect(taken).toBe(6);
    const [kept, cancelled] = (await learnersOf(sent)) as { id: string; number: string }[];
    const of = async (learner: string, component: string) =>
      (await system.owner('bookings').where({ learner_id: learner, component, state: 'active' }).first('id')).id as string;
    const other = datesIn('ordinary', now());
    const elsewhere = await seedWindow(system, tenant, { id, code }, other, { name: 'Summer' });
    const to = { window: elsewhere, assessmentOn: workingDayFrom(other.opensOn, 0), time: '09:30' };
    const move = await centre.post('/v1/bookings/move', { bookings: [await of(kept!.id, 'EX')], ...to });
    const cancel = await centre.post('/v1/bookings/cancel', { bookings: [await of(cancelled!.id, 'EX2')] });
    expect([move.status, cancel.status]).toEqual([200, 200]);
    const owing = await owed();
    const undone = await undo(sent);
    expect([undone.status, undone.body.groups[0]!.kept]).toEqual([200, [{ number: kept!.number, why: 'Booked for EX' }]]);
    expect((await learnersOf(sent)).map(({ state }: { state: string }) => state)).toEqual(['registered', 'undone', 'undone']);
    const standing = await system.owner('bookings').whereIn('state', ['active', 'pendingResult']).where({ product_id: id });
    expect(new Set(standing.map(({ learner_id }) => learner_id))).toEqual(new Set([kept!.id]));
    expect(await system.owner('very_late_places').where({ window_id: window }).pluck('taken')).toEqual([1]);
    const { fee_net_pence: fee, fee_vat_pence: tax } = await system.owner('booking_groups').where({ window_id: window }).first();
    expect(owing - (await owed())).toBe(2 * 4_800 + 3 * Number(fee + tax));
    const credits = await system.owner('centre_charges').where({ product_id: id }).where('quantity', '<', 0).orderBy(['what', 'quantity']);
    expect(credits.map(({ what, quantity }) => [what, quantity])).toEqual([
      ['registrationUndone', -2],
      ['veryLateBooking', -2],
      ['veryLateBooking', -1],
    ]);
  });

  test('REG-17 BKG-3 IMP-1 what came with a registration goes along with a window that moves, and is undone with it all the same, its fee back', async () => {
    const { system, tenant } = given();
    const { id, code, window, day } = await inBand('late');
    const sent = await typedIn(code, 2);
    const owing = await owed();
    const asked = { window, mode: 'Paper', sittings: [sat(day, { accepts: 'late' })] };
    expect((await register(sent, bodyOf(sent, day, asked))).status).toBe(200);
    const { cutOffOn } = datesIn('late', now());
    const dates = { cutOffOn, opensOn: workingDayFrom(day, 20), closesOn: workingDayFrom(day, 40) };
    await inScope(system.database, { tenant: tenant.id, organisation: null }, async (trx) => {
      await AssessmentWindowRow.query(trx).findById(window).patch(dates);
      await openWindow(trx, { id: window, tenant: tenant.id, name: 'Winter', lateAllowed: true, ...dates }, null, now());
    });
    await eventually(async () =>
      expect((await bookingsOf(window)).map(({ state }) => state).sort()).toEqual(['active', 'active', 'transferred', 'transferred']),
    );
    expect((await undo(sent)).body.groups[0]).toMatchObject({ state: 'undone', kept: [] });
    expect((await bookingsOf(window)).map(({ state }) => state).sort()).toEqual(['cancelled', 'cancelled', 'transferred', 'transferred']);
    expect(await owed()).toBe(owing);
    expect(await system.owner('centre_charges').where({ product_id: id, what: 'lateBooking' }).orderBy('id').pluck('quantity')).toEqual([
      2, -2,
    ]);
  });

  test('REG-17 IMP-1 BKG-5 undone while its booking is moved, a registration goes with its booking or stays with the one that was moved', async () => {
    const { system, tenant, centre } = given();
    const { id, code, window, day } = await inBand('ordinary');
    const other = await seedWindow(system, tenant, { id, code }, datesIn('ordinary', now()), { name: 'Summer' });
    for (let round = 0; round < 6; round += 1) {
      const sent = await typedIn(code, 1);
      expect((await register(sent, bodyOf(sent, day, { window, mode: 'Paper' }))).status).toBe(200);
      const [learner] = await learnersOf(sent);
      const { id: booking } = await system.owner('bookings').where({ learner_id: learner.id }).first('id');
      const to = { window: other, assessmentOn: day, time: '13:30' };
      const [gone, moved] = await Promise.all([undo(sent), centre.patient.post('/v1/bookings/move', { bookings: [booking], ...to })]);
      expect([gone.status, moved.status].every((status) => status < 500)).toBe(true);
      const [after] = await learnersOf(sent);
      const standing = await system.owner('bookings').where({ learner_id: learner.id, state: 'active' });
      expect([after.state, standing.length]).toEqual(gone.status === 200 ? ['undone', 0] : ['registered', 1]);
    }
  });
}
