import fc from 'fast-check';
import { calendarFrom, holidaysAfter, type HolidayChange } from '../../../domain/calendar/holidays';
import { daysBetweenCalendars, recounted } from '../../../domain/calendar/recount';
import type { Decision } from '../../../domain/decision';
import { afterPosting } from '../../../domain/bank/statement-import.decide';
import { firstPolicy } from '../../../domain/policy';
import { openings } from '../../../domain/policy-rehearsal';
import type { CaseState, Scheduled } from '../../../domain/process';
import { caseOfKind, type CaseKind } from '../../../domain/processes';
import { ladder } from '../../../domain/schedule';
import { daysLater, isWeekday, londonDate, type Calendar, type Instant } from '../../../domain/working-days';
import { readHolidays } from '../../../db/seeds/bank-holidays';
import { identity, situation } from '../../support/situation';

const published = readHolidays();
const UNTIL = '2028-12-31';
const calendar = calendarFrom('first', published, UNTIL);
const by = (...changes: HolidayChange[]) => calendarFrom('changed', holidaysAfter(published, changes), UNTIL);
const added = (day: string): HolidayChange => ({ what: 'add', day, name: 'Proclaimed' });
const takenBack = (day: string): HolidayChange => ({ what: 'takeBack', day, name: 'Boxing Day' });
const anew = <Value>(value: Value, to: Calendar, at: Instant) => recounted(value, to, daysBetweenCalendars(calendar, to), at);

/** Other calendars: days added and taken back from December 2026 to June 2027. */
const another = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 5 }),
    fc.subarray(published.filter(({ day }) => day > '2026-12-01' && day < '2027-06-30')),
  )
  .map(([days, gone]) => {
    const new_ = days.map((day) => daysLater('2026-12-01T12:00:00.000Z', day).slice(0, 10));
    const known = new Set(published.map(({ day }) => day));
    return by(...gone.map(({ day }) => takenBack(day)), ...new_.filter((day) => !known.has(day)).map(added));
  });
const instant = fc
  .date({ min: new Date('2026-12-01T03:00:00Z'), max: new Date('2027-05-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
  // The clock time is neither skipped nor doubled.
  .filter((at) => Number(at.slice(11, 13)) >= 3);

/** The cases of a kind, opened at an instant by a calendar. */
function openedBy(kind: CaseKind, at: Instant, by: Calendar): Decision<CaseState>[] {
  const names = identity({ kind, businessId: `${kind}/r` });
  return openings[kind](names, (facts) => situation({ at, calendar: by, facts, by: 'user', requestId: 'request' }), firstPolicy);
}

/** What falls on one instant has an order of its own. */
function inOrder({ next, opens }: { next: CaseState; opens: unknown }) {
  const schedule = [...next.schedule].sort((a, b) => (a.at + a.what < b.at + b.what ? -1 : 1));
  return { next: { ...next, schedule }, opens };
}

test.each(Object.keys(openings) as CaseKind[])(
  'CAL-1 TIM-3 a wait of %s moved by another calendar is as it were begun by that one at the same instant, its tasks too; what was not counted in working days stays',
  (kind) => {
    fc.assert(
      fc.property(instant, another, (at, other) => {
        const [then, now] = [openedBy(kind, at, calendar), openedBy(kind, at, other)];
        then.forEach(({ next, opens }, index) => {
          const begun = { next: now[index]!.next, opens: now[index]!.opens };
          expect(inOrder(anew({ next, opens }, other, at).value)).toEqual(inOrder(begun));
        });
      }),
      { numRuns: 60 },
    );
  },
);

test.each(Object.keys(openings) as CaseKind[])('CAL-1 a wait of %s is moved to a holiday and back without a trace', (kind) => {
  const other = by(added('2026-12-29'), takenBack('2026-12-28'), added('2027-01-06'));
  for (const { next } of openedBy(kind, '2026-12-22T10:00:00.000Z', calendar)) {
    const there = anew(next, other, '2026-12-22T10:00:00.000Z').value;
    expect(recounted(there, calendar, daysBetweenCalendars(other, calendar), '2026-12-22T10:00:00.000Z').value).toEqual(next);
    expect(caseOfKind(kind).standing(there).stage).toBe(caseOfKind(kind).standing(next).stage);
  }
});

test('CAL-1 ADV-4 an import that waits for finance is moved as well, its reminder with it', () => {
  const counted = (by: Calendar) => {
    const about = { at: '2026-12-22T10:00:00.000Z', policy: firstPolicy, calendar: by };
    return afterPosting({ lines: 2, posted: 1, asked: 1 }, {}, about).progress;
  };
  const other = by(added('2026-12-23'), added('2026-12-24'));
  expect(counted(other)).not.toEqual(counted(calendar));
  expect(anew(counted(calendar), other, '2026-12-22T10:00:00.000Z').value).toEqual(counted(other));
});

test('CAL-1 TIM-1 moving by another calendar is counting anew from the same instant, to a day before or after; no day of either calendar between leaves it', () => {
  fc.assert(
    fc.property(instant, another, fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 4 }), (from, other, counts) => {
      const steps = counts.map((workingDays, index) => ({ what: String(index), workingDays }));
      const schedule = ladder(from, steps, calendar);
      const { value, moved } = anew({ schedule }, other, from);
      const byWhat = (all: Scheduled[]) => [...all].sort((a, b) => (a.what < b.what ? -1 : 1));
      expect(byWhat(value.schedule)).toEqual(byWhat(ladder(from, steps, other)));
      expect(value.schedule.map(({ at }) => at)).toEqual(value.schedule.map(({ at }) => at).toSorted());
      for (const each of moved) {
        const days = daysBetweenCalendars(calendar, other).filter((day) => isWeekday(day));
        expect(days.some((day) => day > londonDate(from) && day <= londonDate(each.from))).toBe(true);
      }
      // Known to differ or not, the answer is the same.
      expect(recounted({ schedule }, other, null, from).value).toEqual(value);
    }),
  );
});

test('CAL-1 a holiday taken back moves a moment to before: one that would be over by then happens at once, a date that is told is what it is', () => {
  const AT = '2026-12-30T09:00:00.000Z';
  const schedule = ladder('2026-12-22T10:00:00.000Z', [{ what: 'late', workingDays: 4 }], calendar);
  expect(schedule[0]!.at).toBe('2026-12-30T10:00:00.000Z');
  const other = by(takenBack('2026-12-28'));
  expect(anew({ schedule }, other, AT).value.schedule[0]!.at).toBe(AT);
  expect(anew({ schedule }, other, '2026-12-29T09:59:59.999Z').value.schedule[0]!.at).toBe('2026-12-29T10:00:00.000Z');
  const due = { dueAt: schedule[0]!.at, counted: { dueAt: schedule[0]!.counted!['at']! } };
  expect(anew(due, other, AT).value.dueAt).toBe('2026-12-29T10:00:00.000Z');
});

test('CAL-1 a holiday on a weekend, one on the day of the event, and one after the date move nothing; on the date itself it does', () => {
  const wait = { schedule: ladder('2026-12-22T10:00:00.000Z', [{ what: 'late', workingDays: 5 }], calendar) };
  for (const day of ['2026-12-26', '2026-12-27', '2026-12-22', '2027-01-04'])
    expect([day, anew(wait, by(added(day)), '2026-12-22T11:00:00.000Z').moved]).toEqual([day, []]);
  const onIt = anew(wait, by(added('2026-12-31')), '2026-12-22T11:00:00.000Z').moved;
  expect(onIt).toEqual([{ what: 'late', from: '2026-12-31T10:00:00.000Z', to: '2027-01-04T10:00:00.000Z' }]);
});
