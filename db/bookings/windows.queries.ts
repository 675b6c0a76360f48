import { momentsOf, type WindowMoments } from '../../domain/bookings/window-moments';
import type { ProposedWindow, WindowDates } from '../../domain/catalogue/window';
import { currentCalendar } from '../core/calendars.queries';
import type { Transaction } from '../core/database';
import { numbersInForce } from '../core/policies.queries';
import { BookingWindowRow } from './booking.model';

/** The moments of some windows, of those that take bookings, by identifier (BKG-3). */
export async function momentsOfWindows(trx: Transaction, windows: readonly string[]): Promise<Map<string, BookingWindowRow>> {
  const rows = await BookingWindowRow.query(trx).findByIds([...windows]);
  return new Map(rows.map((row) => [row.windowId, row]));
}

/** The moments of a window as its proposal has it, and before it; counted by what stands now, as the approval would count them (BKG-3, SEC-8). */
export async function momentsProposed(
  trx: Transaction,
  proposed: ProposedWindow,
  lateAllowed: boolean,
): Promise<{ before: WindowMoments | null; after: WindowMoments }> {
  const [policy, calendar] = [await numbersInForce(trx), await currentCalendar(trx)];
  const counted = (dates: WindowDates) => momentsOf(dates, lateAllowed, policy, calendar);
  return { before: proposed.before && counted(proposed.before), after: counted(proposed) };
}
