import fc from 'fast-check';
import { bandInWords } from '../../../domain/bookings/band';
import { bandOnPaper } from '../../../domain/bookings/paper-band';
import { bandInWindow, momentsOf } from '../../../domain/bookings/window-moments';
import { firstPolicy } from '../../../domain/policy';
import { dateLater, dateOf, dayNumber, isWorkingDay, startOfDate, workingDaysBetween, type LocalDate } from '../../../domain/working-days';
import { publishedCalendar as calendar } from '../../support/situation';

const dates = { opensOn: '2027-01-11', cutOffOn: '2026-12-18', closesOn: '2027-01-22' };
const moments = momentsOf(dates, true, firstPolicy, calendar);
const bandAt = (at: string) => bandInWindow(at, moments).band;

test('BKG-3 TIM-4 a cut-off on 18 December 2026 is ordinary to its end, late to the end of 29 December, very late to the end of 6 January, then refused', () => {
  expect(moments).toEqual({
    lateFrom: '2026-12-19T00:00:00.000Z',
    veryLateFrom: '2026-12-30T00:00:00.000Z',
    refusedFrom: '2027-01-07T00:00:00.000Z',
    overFrom: '2027-01-23T00:00:00.000Z',
  });
  expect(
    ['2026-12-18T23:59:59.999Z', '2026-12-19T00:00:00.000Z', '2026-12-29T23:59:59.999Z', '2026-12-30T00:00:00.000Z'].map(bandAt),
  ).toEqual([...['ordinary', 'late', 'late', 'veryLate']]);
  expect(['2027-01-06T23:59:59.999Z', '2027-01-07T00:00:00.000Z'].map(bandAt)).toEqual(['veryLate', null]);
  expect(bandInWindow('2026-12-20T10:00:00.000Z', moments).changesAt).toBe('2026-12-30T00:00:00.000Z');
  expect(bandInWindow('2027-01-07T00:00:00.000Z', moments)).toEqual({ band: null, changesAt: null });
});

test('BKG-3 a product that takes no late bookings takes none from 00:00 of the day after the cut-off', () => {
  const strict = momentsOf(dates, false, firstPolicy, calendar);
  expect(bandInWindow('2026-12-18T23:59:59.999Z', strict)).toEqual({ band: 'ordinary', changesAt: '2026-12-19T00:00:00.000Z' });
  expect(bandInWindow('2026-12-19T00:00:00.000Z', strict).band).toBeNull();
});

test('BKG-3 TIM-1 a cut-off before the clocks go forward: the bands change at 00:00 London, 23:00 UTC from there on', () => {
  const spring = momentsOf({ opensOn: '2027-05-10', cutOffOn: '2027-03-19', closesOn: '2027-06-25' }, true, firstPolicy, calendar);
  expect(spring).toMatchObject({ lateFrom: '2027-03-20T00:00:00.000Z', veryLateFrom: '2027-03-30T23:00:00.000Z' });
});

test('BKG-1 paper for 5 January 2027 is ordinary to 17 December, fast track from 18 to 22 December, refused from 23 December; for 30 March ordinary to Sunday 14 March, fast track to 17 March', () => {
  const on = (day: LocalDate) => (at: string) => bandOnPaper(at, day, firstPolicy, calendar).band;
  const january = ['2026-12-17T23:59:59.999Z', '2026-12-18T00:00:00.000Z', '2026-12-20T12:00:00.000Z', '2026-12-22T23:59:59.999Z'];
  expect([...january, '2026-12-23T00:00:00.000Z'].map(on('2027-01-05'))).toEqual(['ordinary', 'fastTrack', 'fastTrack', 'fastTrack', null]);
  const march = ['2027-03-14T23:59:59.999Z', '2027-03-15T00:00:00.000Z', '2027-03-17T23:59:59.999Z', '2027-03-18T00:00:00.000Z'];
  expect(march.map(on('2027-03-30'))).toEqual(['ordinary', 'fastTrack', 'fastTrack', null]);
  expect(bandOnPaper('2027-03-01T09:00:00.000Z', '2027-03-30', firstPolicy, calendar).changesAt).toBe('2027-03-15T00:00:00.000Z');
});

const day = fc.integer({ min: dayNumber('2026-08-01'), max: dayNumber('2028-06-30') }).map(dateOf);

test('BKG-1 on any day the band of paper is that of its working days, and it holds to the very instant that is told', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 60 }), (today, ahead) => {
      const assessment = dateLater(today, ahead);
      const days = workingDaysBetween(today, assessment, calendar);
      const { band, changesAt } = bandOnPaper(startOfDate(today), assessment, firstPolicy, calendar);
      expect(band).toBe(days >= 10 ? 'ordinary' : days >= 7 ? 'fastTrack' : null);
      if (!changesAt) return;
      const before = new Date(Date.parse(changesAt) - 1).toISOString();
      expect(bandOnPaper(before, assessment, firstPolicy, calendar).band).toBe(band);
      expect(bandOnPaper(changesAt, assessment, firstPolicy, calendar).band).not.toBe(band);
    }),
  );
});

test('BKG-3 TIM-1 of any window late lasts five working days and very late five more, whatever lies between', () => {
  fc.assert(
    fc.property(day, (cutOffOn) => {
      const each = momentsOf(
        { cutOffOn, opensOn: dateLater(cutOffOn, 40), closesOn: dateLater(cutOffOn, 50) },
        true,
        firstPolicy,
        calendar,
      );
      let [late, veryLate] = [0, 0];
      for (let today = cutOffOn; startOfDate(today) < each.refusedFrom; today = dateLater(today, 1)) {
        const { band } = bandInWindow(startOfDate(today), each);
        if (isWorkingDay(today, calendar) && band === 'late') late += 1;
        if (isWorkingDay(today, calendar) && band === 'veryLate') veryLate += 1;
      }
      expect([late, veryLate]).toEqual([5, 5]);
    }),
  );
});

test('BKG-3 a band is told in words with the London time at which it changes', () => {
  expect(bandInWords({ band: 'late', changesAt: '2026-12-30T00:00:00.000Z' })).toBe('Late until 30 Dec 2026 00:00');
  expect(bandInWords({ band: null, changesAt: null })).toBe('Closed for bookings');
});
