import fc from 'fast-check';
import { ladder, merged, type Step } from '../../../domain/schedule';
import { isWorkingDay, londonDate, londonWords, workingDaysBetween } from '../../../domain/working-days';
import { publishedCalendar as calendar } from '../../support/situation';
import { datesOf } from '../../support/decisions';

const clockOf = (at: string) => londonWords(at).slice(-5);
const instant = fc
  .date({ min: new Date('2026-01-02'), max: new Date('2027-10-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
/** Times at which London's clock is neither skipped nor doubled. */
const daytime = instant.filter((at) => Number(clockOf(at).slice(0, 2)) >= 3);

test('TIM-2 TIM-4 steps in days keep the London clock time over a clock change; steps in hours are elapsed time', () => {
  const steps: Step<string>[] = [
    { what: 'hour', hours: 24 },
    { what: 'day', days: 1 },
  ];
  expect(ladder('2027-03-27T10:00:00.000Z', steps, calendar)).toEqual([
    { what: 'day', at: '2027-03-28T09:00:00.000Z' },
    { what: 'hour', at: '2027-03-28T10:00:00.000Z' },
  ]);
  expect(ladder('2026-10-24T09:00:00.000Z', steps, calendar)).toEqual([
    { what: 'hour', at: '2026-10-25T09:00:00.000Z' },
    { what: 'day', at: '2026-10-25T10:00:00.000Z' },
  ]);
});

test('TIM-1 TIM-4 steps in working days leave out weekends and bank holidays, at the same London clock time after the clocks change', () => {
  const steps: Step<string>[] = [2, 5].map((workingDays) => ({ what: `day ${workingDays}`, workingDays }));
  expect(datesOf(ladder('2026-12-24T15:30:00.000Z', steps, calendar))).toEqual([
    { what: 'day 2', at: '2026-12-30T15:30:00.000Z' },
    { what: 'day 5', at: '2027-01-05T15:30:00.000Z' },
  ]);
  // Good Friday and Easter Monday of 2027 lie over the change to summer time.
  expect(datesOf(ladder('2027-03-25T15:30:00.000Z', steps, calendar))).toEqual([
    { what: 'day 2', at: '2027-03-31T14:30:00.000Z' },
    { what: 'day 5', at: '2027-04-05T14:30:00.000Z' },
  ]);
});

test('TIM-1 TIM-2 TIM-4 every step of a ladder is so many hours, days or working days after its beginning, soonest first', () => {
  const step = fc.oneof(
    fc.integer({ min: 0, max: 500 }).map((hours): Step<string> => ({ what: 'hours', hours })),
    fc.integer({ min: 0, max: 200 }).map((days): Step<string> => ({ what: 'days', days })),
    fc.integer({ min: 0, max: 60 }).map((workingDays): Step<string> => ({ what: 'workingDays', workingDays })),
  );
  fc.assert(
    fc.property(daytime, fc.array(step, { maxLength: 6 }), (from, steps) => {
      const made = ladder(from, steps, calendar);
      expect(made.map(({ at }) => at)).toEqual(made.map(({ at }) => at).toSorted());
      expect(made.map(({ what }) => what).toSorted()).toEqual(steps.map(({ what }) => what).toSorted());
      for (const step of steps) {
        const { hours, days, workingDays } = step;
        const { at } = ladder(from, [step], calendar)[0]!;
        if (hours !== undefined) expect(Date.parse(at) - Date.parse(from)).toBe(hours * 3_600_000);
        else expect(clockOf(at)).toBe(clockOf(from));
        if (days !== undefined) expect((Date.parse(londonDate(at)) - Date.parse(londonDate(from))) / 86_400_000).toBe(days);
        if (!workingDays) continue;
        expect(isWorkingDay(londonDate(at), calendar)).toBe(true);
        expect(workingDaysBetween(londonDate(from), londonDate(at), calendar)).toBe(workingDays);
      }
    }),
  );
});

test('TIM-2 schedules of several holds are one, soonest first; of one instant all are kept, in the order in which they are given', () => {
  const AT = '2026-12-01T09:00:00.000Z';
  const two = merged([{ what: 'a', at: AT }], [{ what: 'b', at: AT }], [{ what: 'c', at: '2026-11-01T09:00:00.000Z' }]);
  expect(two.map(({ what }) => what)).toEqual(['c', 'a', 'b']);
  const event = fc.record({ what: fc.string(), at: fc.constantFrom(AT, '2026-12-02T09:00:00.000Z', '2026-12-03T09:00:00.000Z') });
  fc.assert(
    fc.property(fc.array(fc.array(event, { maxLength: 8 }), { maxLength: 4 }), (schedules) => {
      const all = schedules.flat();
      const made = merged(...schedules);
      const instants = [...new Set(all.map(({ at }) => at))].toSorted();
      expect(made).toEqual(instants.flatMap((at) => all.filter((each) => each.at === at)));
    }),
  );
});
