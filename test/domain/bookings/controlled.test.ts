import fc from 'fast-check';
import {
  bookControlled,
  cancelControlled,
  type ControlledBooking,
  type ControlledCandidate,
  type ControlledFacts,
} from '../../../domain/bookings/controlled-booking.decide';
import { whenBooked } from '../../../domain/bookings/controlled-period';
import { noMaterial, notDeclarable, type MaterialsBooking } from '../../../domain/bookings/materials';
import { declarationFaults, declarationNow } from '../../../domain/bookings/materials-declaration';
import type { KnownWindow } from '../../../domain/bookings/sitting.decide';
import { topicFaults, topicListFaults, topicsOn, type TopicGiving } from '../../../domain/bookings/topic';
import { momentsOf } from '../../../domain/bookings/window-moments';
import type { ProductType, ProductVersion } from '../../../domain/catalogue/product';
import { firstPolicy } from '../../../domain/policy';
import { dateLater, dateOf, dayNumber } from '../../../domain/working-days';
import { publishedCalendar, situation } from '../../support/situation';

const productOf = (type: ProductType, more: Partial<ProductVersion> = {}): ProductVersion => ({
  ...{ product: 'p', code: 'TA', from: '2020-01-01', name: 'Award', number: null, sector: 's', type, isRegulated: false, isOpen: true },
  ...{
    lapseMonths: 36,
    gradeScale: 'g',
    modes: [],
    hasWindows: true,
    lateAllowed: true,
    booksOnRegistration: false,
    isElectronicOnly: false,
  },
  ...{ takesArrangements: true, suite: null, members: [], ...more },
  components: [
    { code: 'NEA', title: 'Project', form: 'controlled' },
    { code: 'EX', title: 'Written', form: 'paper' },
  ],
});
const windowOf = (opensOn: string, closesOn: string, cutOffOn = opensOn, more: Partial<KnownWindow> = {}): KnownWindow => {
  const dates = { opensOn, cutOffOn, closesOn };
  const moments = { ...momentsOf(dates, true, firstPolicy, publishedCalendar), policyVersion: '1', calendarVersion: '1' };
  return { id: opensOn, name: `Window of ${opensOn}`, component: null, ...dates, moments, ...more };
};
const topic = (code: string, from = '2020-01-01', until: string | null = null) => ({ id: code, code, title: code, from, until });
const listOf = (giving: TopicGiving, takesOwn = false) => ({
  giving,
  takesOwn,
  topics: [topic('T2'), topic('T1'), topic('T3', '2020-01-01', '2026-11-01')],
});
const learnerOf = (more: Partial<ControlledCandidate> = {}): ControlledCandidate => ({
  ...{
    id: 'l',
    place: '/learners/0',
    number: 'L1',
    product: 'p',
    session: 2026,
    state: 'registered',
    lapsesOn: '2029-11-02',
    booked: [],
    taken: [],
  },
  ...more,
});
const SUMMER = windowOf('2027-05-10', '2027-06-25', '2027-03-19');
const asking = (more: Partial<ControlledBooking> = {}): ControlledBooking => ({
  ...{ product: 'p', component: 'NEA', window: SUMMER.id, assessmentOn: null, topic: null, completionYear: 2027, isOwnTopic: false },
  ...more,
});
const decide = (at: string, facts: Partial<ControlledFacts> = {}, booking: Partial<ControlledBooking> = {}) =>
  bookControlled(asking(booking), {
    ...situation({
      at,
      facts: { product: productOf('technicalAward'), windows: [SUMMER], list: listOf('automatic'), learners: [learnerOf()], ...facts },
    }),
  });
const codes = ({ refusals }: { refusals: { code: string; place: string }[] }) => refusals.map(({ code, place }) => `${code} ${place}`);

test('CAS-1 TIM-1 a Technical Award is booked from 00:00 London of the first day of its window to the end of its last one, in summer time too, and what it is told names when', () => {
  const before = decide('2027-05-09T22:59:59.999Z');
  expect(codes(before)).toEqual(['outsideWindow /window']);
  expect(before.refusals[0]).toMatchObject({ remedy: 'Book Window of 2027-05-10 from 10 May 2027 00:00 on.' });
  expect(decide('2027-05-09T23:00:00.000Z').decided).toMatchObject({ assessmentOn: '2027-06-25', overFrom: '2027-06-25T23:00:00.000Z' });
  expect(decide('2027-06-25T22:59:59.999Z').refusals).toEqual([]);
  expect(codes(decide('2027-06-25T23:00:00.000Z'))).toEqual(['outsideWindow /window']);
  expect(decide('2027-06-25T23:00:00.000Z').refusals[0]!.remedy).toBe('Ask us when the next window opens.');
});

test('CAS-1 TIM-1 a window that closes over the change of the clocks is open to its last London midnight', () => {
  const spring = windowOf('2027-03-01', '2027-03-28');
  const autumn = windowOf('2027-10-01', '2027-10-31');
  expect(decide('2027-03-28T22:59:59.999Z', { windows: [spring] }, { window: spring.id }).refusals).toEqual([]);
  expect(codes(decide('2027-03-28T23:00:00.000Z', { windows: [spring] }, { window: spring.id }))).toEqual(['outsideWindow /window']);
  expect(decide('2027-10-31T23:59:59.999Z', { windows: [autumn] }, { window: autumn.id }).refusals).toEqual([]);
  expect(codes(decide('2027-11-01T00:00:00.000Z', { windows: [autumn] }, { window: autumn.id }))).toEqual(['outsideWindow /window']);
});

test('CAS-1 what is no Technical Award is booked until the cut-off of its window, and is told which one takes bookings', () => {
  const facts = { product: productOf('vCert'), windows: [SUMMER, windowOf('2028-01-10', '2028-01-21', '2027-12-17')] };
  const decided = (at: string) => decide(at, facts, { completionYear: null });
  expect(decided('2027-03-19T23:59:59.999Z').decided).toMatchObject({ bookedUntil: '2027-03-20T00:00:00.000Z', topicDay: '2027-05-10' });
  const late = decided('2027-03-20T00:00:00.000Z');
  expect(codes(late)).toEqual(['cutOffPassed /window']);
  expect(late.refusals[0]!.remedy).toBe('Book Window of 2028-01-10, which takes bookings until 18 Dec 2027 00:00.');
});

test('CAS-1 WHY-4 outside windows a day is chosen, no bank holiday, until it begins', () => {
  const facts = { product: productOf('functionalSkills', { hasWindows: false }), list: listOf('chosen'), windows: [] };
  const on = (at: string, assessmentOn: string | null, window: string | null = null) =>
    decide(at, facts, { window, assessmentOn, topic: 'T1', completionYear: null });
  const good = on('2027-03-29T22:59:59.999Z', '2027-03-30');
  expect(good.decided).toMatchObject({
    assessmentAt: '2027-03-29T23:00:00.000Z',
    overFrom: '2027-03-30T23:00:00.000Z',
    topics: [{ id: 'T1' }],
  });
  expect(good.decided!.evidence).toEqual({
    ...{
      receivedAt: '2027-03-29T22:59:59.999Z',
      bookedUntil: '2027-03-29T23:00:00.000Z',
      overFrom: '2027-03-30T23:00:00.000Z',
      calendar: 'published',
    },
  });
  expect(codes(on('2027-03-29T23:00:00.000Z', '2027-03-30'))).toEqual(['cutOffPassed /assessmentOn']);
  expect(codes(on('2027-03-01T10:00:00.000Z', '2027-03-29'))).toEqual(['bankHoliday /assessmentOn']);
  expect(codes(on('2027-03-01T10:00:00.000Z', null, 'w'))).toEqual(['window /window', 'dayMissing /assessmentOn']);
});

test('CAS-1 a window has to be named, one of the product and of the component, and open', () => {
  const at = '2027-05-20T10:00:00.000Z';
  const of = (window: string | null, windows = [SUMMER], assessmentOn: string | null = null) =>
    codes(decide(at, { windows }, { window, assessmentOn }));
  expect(of(null)).toEqual(['windowMissing /window']);
  expect(of('none', [SUMMER], '2027-05-20')).toEqual(['dayOfWindow /assessmentOn', 'window /window']);
  expect(of(SUMMER.id, [{ ...SUMMER, component: 'EX' }])).toEqual(['windowComponent /window']);
  expect(of(SUMMER.id, [{ ...SUMMER, moments: null }])).toEqual(['windowNotOpen /window']);
  expect(whenBooked(productOf('technicalAward'), 'NEA', [{ ...SUMMER, component: 'EX' }], at)).toBe('Ask us when the next window opens.');
});

test('CAS-1 topics are given as the list says: the newest that stands, a chosen one of the list, or one by lot that nobody chooses', () => {
  const at = '2027-05-20T10:00:00.000Z';
  const of = (giving: TopicGiving, booking: Partial<ControlledBooking> = {}, takesOwn = false) =>
    decide(at, { list: listOf(giving, takesOwn) }, booking);
  const given = (decision: ReturnType<typeof of>) => decision.decided?.topics.map(({ id }) => id);
  expect(given(of('automatic'))).toEqual(['T1']);
  expect(given(decide(at, { list: { ...listOf('automatic'), topics: [topic('T1'), topic('T9', '2027-05-20')] } }))).toEqual(['T9']);
  expect(given(of('random'))).toEqual(['T1', 'T2']);
  expect([codes(of('automatic', { topic: 'T1' })), codes(of('random', { topic: 'T1' }))]).toEqual([
    ['topicGiven /topic'],
    ['topicGiven /topic'],
  ]);
  expect(given(of('chosen', { topic: 'T2' }))).toEqual(['T2']);
  expect([codes(of('chosen')), codes(of('chosen', { topic: 'T3' })), codes(of('chosen', { topic: 'X' }))]).toEqual([
    ['topicMissing /topic'],
    ['topic /topic'],
    ['topic /topic'],
  ]);
  expect(of('chosen', { topic: 'X' }).refusals[0]!.remedy).toBe('Choose one of T1, T2.');
  expect(given(of('chosen', { isOwnTopic: true }, true))).toEqual([]);
  expect(codes(of('chosen', { isOwnTopic: true }))).toEqual(['noOwnTopic /isOwnTopic']);
  expect(codes(of('chosen', { isOwnTopic: true, topic: 'T1' }, true))).toEqual(['topicAndOwn /topic']);
  expect(codes(decide(at, { list: { ...listOf('random'), topics: [] } }))).toEqual(['noTopic /topic']);
});

test('CAS-1 a topic stands from its first to its last day, both included, and a list or a topic that makes no sense is refused', () => {
  const on = (day: string) => topicsOn({ giving: 'chosen', takesOwn: false, topics: [topic('T', '2027-01-02', '2027-01-03')] }, day).length;
  expect(['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04'].map(on)).toEqual([0, 1, 1, 0]);
  expect([topicFaults({ from: '2027-01-02', until: '2027-01-02' }), topicFaults({ from: '2027-01-02', until: null })]).toEqual([[], []]);
  expect(topicFaults({ from: '2027-01-02', until: '2027-01-01' })).toMatchObject([{ code: 'until', place: '/until' }]);
  expect(topicListFaults({ giving: 'random', takesOwn: true })).toMatchObject([{ code: 'takesOwn' }]);
  expect(topicListFaults({ giving: 'chosen', takesOwn: true })).toEqual([]);
});

test('CAS-1 a Technical Award is taken once only: a booking that has its result keeps the learner out, by number, a cancelled one does not; others are taken again', () => {
  const at = '2027-05-20T10:00:00.000Z';
  const taken = [learnerOf({ taken: ['NEA'] }), learnerOf({ id: 'm', number: 'L2', place: '/learners/1' })];
  const once = decide(at, { learners: taken });
  expect(codes(once)).toEqual(['onceOnly /learners/0']);
  expect(once.refusals[0]!.detail).toContain('L1');
  expect(codes(decide(at, { learners: [learnerOf({ booked: ['NEA'], taken: ['NEA'] })] }))).toEqual(['onceOnly /learners/0']);
  const again = { product: productOf('edsq', { hasWindows: false }), list: listOf('random'), windows: [] };
  const dated = { window: null, assessmentOn: '2027-06-01', completionYear: null };
  expect(decide(at, { ...again, learners: taken }, dated).refusals).toEqual([]);
  expect(codes(decide(at, { ...again, learners: [learnerOf({ booked: ['NEA'], taken: ['NEA'] })] }, dated))).toEqual([
    'bookedAlready /learners/0',
  ]);
});

test('CAS-1 the expected completion year is asked of a Technical Award, lies not behind and not after any learner’s registration', () => {
  const year = (completionYear: number | null, at = '2027-05-20T10:00:00.000Z') => codes(decide(at, {}, { completionYear }));
  expect(year(null)).toEqual(['yearMissing /completionYear']);
  expect([year(2026), year(2027), year(2029), year(2030)]).toEqual([['year /completionYear'], [], [], ['yearAfterLapse /learners/0']]);
  const january = windowOf('2026-12-01', '2027-01-31');
  const turning = (at: string) => codes(decide(at, { windows: [january] }, { window: january.id, completionYear: 2026 }));
  expect([turning('2026-12-31T23:59:59.999Z'), turning('2027-01-01T00:00:00.000Z')]).toEqual([[], ['year /completionYear']]);
});

test('CAS-1 every fault of a group is told at once, each learner by number', () => {
  const learners = [learnerOf({ state: 'withdrawn' }), learnerOf({ id: 'm', number: 'L2', place: '/learners/1', product: 'q' })];
  const all = decide('2027-05-09T10:00:00.000Z', { learners }, { completionYear: 2026, topic: 'T1' });
  expect(codes(all)).toEqual(['outsideWindow /window', 'year /completionYear', 'learnerState /learners/0', 'learnerProduct /learners/1']);
  expect(codes(decide('2027-05-20T10:00:00.000Z', { learners: [] }, { component: 'EX' }))).toEqual([
    'notControlled /component',
    'nobody /learners',
  ]);
  expect(codes(decide('2027-05-20T10:00:00.000Z', { list: undefined }, {}))).toEqual(['noTopics /component']);
  expect(codes(decide('2027-05-20T10:00:00.000Z', {}, { component: 'X' }))).toEqual(['component /component']);
  expect(codes(decide('2027-05-20T10:00:00.000Z', { product: undefined }))).toEqual(['product /product']);
});

test('CAS-1 BKG-5 a booking in a window is cancelled until that is over, one on a day until it begins, and once', () => {
  const booking = { id: 'b', state: 'active' as const, stateSince: '2027-01-01T00:00:00.000Z', learner: 'l', component: 'NEA' };
  const inWindow = {
    ...booking,
    window: SUMMER.id,
    band: 'ordinary' as const,
    assessmentOn: SUMMER.closesOn,
    assessmentAt: '2027-05-09T23:00:00.000Z',
  };
  const cancel = (at: string, of = inWindow as Parameters<typeof cancelControlled>[0], moments = SUMMER.moments) =>
    cancelControlled(of, { at, place: '/bookings/0', moments });
  expect(cancel('2027-06-25T22:59:59.999Z').next.state).toBe('cancelled');
  expect(codes(cancel('2027-06-25T23:00:00.000Z'))).toEqual(['begun /bookings/0']);
  const onDay = { ...inWindow, window: null, assessmentOn: '2027-05-10' };
  expect(cancel('2027-05-09T22:59:59.999Z', onDay, null).next.state).toBe('cancelled');
  expect(codes(cancel('2027-05-09T23:00:00.000Z', onDay, null))).toEqual(['begun /bookings/0']);
  expect(codes(cancel('2027-05-09T10:00:00.000Z', { ...inWindow, state: 'cancelled' }))).toEqual(['bookingState /bookings/0']);
});

test('MAT-1 TIM-1 a material is open from the instant of its release to that at which the window is over, after the declaration, and no longer once it is withdrawn', () => {
  const booking: MaterialsBooking = {
    state: 'active',
    isOwnTopic: false,
    declaredAt: '2027-05-01T00:00:00.000Z',
    overFrom: '2027-06-25T23:00:00.000Z',
  };
  const material = { releasedAt: '2027-05-09T23:00:00.000Z', withdrawnAt: null };
  const why = (at: string, more: Partial<MaterialsBooking> = {}, withdrawnAt: string | null = null) =>
    noMaterial({ ...material, withdrawnAt }, { ...booking, ...more }, at)?.code ?? null;
  expect([why('2027-05-09T22:59:59.999Z'), why('2027-05-09T23:00:00.000Z')]).toEqual(['notReleased', null]);
  expect([why('2027-06-25T22:59:59.999Z'), why('2027-06-25T23:00:00.000Z')]).toEqual([null, 'materialsOver']);
  const at = '2027-05-20T10:00:00.000Z';
  expect([why(at, { declaredAt: null }), why(at, { isOwnTopic: true }), why(at, { state: 'cancelled' })]).toEqual([
    'notDeclared',
    'heldByCentre',
    'bookingState',
  ]);
  expect([why(at, {}, at), why(at, {}, '2027-05-20T10:00:00.001Z')]).toEqual(['materialWithdrawn', null]);
  expect(notDeclarable(booking, '2027-06-25T23:00:00.000Z')?.code).toBe('materialsOver');
  expect([declarationFaults(declarationNow), declarationFaults('1999-01').map(({ code }) => code)]).toEqual([[], ['declaration']]);
});

test('CAS-1 whatever window and instant: what is booked is booked before the window is over, and a topic is given on a day of it', () => {
  const day = fc.integer({ min: dayNumber('2026-12-01'), max: dayNumber('2028-06-30') }).map(dateOf);
  fc.assert(
    fc.property(
      day,
      fc.nat(60),
      fc.nat(40),
      fc.integer({ min: -100 * 24, max: 100 * 24 }),
      fc.boolean(),
      (opensOn, days, before, hours, isAward) => {
        const window = windowOf(opensOn, dateLater(opensOn, days), dateLater(opensOn, -before));
        const at = new Date(Date.parse(`${opensOn}T00:30:00Z`) + hours * 3_600_000).toISOString();
        const product = productOf(isAward ? 'technicalAward' : 'vCert');
        const { decided } = decide(
          at,
          { product, windows: [window], learners: [learnerOf({ lapsesOn: '2035-01-01' })] },
          { window: window.id, completionYear: 2030 },
        );
        if (!decided) return;
        expect(at < decided.bookedUntil && decided.bookedUntil <= decided.overFrom).toBe(true);
        expect(decided.topicDay >= opensOn && decided.topicDay <= window.closesOn).toBe(true);
        expect(isAward ? at >= decided.assessmentAt : at < window.moments!.lateFrom).toBe(true);
      },
    ),
  );
});
