import { momentsOf } from '../../../domain/bookings/window-moments';
import { windowDays } from '../../../domain/bookings/window-days';
import { firstPolicy } from '../../../domain/policy';
import { publishedCalendar } from '../../support/situation';

const dates = { cutOffOn: '2026-12-18', opensOn: '2027-01-11', closesOn: '2027-01-22' };
const days = (isLate: boolean) =>
  windowDays(dates, momentsOf(dates, isLate, firstPolicy, publishedCalendar)).map(({ what, day }) => [what, day]);

test('BKG-3 a window’s days: cut-off on Fri 18 Dec, late from 19 Dec, very late from 30 Dec past the holidays, no bookings from 7 Jan, sat from the 11th to the 22nd', () => {
  expect(days(true)).toEqual([
    ['cutOff', '2026-12-18'],
    ['late', '2026-12-19'],
    ['veryLate', '2026-12-30'],
    ['refused', '2027-01-07'],
    ['opens', '2027-01-11'],
    ['closes', '2027-01-22'],
  ]);
});

test('BKG-3 a product that takes no late bookings has no such days: none are taken from the day after the cut-off', () => {
  expect(days(false)).toEqual([
    ['cutOff', '2026-12-18'],
    ['refused', '2026-12-19'],
    ['opens', '2027-01-11'],
    ['closes', '2027-01-22'],
  ]);
});

test('BKG-3 a window that takes no bookings has its days alone; a band begins at 00:00 London, in summer too', () => {
  expect(windowDays(dates, null).map(({ what }) => what)).toEqual(['cutOff', 'opens', 'closes']);
  const summer = { cutOffOn: '2027-06-30', opensOn: '2027-06-30', closesOn: '2027-06-30' };
  const found = windowDays(summer, momentsOf(summer, false, firstPolicy, publishedCalendar));
  expect(found.map(({ what, day, at }) => [what, day, at])).toEqual([
    ['cutOff', '2027-06-30', '2027-06-29T23:00:00.000Z'],
    ['opens', '2027-06-30', '2027-06-29T23:00:00.000Z'],
    ['closes', '2027-06-30', '2027-06-29T23:00:00.000Z'],
    ['refused', '2027-07-01', '2027-06-30T23:00:00.000Z'],
  ]);
});
