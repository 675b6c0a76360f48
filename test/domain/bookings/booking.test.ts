import fc from 'fast-check';
import { cancelBooking, moveBooking, readdressBooking } from '../../../domain/bookings/booking-change.decide';
import { book, type Booking, type BookingFacts } from '../../../domain/bookings/booking.decide';
import { bookingStates, bookingTransitions, type BookingState } from '../../../domain/bookings/booking.state';
import type { KnownWindow } from '../../../domain/bookings/sitting.decide';
import { momentsOf } from '../../../domain/bookings/window-moments';
import type { ProductVersion } from '../../../domain/catalogue/product';
import { firstPolicy } from '../../../domain/policy';
import { publishedCalendar as calendar, situation } from '../../support/situation';
const shifted = (at: string, milliseconds: number) => new Date(Date.parse(at) + milliseconds).toISOString();

const dates = { opensOn: '2027-01-11', cutOffOn: '2026-12-18', closesOn: '2027-01-22' };
const moments = { ...momentsOf(dates, true, firstPolicy, calendar), policyVersion: 'p', calendarVersion: 'c' };
const window: KnownWindow = { id: 'w', name: 'January', component: null, ...dates, moments };
const product: ProductVersion = {
  ...{ product: 'p', code: 'VC1', from: '2020-01-01', name: 'V Cert', number: null, sector: 'English', type: 'vCert', isRegulated: true },
  ...{ isOpen: true, lapseMonths: 36, gradeScale: 'pass', modes: [], hasWindows: true, lateAllowed: true, booksOnRegistration: false },
  ...{ isElectronicOnly: false, takesArrangements: true, suite: null, members: [] },
  components: [
    { code: 'EX', title: 'Examination', form: 'paper' },
    { code: 'NEA', title: 'Project', form: 'controlled' },
  ],
};
const fee = (item: 'lateBooking' | 'veryLateBooking' | 'fastTrack', net: bigint) => ({
  ...{ item, cardType: null, product: null, from: '2020-01-01', net, vat: 0n, vatRate: 0 },
});
const facts: BookingFacts = {
  ...{
    product,
    windows: [window],
    addresses: ['a'],
    fees: [fee('lateBooking', 1_000n), fee('veryLateBooking', 2_500n), fee('fastTrack', 3_000n)],
  },
  learners: [
    { id: 'l', place: '/learners/0', number: 'L1', product: 'p', session: 2026, state: 'registered', lapsesOn: '2029-11-02', booked: [] },
  ],
};
const asked = (more: Partial<Booking['sittings'][number]> = {}): Booking => ({
  ...{ product: 'p', location: 'Hall', address: 'a', isQuote: false },
  sittings: [{ component: 'EX', window: 'w', assessmentOn: '2027-01-12', time: '09:30', accepts: null, ...more }],
});
const codes = (booking: Booking, at: string, given: Partial<BookingFacts> = {}) =>
  book(booking, situation({ at, facts: { ...facts, ...given } })).refusals.map(({ code }) => code);
const NOW = '2026-12-01T10:00:00.000Z';

test('BKG-3 MON-3 of a booking at any instant the fee is that of its band, and it is refused unless that band is accepted', () => {
  const minute = fc.integer({ min: Date.parse('2026-11-01T00:00:00Z'), max: Date.parse('2027-01-12T09:29:00Z') });
  fc.assert(
    fc.property(minute, (ms) => {
      const at = new Date(ms).toISOString();
      const quote = book({ ...asked(), isQuote: true }, situation({ at, facts }));
      if (at >= moments.refusedFrom) return expect(quote.refusals.map(({ code }) => code)).toEqual(['bookingsEnded']);
      const [sitting] = quote.sittings;
      const wanted = { ordinary: null, late: 1_000n, veryLate: 2_500n, fastTrack: 3_000n }[sitting!.band];
      expect(sitting!.fee?.net ?? null).toBe(wanted);
      expect(codes(asked({ accepts: sitting!.band }), at)).toEqual([]);
      expect(codes(asked(), at)).toEqual(sitting!.band === 'ordinary' ? [] : ['bandNotAccepted']);
    }),
  );
});

test('BKG-2 BKG-3 every fault of a booking is told at once, the learner by number', () => {
  const wrong = asked({ component: 'NEA', window: null, assessmentOn: '2026-12-25', time: '09:30' });
  const learners = [{ ...facts.learners[0]!, state: 'withdrawn' as const, product: 'q', booked: ['NEA'] }];
  expect(codes({ ...wrong, address: 'b' }, NOW, { learners })).toEqual([
    ...['address', 'notExternal', 'windowMissing', 'bankHoliday', 'learnerState', 'learnerProduct', 'bookedAlready'],
  ]);
  expect(codes({ ...asked(), address: null }, NOW)).toEqual(['addressMissing']);
  expect(codes(asked(), NOW, { learners: [] })).toEqual(['nobody']);
  expect(codes(asked(), NOW, { product: undefined })).toEqual(['product']);
  expect(codes(asked(), NOW, { windows: [{ ...window, moments: null }] })).toEqual(['windowNotOpen']);
  expect(codes(asked({ accepts: 'late' }), '2026-12-21T10:00:00.000Z', { fees: [] })).toEqual(['noFee']);
  const lapsed = [{ ...facts.learners[0]!, lapsesOn: '2026-11-30' }];
  expect(book(asked(), situation({ at: NOW, facts: { ...facts, learners: lapsed } })).refusals).toMatchObject([
    { code: 'learnerState', place: '/learners/0', detail: 'Learner L1 is lapsed' },
  ]);
});

test('BKG-2 two components at once are for Functional Skills alone, each named once; learners of two sessions are booked apart', () => {
  const [sitting] = asked().sittings;
  const both = { ...asked(), sittings: [sitting!, { ...sitting!, component: 'W' }] };
  const components = [
    { code: 'EX', title: 'R', form: 'paper' as const },
    { code: 'W', title: 'W', form: 'paper' as const },
  ];
  expect(codes(both, NOW, { product: { ...product, components } })).toEqual(['oneComponent']);
  expect(codes(both, NOW, { product: { ...product, components, type: 'functionalSkills' } })).toEqual([]);
  expect(codes({ ...asked(), sittings: [sitting!, sitting!] }, NOW)).toEqual(['componentTwice']);
  const learners = [facts.learners[0]!, { ...facts.learners[0]!, id: 'm', number: 'L2', session: 2025 }];
  expect(codes(asked(), NOW, { learners })).toEqual(['learnerSession']);
});

const booking: BookingState = {
  ...{
    id: 'b',
    state: 'active',
    stateSince: NOW,
    learner: 'l',
    component: 'EX',
    window: 'w',
    band: 'ordinary',
    assessmentOn: '2027-01-12',
  },
  assessmentAt: '2027-01-12T09:30:00.000Z',
};
const to = { window: 'w', assessmentOn: '2027-01-13', time: '09:30', accepts: 'veryLate' as const };
const move = (state: BookingState, at: string, where = to) =>
  moveBooking(state, where, {
    ...situation({ at, facts: { product, windows: [window], fees: facts.fees } }),
    place: '/bookings/0',
    isQuote: false,
  });

test('BKG-5 TIM-4 a booking is cancelled and moved until its assessment begins, and another address chosen until the cut-off: a millisecond before, and no longer', () => {
  const at = { place: '/bookings/0', moments };
  const began = booking.assessmentAt;
  expect(cancelBooking(booking, { ...at, at: shifted(began, -1) }).next.state).toBe('cancelled');
  expect(cancelBooking(booking, { ...at, at: began }).refusals.map(({ code }) => code)).toEqual(['begun']);
  expect(move(booking, began).refusals.map(({ code }) => code)).toEqual(['begun']);
  const readdress = (instant: string, more = {}) => readdressBooking(booking, { ...at, at: instant, isOnFile: true, ...more });
  expect(readdress(shifted(moments.lateFrom, -1)).event).toBe('readdressed');
  expect(readdress(moments.lateFrom).refusals.map(({ code }) => code)).toEqual(['cutOffPassed']);
  expect(readdress(NOW, { moments: null }).refusals.map(({ code }) => code)).toEqual(['noWindow']);
});

test('BKG-5 a move is decided by the band where it goes, and to the same place it is none', () => {
  expect(move(booking, '2027-01-05T10:00:00.000Z')).toMatchObject({ next: { state: 'transferred' }, onward: { band: 'veryLate' } });
  expect(move(booking, NOW, { ...to, assessmentOn: '2027-01-12' }).refusals.map(({ code }) => code)).toEqual(['sameSitting']);
  expect(move(booking, moments.refusedFrom).refusals.map(({ code, place }) => [code, place])).toEqual([['bookingsEnded', '/window']]);
});

test.each(bookingStates)('BKG-4 a booking that is %s goes on by the edges of its table alone', (state) => {
  const at = { at: NOW, place: '/bookings/0', moments };
  const now = { ...booking, state };
  const can = (event: keyof typeof bookingTransitions) => state in bookingTransitions[event];
  expect(cancelBooking(now, at).refusals.length === 0).toBe(can('cancelled'));
  expect(readdressBooking(now, { ...at, isOnFile: true }).refusals.length === 0).toBe(can('readdressed'));
  expect(move(now, NOW, { ...to, accepts: 'ordinary' as never }).refusals.length === 0).toBe(can('moved'));
});
