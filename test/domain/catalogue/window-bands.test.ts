import { bandRows, momentsOf } from '../../../domain/bookings/window-moments';
import { firstPolicy } from '../../../domain/policy';
import { publishedCalendar } from '../../support/situation';

const dates = { opensOn: '2027-01-11', cutOffOn: '2026-12-18', closesOn: '2027-01-22' };
const moved = { ...dates, cutOffOn: '2026-12-11' };
const rowsOf = (before: typeof dates | null, after: typeof dates, isLateAllowed: boolean, bookings = 0) => {
  const counted = (of: typeof dates) => momentsOf(of, isLateAllowed, firstPolicy, publishedCalendar);
  return bandRows(before && counted(before), counted(after), { bookings, centres: 1 }).map(({ label, before: was, after: is }) => [
    label,
    was,
    is,
  ]);
};

test('BKG-3 SEC-8 whoever approves other dates of a window is told when each band would begin, beside when it does', () => {
  expect(rowsOf(dates, moved, true)).toEqual([
    ['Late bookings from', '19 Dec 2026 00:00', '12 Dec 2026 00:00'],
    ['Very late bookings from', '30 Dec 2026 00:00', '19 Dec 2026 00:00'],
    ['No bookings from', '7 Jan 2027 00:00', '30 Dec 2026 00:00'],
    ['Results are awaited from', '23 Jan 2027 00:00', '23 Jan 2027 00:00'],
  ]);
  expect(rowsOf(dates, moved, true, 12).at(-1)).toEqual(['Bookings that go to another day', null, '12 bookings of 1 centre']);
});

test('BKG-3 SEC-8 a product that takes no late bookings has no late bands; a new window has none before', () => {
  expect(rowsOf(null, dates, false)).toEqual([
    ['Late bookings from', null, 'none'],
    ['Very late bookings from', null, 'none'],
    ['No bookings from', null, '19 Dec 2026 00:00'],
    ['Results are awaited from', null, '23 Jan 2027 00:00'],
  ]);
});
