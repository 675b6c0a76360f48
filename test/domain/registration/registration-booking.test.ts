import fc from 'fast-check';
import { momentsOf } from '../../../domain/bookings/window-moments';
import type { Component, ProductVersion } from '../../../domain/catalogue/product';
import type { Fee } from '../../../domain/orders/fee';
import { firstPolicy } from '../../../domain/policy';
import { bookedAlong, bookingsWith } from '../../../domain/registration/registration.booking';
import { undo } from '../../../domain/registration/registration.confirm';
import type {
  BookingWithFacts,
  Confirm,
  ConfirmFacts,
  Registration,
  UndoFacts,
  WantedBooking,
} from '../../../domain/registration/registration.state';
import { publishedCalendar } from '../../support/situation';

const AT = '2026-12-01T10:00:00.000Z';
const DATES = { cutOffOn: '2026-12-18', opensOn: '2027-01-11', closesOn: '2027-01-22' };
const MOMENTS = {
  ...momentsOf(DATES, true, firstPolicy, publishedCalendar),
  ...{ policyVersion: firstPolicy.version, calendarVersion: publishedCalendar.version },
};
const PAPER: Component = { code: 'CA', title: 'Core A', form: 'paper' };
const SCREEN: Component = { code: 'CB', title: 'Core B', form: 'onScreen' };
const PROJECT: Component = { code: 'ESP', title: 'Project', form: 'controlled' };
const product = (more: Partial<ProductVersion> = {}) =>
  ({ product: 'p', code: 'P1', components: [PAPER, PROJECT], hasWindows: true, booksOnRegistration: true, ...more }) as ProductVersion;
const window = (id: string, component: string | null = null, name = 'January') => ({ ...DATES, id, name, component, moments: MOMENTS });
const feeOf = (item: Fee['item'], net: bigint): Fee => ({
  item,
  cardType: null,
  product: null,
  from: '2020-01-01',
  net,
  vat: 0n,
  vatRate: 0,
});
const FEES = [feeOf('fastTrack', 500n), feeOf('lateBooking', 1_000n), feeOf('veryLateBooking', 2_500n)];
const known = (more: Partial<BookingWithFacts> = {}): BookingWithFacts => ({
  ...{ windows: [window('w')], fees: FEES, addresses: ['a'], policy: firstPolicy, calendar: publishedCalendar },
  ...more,
});
const sat = (component: string, more = {}) => ({ component, assessmentOn: '2027-01-12', time: '09:30', accepts: null, ...more });
const wanted = (more: Partial<WantedBooking> = {}): WantedBooking => ({
  ...{ sittings: [sat('CA')], hasLocation: true, address: 'a', isQuote: false },
  ...more,
});
const about = (at: string) => ({ at, policy: firstPolicy, calendar: publishedCalendar, by: 'u', requestId: 'r', facts: {} as never });
interface Asked {
  at?: string;
  booking?: WantedBooking | null;
  facts?: Partial<ConfirmFacts>;
  chosen?: string | null;
  command?: Partial<Confirm>;
}
function decided({ at = AT, booking = wanted(), facts = {}, chosen = 'w', command = {} }: Asked = {}) {
  const all = { product: product(), booking: known(), batch: null, windowRows: [], ...facts } as unknown as ConfirmFacts;
  const asked = { window: chosen, ...(booking ? { booking } : {}), ...command } as Confirm;
  const { refusals, sittings } = bookingsWith(asked, all, { window: chosen, mode: null }, about(at));
  return {
    refused: refusals.map(({ place, code }) => `${place} ${code}`),
    booked: sittings.map(({ component, band, window: where }) => `${component} ${where} ${band}`),
    refusals,
    sittings,
  };
}
const shifted = (at: string, milliseconds: number) => new Date(Date.parse(at) + milliseconds).toISOString();

test.each([
  [MOMENTS.lateFrom, null, 'CA w ordinary', '/sittings/0/accepts bandNotAccepted'],
  [MOMENTS.veryLateFrom, 'late', 'CA w late', '/sittings/0/accepts bandNotAccepted'],
  [MOMENTS.refusedFrom, 'veryLate', 'CA w veryLate', '/window bookingsEnded'],
])(
  'REG-17 BKG-3 until %s what is booked with a registration is in one band, and from that instant on in no such',
  (edge, accepts, before, after) => {
    const booking = wanted({ sittings: [sat('CA', { accepts })] });
    expect(decided({ at: shifted(edge, -1), booking })).toMatchObject({ booked: [before], refused: [] });
    expect(decided({ at: edge, booking })).toMatchObject({ booked: [], refused: [after] });
  },
);

test('REG-17 CAS-1 what is assessed on paper or on screen is booked, each in the window of the chosen name that is its own; what is controlled, or not sat in such a window, is left to its desk', () => {
  const of = { product: product({ components: [PAPER, SCREEN, PROJECT] }) };
  const both = { ...of, booking: known({ windows: [window('wa', 'CA'), window('wb', 'CB'), window('other', null, 'Summer')] }) };
  const sittings = [sat('CA'), sat('CB')];
  expect(decided({ facts: both, chosen: 'wa', booking: wanted({ sittings }) }).booked).toEqual(['CA wa ordinary', 'CB wb ordinary']);
  expect(decided({ facts: both, chosen: 'wa' }).refused).toEqual(['/sittings sittingMissing']);
  const one = { ...of, booking: known({ windows: [window('wa', 'CA')] }) };
  expect(decided({ facts: one, chosen: 'wa' })).toMatchObject({ booked: ['CA wa ordinary'], refused: [] });
  expect(decided({ facts: one, chosen: 'wa', booking: wanted({ sittings }) }).refused).toEqual(['/sittings/1/component windowComponent']);
  const controlled = { product: product({ components: [PROJECT] }) };
  expect(decided({ facts: controlled, booking: null })).toMatchObject({ booked: [], refused: [] });
});

test('REG-17 BKG-1 outside windows the working days to a paper decide, by the policy in force when the registration is received: ordinary, fast track, refused', () => {
  const facts = { product: product({ hasWindows: false }), booking: known({ windows: [] }) };
  const on = (assessmentOn: string, policy = firstPolicy) =>
    decided({
      ...{ facts: { ...facts, booking: known({ windows: [], policy }) }, chosen: null },
      booking: wanted({ sittings: [sat('CA', { assessmentOn })], isQuote: true }),
    });
  expect(on('2026-12-15').booked).toEqual(['CA null ordinary']);
  expect(on('2026-12-14').booked).toEqual(['CA null fastTrack']);
  expect(on('2026-12-10').booked).toEqual(['CA null fastTrack']);
  expect(on('2026-12-09').refused).toEqual(['/sittings/0/assessmentOn tooLate']);
  const other = { ...firstPolicy, bookings: { ...firstPolicy.bookings, fastTrackWorkingDays: 6 } };
  expect(on('2026-12-09', other).booked).toEqual(['CA null fastTrack']);
});

test('REG-17 REG-9 a window that is closed is told at its field where it was chosen or is the batch’s, and by the rows that tell it otherwise; each thing once', () => {
  const of = { product: product({ components: [PAPER, SCREEN] }), booking: known() };
  const at = MOMENTS.refusedFrom;
  const booking = wanted({ sittings: [sat('CA'), sat('CB')] });
  const told = (facts: Partial<ConfirmFacts>, command: Partial<Confirm> = {}) =>
    decided({ at, booking, facts: { ...of, ...facts }, command }).refused;
  expect(told({ windowRows: [3, 7] })).toEqual(['/window bookingsEnded']);
  expect(told({ windowRows: [3, 7] }, { window: null })).toEqual(['/lines/3 bookingsEnded', '/lines/7 bookingsEnded']);
  expect(told({ windowRows: [3, 7], batch: { id: 'b' } as never }, { window: null })).toEqual(['/window bookingsEnded']);
  expect(told({}, { window: null })).toEqual(['/window bookingsEnded']);
  const [row] = decided({ at, booking, facts: { ...of, windowRows: [3] }, command: { window: null } }).refusals;
  expect([row!.detail, row!.remedy]).toEqual([
    expect.stringMatching(/^Row 3: Bookings for January ended/),
    expect.stringContaining('line'),
  ]);
});

test('REG-17 a window that is none of the product’s, or none at all, is told once, as of every registration; sittings of a product that is booked apart are refused', () => {
  expect(decided({ chosen: 'strange' })).toMatchObject({ booked: [], refused: [] });
  expect(decided({ chosen: null })).toMatchObject({ booked: [], refused: [] });
  const apart = { booking: null, product: product({ booksOnRegistration: false }) };
  expect(decided({ facts: apart }).refused).toEqual(['/sittings notBookedWith']);
  expect(decided({ facts: apart, booking: null }).refused).toEqual([]);
});

test('REG-17 MON-2 whatever it costs and whoever it is, what was charged for bookings comes back to the penny when all of them are undone', () => {
  const registration = {
    id: 'r',
    organisation: 'o',
    state: 'registered',
    schedule: [],
    reference: 'R',
    madeBy: 'u',
  } as never as Registration;
  const money = fc.record({ net: fc.bigInt(1n, 10_000n), vat: fc.bigInt(0n, 2_000n), many: fc.integer({ min: 1, max: 2_000 }) });
  fc.assert(
    fc.property(fc.array(money, { minLength: 1, maxLength: 4 }), (all) => {
      const sittings = all.map(({ net, vat }, index) => ({ ...sat(`C${index}`), fee: { net, vat, vatRate: 2_000 } }));
      const charged = all.flatMap(({ many }, index) => bookedAlong([sittings[index] as never], 'o', many)[0]!.postings);
      const bookings = all.map(({ many, net, vat }, index) => ({ group: `g${index}`, many, fee: { net, vat, vatRate: 2_000 } }));
      const facts: UndoFacts = {
        ...{ group: { registeredAt: AT, undoneAt: null, batch: 'b' }, learners: 1, kept: 0, price: null, others: 0 },
        bookings,
      };
      const { entries } = undo(registration, { group: 'g' }, { ...about(AT), facts: { undo: facts } as never });
      expect(entries.map(({ key }) => key)).toEqual(all.map((_each, index) => `booking/g${index}/undone`));
      const left = new Map<string, bigint>();
      for (const { account, pence } of [...charged, ...entries.flatMap(({ postings }) => postings)])
        left.set(account, (left.get(account) ?? 0n) + pence);
      expect([...left.values()].every((pence) => pence === 0n)).toBe(true);
    }),
  );
});
