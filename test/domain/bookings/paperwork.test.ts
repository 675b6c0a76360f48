import fc from 'fast-check';
import {
  aboutBookings,
  entriesNamed,
  MOST_ENTRIES,
  paperRefusals,
  standingAt,
  reportRefusals,
  type KnownBooking,
  type StandingWish,
} from '../../../domain/bookings/paperwork';
import { bookingStates } from '../../../domain/bookings/booking.state';

const AT = '2026-11-27T12:00:00.000Z';
const JUST_BEFORE = '2026-11-27T11:59:59.999Z';
const JUST_AFTER = '2026-11-27T12:00:00.001Z';
const booking = (more: Partial<KnownBooking> = {}): KnownBooking => ({
  ...{ id: 'a', state: 'active', stateSince: JUST_BEFORE, cameFromId: null, receivedAt: JUST_BEFORE },
  ...more,
});
const ids = (bookings: KnownBooking[]) => standingAt(bookings, AT).map(({ id }) => id);
const REGISTER: StandingWish = { kind: 'invigilator-register', group: 'g' };
const WINDOW: StandingWish = { kind: 'entry-learner-list', entries: { window: 'w' } };
const codes = (wish: StandingWish, more: Partial<Parameters<typeof paperRefusals>[1]> = {}) =>
  paperRefusals(wish, { organisation: 'o', isPaper: true, standing: 1, ...more }).map(({ code, place }) => [code, place]);

test.each(['cancelled', 'transferred'] as const)(
  'BKG-6 BKG-5 a booking that is %s the moment before a paper is asked for, or at that very moment, is not on it; the moment after it was',
  (state) => {
    const since = (stateSince: string) => ids([booking({ state, stateSince })]);
    expect([since(JUST_BEFORE), since(AT), since(JUST_AFTER)]).toEqual([[], [], ['a']]);
  },
);

test('BKG-6 a booking received at the moment at which a paper is asked for is on it, one received after it is not', () => {
  const received = (receivedAt: string) => ids([booking({ receivedAt, stateSince: receivedAt })]);
  expect([received(AT), received(JUST_AFTER)]).toEqual([['a'], []]);
});

test('BKG-6 BKG-5 of a booking and the one that it was moved to, one stands at any moment', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.constantFrom(...bookingStates), fc.boolean(), (moved, state, keepsReceipt) => {
      const at = (ms: number) => new Date(Date.parse(AT) + ms - 50).toISOString();
      const first = booking({ id: 'a', state: 'transferred', stateSince: at(moved), receivedAt: at(-1) });
      const receivedAt = keepsReceipt ? first.receivedAt : at(moved);
      const next = booking({ id: 'b', cameFromId: 'a', state, stateSince: at(moved + 100), receivedAt });
      expect(ids([first, next])).toEqual(at(moved) > AT ? ['a'] : ['b']);
    }),
  );
});

test('BKG-6 a register is of paper alone; nothing is made of what is not there, of nobody, of no centre, or of more than fits', () => {
  expect([codes(REGISTER), codes(REGISTER, { isPaper: false })]).toEqual([[], [['onScreen', '/group']]]);
  expect(codes({ kind: 'booking-confirmation', group: 'g' }, { isPaper: false })).toEqual([]);
  expect(codes(REGISTER, { organisation: null })).toEqual([['group', '/group']]);
  expect(codes(REGISTER, { standing: 0 })).toEqual([['nobody', '/group']]);
  expect(codes(WINDOW, { organisation: null })).toEqual([['centreMissing', '/organisation']]);
  expect([codes(WINDOW, { standing: MOST_ENTRIES }), codes(WINDOW, { standing: MOST_ENTRIES + 1 })]).toEqual([
    [],
    [['tooMany', '/window']],
  ]);
  expect(codes({ kind: 'entry-learner-list', entries: { product: 'p', session: 2026 } }, { standing: 0 })).toEqual([
    ['nobody', '/product'],
  ]);
  expect(codes(REGISTER, { standing: MOST_ENTRIES + 1 })).toEqual([]);
});

test('BKG-6 a report is made of what a search found, of nothing and of one more than fits none', () => {
  const refused = (found: number) => reportRefusals(found).map(({ code }) => code);
  expect([0, 1, MOST_ENTRIES, MOST_ENTRIES + 1].map(refused)).toEqual([['nobody'], [], [], ['tooMany']]);
  expect(aboutBookings({ kind: 'bookings-report', report: 'r' })).toEqual({ aboutType: 'bookings-report', aboutId: 'r' });
});

test('BKG-6 what a list is of is read as it is written', () => {
  for (const entries of [{ window: 'w' }, { product: 'p', session: 2026 }])
    expect(entriesNamed(aboutBookings({ kind: 'entry-learner-list', entries }))).toEqual(entries);
  expect(aboutBookings(REGISTER)).toEqual({ aboutType: 'booking-group', aboutId: 'g' });
});
