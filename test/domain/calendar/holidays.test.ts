import fc from 'fast-check';
import {
  calendarFrom,
  faultsOfChanges,
  holidaysAfter,
  namedChanges,
  warningsOf,
  type HolidayWish,
} from '../../../domain/calendar/holidays';
import { changesOf } from '../../../domain/calendar/published-holidays';
import { ruledHolidays } from '../../../domain/calendar/ruled-holidays';
import { isProvisional, isWorkingDay, workingDaysLater } from '../../../domain/working-days';
import { readHolidays } from '../../../db/seeds/bank-holidays';

const holidays = readHolidays();
const TODAY = '2026-12-01';
const UNTIL = '2028-12-31';
const told = (...wishes: HolidayWish[]) => faultsOfChanges(holidays, wishes, TODAY).map(({ code, place }) => [code, place]);
/** GOV.UK's events of some years. */
const events = (from: string, to: string) =>
  holidays.filter(({ day }) => day >= from && day <= to).map(({ day, name }) => ({ date: day, title: name, notes: '', bunting: true }));

test('TIM-1 the fixed rules give every published bank holiday but the one-off and moved ones of 2012, 2020, 2022 and 2023', () => {
  const differing = Array.from({ length: 17 }, (_each, index) => 2012 + index).flatMap((year) => {
    const published = holidays.filter(({ day }) => day.startsWith(String(year))).map(({ day }) => day);
    const ruled = ruledHolidays(year);
    return [
      ...published.filter((day) => !ruled.includes(day)),
      ...ruled.filter((day) => !published.includes(day)).map((day) => `not ${day}`),
    ];
  });
  expect(differing).toEqual([
    ...['2012-06-04', '2012-06-05', 'not 2012-05-28', '2020-05-08', 'not 2020-05-04'],
    ...['2022-06-02', '2022-06-03', '2022-09-19', 'not 2022-05-30', '2023-05-08'],
  ]);
});

test('TIM-1 CAL-1 beyond the published years a count goes by the fixed rules, and says that it is provisional', () => {
  const calendar = calendarFrom('first', holidays, UNTIL);
  // Good Friday and Easter Monday of 2029; Christmas of 2032 is a Saturday.
  for (const day of ['2029-01-01', '2029-03-30', '2029-04-02', '2029-05-07', '2029-05-28', '2029-08-27', '2032-12-27', '2032-12-28'])
    expect([day, isWorkingDay(day, calendar), isProvisional(day, calendar)]).toEqual([day, false, true]);
  expect(workingDaysLater('2029-03-28', 2, calendar)).toBe('2029-04-03');
  const year = fc.integer({ min: 2013, max: 2199 });
  fc.assert(fc.property(year, (each) => expect(ruledHolidays(each).every((day) => day.startsWith(String(each)))).toBe(true)));
});

test('CAL-1 what cannot be is told all at once, each at its place: a day that is over, a holiday already, none at all, or taken back twice', () => {
  expect(
    told(
      { what: 'add', day: '2026-11-30', name: 'Past' },
      { what: 'add', day: '2026-12-25', name: 'Christmas' },
      { what: 'takeBack', day: '2026-12-29' },
      { what: 'takeBack', day: '2026-12-28' },
      { what: 'takeBack', day: '2026-12-28' },
      { what: 'move', day: '2027-05-03', to: '2027-01-01' },
      { what: 'add', day: '2026-12-30', name: 'Once' },
      { what: 'add', day: '2026-12-30', name: 'Twice' },
    ),
  ).toEqual([
    ...[
      ['past', '/changes/0/day'],
      ['known', '/changes/1/day'],
      ['noHoliday', '/changes/2/day'],
    ],
    ...[
      ['noHoliday', '/changes/4/day'],
      ['known', '/changes/5/to'],
      ['known', '/changes/7/day'],
    ],
  ]);
  expect(told()).toEqual([['changes', '/changes']]);
  // On the day itself it still may be: yesterday not any more.
  expect(told({ what: 'add', day: TODAY, name: 'Today' })).toEqual([]);
});

test('CAL-1 a holiday on a Sunday is taken, with the warning that it moves nothing', () => {
  const sunday: HolidayWish = { what: 'add', day: '2026-12-27', name: 'Sunday' };
  expect([told(sunday), warningsOf([sunday])]).toEqual([[], ['2026-12-27 is on a weekend: as a holiday it moves nothing']]);
  expect(warningsOf([{ what: 'takeBack', day: '2026-12-28' }])).toEqual([]);
});

test('CAL-1 moved, a holiday keeps its name; moved back, the calendar is what it was', () => {
  const there = namedChanges(holidays, [{ what: 'move', day: '2027-05-03', to: '2027-05-07' }]);
  const moved = holidaysAfter(holidays, there);
  expect(moved.find(({ day }) => day === '2027-05-07')?.name).toBe('early_may');
  expect(holidaysAfter(moved, namedChanges(moved, [{ what: 'move', day: '2027-05-07', to: '2027-05-03' }]))).toEqual(holidays);
});

test('CAL-1 a publication changes what is new in it or in it no more, from today on and within its years; it publishes them', () => {
  const now = { holidays, publishedUntil: UNTIL };
  expect(changesOf(events('2019', '2029'), now, TODAY)).toEqual({ changes: [], publishedUntil: UNTIL });
  const next = [...events('2027', '2029').filter(({ date }) => date !== '2027-05-03'), { date: '2027-05-07', title: 'Early May' }];
  expect(changesOf([...next, { date: '2029-01-01', title: 'New Year’s Day' }], now, TODAY)).toEqual({
    changes: [
      { what: 'takeBack', day: '2027-05-03', name: 'early_may' },
      { what: 'add', day: '2027-05-07', name: 'Early May' },
      { what: 'add', day: '2029-01-01', name: 'New Year’s Day' },
    ],
    publishedUntil: '2029-12-31',
  });
  // What is over is neither added nor taken back.
  expect(changesOf([{ date: '2025-03-03', title: 'Never was' }], now, TODAY).changes).toEqual([]);
});
