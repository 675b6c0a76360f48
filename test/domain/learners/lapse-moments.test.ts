import fc from 'fast-check';
import {
  comingOf,
  fallDue,
  lapseAfterUnwithdrawal,
  lapsedBefore,
  lapsesAt,
  nextMoment,
  noticedOn,
  whatIsDue,
} from '../../../domain/learners/lapse-moments';
import { unwithdraw, withdraw } from '../../../domain/learners/learner.decide';
import type { LearnerState, LearnerStateName } from '../../../domain/learners/learner.state';
import { firstPolicy } from '../../../domain/policy';
import {
  dateLater,
  dateOf,
  dayNumber,
  hourOfDate,
  londonDate,
  monthsLater,
  startOfDate,
  type Instant,
  type LocalDate,
} from '../../../domain/working-days';
import { situation } from '../../support/situation';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const registered = (more: Partial<LearnerState> = {}): LearnerState => ({
  ...{ id: 'l', state: 'registered', stateSince: '2024-02-29T12:00:00.000Z', product: 'p', batch: 'b', bundle: null, session: 2023 },
  ...{ registeredAt: '2024-02-29T12:00:00.000Z', firstRegisteredAt: '2024-02-29T12:00:00.000Z', lapsesOn: '2027-02-28' },
  ...{ nextAt: '2026-11-30T09:00:00.000Z', fee: { net: 4_000n, vat: 0n, vatRate: 0 }, certificatedOn: null },
  ...more,
});
const policyWith = (lapseNoticeDays: number[]) => ({
  ...firstPolicy,
  registrations: { ...firstPolicy.registrations, lapseNoticeDays },
});
/** What happens of a learner until nothing is due any longer, each with its instant. */
function happens(learner: LearnerState, policy = firstPolicy): { events: [string, Instant][]; end: LearnerState } {
  const events: [string, Instant][] = [];
  let stands = learner;
  while (stands.nextAt) {
    const decision = fallDue(stands, policy);
    events.push([decision.event, stands.nextAt]);
    stands = decision.next;
  }
  return { events, end: stands };
}

const dates = fc.integer({ min: dayNumber('2020-01-01'), max: dayNumber('2060-12-31') }).map(dateOf);
/** Some days before, none twice, in any order. */
const noticeDays = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 });
const sinceLast = fc.integer({ min: 1, max: 1_500 * DAY_MS });

test('LAP-1 TIM-4 registered on 29 February 2024: noticed at 09:00 on 30 November, 29 January and 21 February, withdrawn at 00:00 of 1 March 2027', () => {
  expect(monthsLater('2024-02-29', 36)).toBe('2027-02-28');
  const { events, end } = happens(registered());
  expect(events).toEqual([
    ['noticed', '2026-11-30T09:00:00.000Z'],
    ['noticed', '2027-01-29T09:00:00.000Z'],
    ['noticed', '2027-02-21T09:00:00.000Z'],
    ['lapsed', '2027-03-01T00:00:00.000Z'],
  ]);
  expect(end).toMatchObject({ state: 'lapsed', stateSince: '2027-03-01T00:00:00.000Z', nextAt: null, lapsesOn: '2027-02-28' });
});

test('LAP-2 TIM-4 taken back on 10 March 2027 after the lapse: to 10 September, withdrawn again at 24:00 London of it, which is 23:00Z', () => {
  const lapsed = registered({ state: 'lapsed', nextAt: null });
  const { next, evidence } = unwithdraw(lapsed, {}, situation({ at: '2027-03-10T10:00:00.000Z' }));
  expect([next.lapsesOn, evidence]).toEqual(['2027-09-10', expect.objectContaining({ lapsedOn: '2027-02-28', lapsesOn: '2027-09-10' })]);
  expect(happens(next).events).toEqual([
    ['noticed', '2027-06-12T08:00:00.000Z'],
    ['noticed', '2027-08-11T08:00:00.000Z'],
    ['noticed', '2027-09-03T08:00:00.000Z'],
    ['lapsed', '2027-09-10T23:00:00.000Z'],
  ]);
});

test('LAP-1 TIM-4 whatever the last day and whenever it begins: each notice to come is given once, in order, at its hour in London, then the registration lapses at the first instant of the day after', () => {
  fc.assert(
    fc.property(dates, sinceLast, noticeDays, (lapsesOn, before, days) => {
      const policy = policyWith(days);
      const begun = new Date(Date.parse(lapsesAt(lapsesOn)) - before).toISOString();
      const { events, end } = happens(registered({ lapsesOn, nextAt: nextMoment(lapsesOn, begun, policy) }), policy);
      const wanted = days.map((each) => hourOfDate(dateLater(lapsesOn, -each), policy.notices.hour)).filter((at) => at > begun);
      const lapse = startOfDate(dateLater(lapsesOn, 1));
      expect(events).toEqual([...wanted.sort().map((at) => ['noticed', at]), ['lapsed', lapse]]);
      expect([londonDate(new Date(Date.parse(lapse) - 1).toISOString()), londonDate(lapse)]).toEqual([lapsesOn, dateLater(lapsesOn, 1)]);
      expect(end).toMatchObject({ state: 'lapsed', stateSince: lapse, nextAt: null });
    }),
  );
});

test('LAP-1 the mail of a day is about those whose notice or lapse is of that day, until the next one reaches them, and says how many days are left', () => {
  fc.assert(
    fc.property(dates, noticeDays, (lapsesOn, days) => {
      const policy = policyWith(days);
      let learner = registered({ lapsesOn, nextAt: nextMoment(lapsesOn, startOfDate(dateLater(lapsesOn, -401)), policy) });
      const noticed: LocalDate[] = [];
      while (learner.nextAt) {
        const due = whatIsDue(learner)!;
        const day = londonDate(learner.nextAt);
        learner = fallDue(learner, policy).next;
        if (due === 'lapse') expect(lapsedBefore(day)).toBe(lapsesOn);
        else {
          expect([days.includes(due.daysLeft), dateLater(day, due.daysLeft)]).toEqual([true, lapsesOn]);
          noticed.push(day);
        }
        const tellsOf = (each: LocalDate) => noticedOn(each, policy).some((of) => of.lapsesOn === lapsesOn && of.nextAt === learner.nextAt);
        expect(noticed.filter(tellsOf)).toEqual(due === 'lapse' ? [] : [day]);
      }
      expect(whatIsDue(learner)).toBeNull();
    }),
  );
});

test('LAP-2 whoever is taken back has the old last day as long as it has not passed, and six months where it has or where the system withdrew', () => {
  const states: LearnerStateName[] = ['withdrawn', 'lapsed'];
  fc.assert(
    fc.property(fc.constantFrom(...states), dates, fc.integer({ min: -900, max: 900 }), (state, lapsesOn, days) => {
      const at = hourOfDate(dateLater(lapsesOn, days), 12);
      const found = lapseAfterUnwithdrawal({ state, lapsesOn }, at, firstPolicy);
      const isKept = state === 'withdrawn' && days <= 0;
      expect(found).toBe(isKept ? lapsesOn : monthsLater(londonDate(at), 6));
      expect(lapsesAt(found) > at).toBe(true);
    }),
  );
});

test('LAP-2 TIM-4 taken back at 23:59:59 of the last day the old one stays, at 00:00 of the next day it is six months from then', () => {
  const withdrawn = { state: 'withdrawn', lapsesOn: '2027-03-28' } as const;
  expect(lapseAfterUnwithdrawal(withdrawn, '2027-03-28T22:59:59.999Z', firstPolicy)).toBe('2027-03-28');
  expect(lapseAfterUnwithdrawal(withdrawn, '2027-03-28T23:00:00.000Z', firstPolicy)).toBe('2027-09-29');
});

test('LAP-3 a withdrawal by the centre ends what is due; again, or of one who has left, it is refused', () => {
  const at = '2026-12-01T10:00:00.000Z';
  const { next } = withdraw(registered(), {}, situation({ at }));
  expect(next).toMatchObject({ state: 'withdrawn', nextAt: null, lapsesOn: '2027-02-28' });
  for (const state of ['withdrawn', 'lapsed', 'cancelled', 'transferred', 'certificated', 'undone'] as const) {
    const { refusals } = withdraw(registered({ state, nextAt: null }), {}, situation({ at }));
    expect(refusals).toMatchObject([{ code: 'learnerState', rule: 'LRN-3' }]);
  }
  for (const state of ['registered', 'cancelled', 'transferred', 'toppedUp', 'certificated', 'undone'] as const)
    expect(unwithdraw(registered({ state, nextAt: null }), {}, situation({ at })).refusals).toMatchObject([{ code: 'learnerState' }]);
});

test('WHY-1 what comes next of a batch: the next three moments of all its learners, those of one instant together', () => {
  const leap = { lapsesOn: '2027-02-28', nextAt: '2026-11-30T09:00:00.000Z', learners: 3 };
  const later = { lapsesOn: '2027-04-29', nextAt: '2027-01-29T09:00:00.000Z', learners: 2 };
  expect(comingOf([leap, later], firstPolicy)).toEqual([
    { at: '2026-11-30T09:00:00.000Z', what: 'notice', learners: 3 },
    { at: '2027-01-29T09:00:00.000Z', what: 'notice', learners: 5 },
    { at: '2027-03-01T00:00:00.000Z', what: 'lapse', learners: 3 },
  ]);
  const last = { ...leap, nextAt: '2027-03-01T00:00:00.000Z' };
  expect(comingOf([last], firstPolicy)).toEqual([{ at: '2027-03-01T00:00:00.000Z', what: 'lapse', learners: 3 }]);
  expect(comingOf([], firstPolicy)).toEqual([]);
});
