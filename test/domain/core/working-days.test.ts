import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { readHolidays } from '../../../db/seeds/bank-holidays';
import {
  daysLater,
  endOfDate,
  isProvisional,
  isWorkingDay,
  londonDate,
  londonWords,
  monthsLater,
  startOfDate,
  workingDaysBetween,
  workingDaysLater,
  type Calendar,
} from '../../../domain/working-days';

const calendar: Calendar = { version: 'test', holidays: new Set(readHolidays().map(({ day }) => day)), publishedUntil: '2028-12-31' };
const day = fc
  .date({ min: new Date('2012-01-01'), max: new Date('2028-06-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const instant = fc
  .date({ min: new Date('2012-01-01'), max: new Date('2038-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());

test('TIM-1 the day an event happens is day 0 and a weekend and a bank holiday are skipped', () => {
  expect(workingDaysLater('2026-12-24', 0, calendar)).toBe('2026-12-24');
  expect(workingDaysLater('2026-12-24', 1, calendar)).toBe('2026-12-29');
  expect(workingDaysBetween('2026-12-24', '2026-12-28', calendar)).toBe(0);
  expect(workingDaysBetween('2026-12-24', '2026-12-29', calendar)).toBe(1);
});

test('TIM-1 moved and one-off holidays are the published ones, not those that a rule would compute', () => {
  for (const holiday of ['2012-06-04', '2012-06-05', '2020-05-08', '2022-06-02', '2022-06-03', '2022-09-19', '2023-05-08'])
    expect(isWorkingDay(holiday, calendar)).toBe(false);
  expect(isWorkingDay('2020-05-04', calendar)).toBe(true);
  expect(isWorkingDay('2022-05-30', calendar)).toBe(true);
});

test('TIM-1 counting N working days on and counting them back agree for every day and N', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 60 }), (from, days) => {
      const to = workingDaysLater(from, days, calendar);
      expect(workingDaysBetween(from, to, calendar)).toBe(days);
      if (days > 0) expect(isWorkingDay(to, calendar)).toBe(true);
    }),
  );
});

test('TIM-1 working days of a span are the sum of its parts', () => {
  fc.assert(
    fc.property(fc.tuple(day, day, day), (days) => {
      const [a, b, c] = [...days].sort() as [string, string, string];
      expect(workingDaysBetween(a, b, calendar) + workingDaysBetween(b, c, calendar)).toBe(workingDaysBetween(a, c, calendar));
    }),
    { numRuns: 50 },
  );
});

test('TIM-1 the London date turns at London midnight, in winter and in summer', () => {
  expect([londonDate('2026-01-15T23:59:59.999Z'), londonDate('2026-01-16T00:00:00.000Z')]).toEqual(['2026-01-15', '2026-01-16']);
  expect([londonDate('2026-07-15T22:59:59.999Z'), londonDate('2026-07-15T23:00:00.000Z')]).toEqual(['2026-07-15', '2026-07-16']);
});

test('TIM-1 a count beyond the published holidays says that its calendar is provisional', () => {
  expect([isProvisional('2028-12-31', calendar), isProvisional('2029-01-01', calendar)]).toEqual([false, true]);
});

test('TIM-2 months are calendar months with the day clamped to the end', () => {
  expect(monthsLater('2026-08-31', 6)).toBe('2027-02-28');
  expect(monthsLater('2027-08-31', 6)).toBe('2028-02-29');
  expect(monthsLater('2026-01-31', 1)).toBe('2026-02-28');
  expect(monthsLater('2026-11-22', 36)).toBe('2029-11-22');
});

test('TIM-4 N days later is the same London clock time across both clock changes, not N × 24 hours', () => {
  expect(daysLater('2026-10-20T12:00:00.000Z', 14)).toBe('2026-11-03T13:00:00.000Z');
  expect(daysLater('2026-03-20T13:00:00.000Z', 14)).toBe('2026-04-03T12:00:00.000Z');
  expect(daysLater('2026-06-01T12:00:00.000Z', 14)).toBe('2026-06-15T12:00:00.000Z');
});

test('TIM-4 zero days later is the same instant, also in the hour that comes twice; a day later is the first of the two', () => {
  expect(daysLater('2026-10-25T01:30:00.000Z', 0)).toBe('2026-10-25T01:30:00.000Z');
  expect(daysLater('2026-10-24T00:30:00.000Z', 1)).toBe('2026-10-25T00:30:00.000Z');
  expect(daysLater('2026-03-28T01:30:00.000Z', 1)).toBe('2026-03-29T01:30:00.000Z');
});

test('TIM-4 N days later names the same London clock time and the date N days on, for every instant', () => {
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 400 }), (at, days) => {
      const later = daysLater(at, days);
      const expected = new Date(`${londonDate(at)}T00:00:00Z`);
      expected.setUTCDate(expected.getUTCDate() + days);
      expect(londonDate(later)).toBe(expected.toISOString().slice(0, 10));
      const clock = (words: string) => words.slice(-5);
      const skippedHour = clock(londonWords(at)) !== clock(londonWords(later)) && later.slice(11, 13) === '01';
      if (!skippedHour) expect(clock(londonWords(later))).toBe(clock(londonWords(at)));
    }),
  );
});

test('TIM-4 a permission counted from a date runs to 24:00 London of its last day', () => {
  expect(endOfDate('2026-07-01')).toBe('2026-07-01T23:00:00.000Z');
  expect(endOfDate('2026-12-01')).toBe('2026-12-02T00:00:00.000Z');
  fc.assert(
    fc.property(day, (date) =>
      expect([
        londonDate(startOfDate(date)),
        londonDate(new Date(Date.parse(endOfDate(date)) - 1).toISOString()),
        londonDate(endOfDate(date)) > date,
      ]).toEqual([date, date, true]),
    ),
  );
});

test('TIM-1 TIM-2 TIM-4 London time agrees with a Temporal implementation for every instant, the hours of the clock changes included', () => {
  const nearChange = fc
    .tuple(
      fc.constantFrom('2026-03-29T01:00:00.000Z', '2026-10-25T01:00:00.000Z', '2031-03-30T01:00:00.000Z'),
      fc.integer({ min: -7_500_000, max: 7_500_000 }),
    )
    .map(([at, ms]) => new Date(Date.parse(at) + ms).toISOString());
  fc.assert(
    fc.property(fc.oneof(instant, nearChange), fc.integer({ min: -400, max: 400 }), fc.integer({ min: 0, max: 50 }), (at, days, months) => {
      const zoned = Temporal.Instant.from(at).toZonedDateTimeISO('Europe/London');
      expect(londonDate(at)).toBe(zoned.toPlainDate().toString());
      expect(Date.parse(daysLater(at, days))).toBe(zoned.add({ days }).epochMilliseconds);
      expect(monthsLater(londonDate(at), months)).toBe(zoned.toPlainDate().add({ months }).toString());
      expect(Date.parse(startOfDate(londonDate(at)))).toBe(zoned.startOfDay().epochMilliseconds);
    }),
    { numRuns: 3000 },
  );
});
