import { momentsOf, type GoingAlong, type WindowMoments } from '../../domain/bookings/window-moments';
import type { ProposedWindow, WindowDates } from '../../domain/catalogue/window';
import { currentCalendar } from '../core/calendars.queries';
import { prepared, type Transaction } from '../core/database';
import { numbersInForce } from '../core/policies.queries';
import { BookingWindowRow } from './booking.model';

/** The moments of some windows, of those that take bookings, by identifier (BKG-3). */
export async function momentsOfWindows(trx: Transaction, windows: readonly string[]): Promise<Map<string, BookingWindowRow>> {
  const rows = await BookingWindowRow.query(trx).findByIds([...windows]);
  return new Map(rows.map((row) => [row.windowId, row]));
}

const ALONG = `
  select count(*)::int as bookings, count(distinct b.organisation_id)::int as centres from bookings b join booking_groups g on g.id = b.group_id
  where b.window_id = $1 and b.state = 'active' and not b.is_controlled and g.assessment_on not between $2::date and $3::date`;

/**
 * The moments of a window as its proposal has it, and before it, counted by what stands now, as the approval would count them; and who goes along to
 * another day (BKG-3, SEC-8).
 */
export async function momentsProposed(
  trx: Transaction,
  proposed: ProposedWindow,
  lateAllowed: boolean,
): Promise<{ before: WindowMoments | null; after: WindowMoments; along: GoingAlong }> {
  const [policy, calendar] = [await numbersInForce(trx), await currentCalendar(trx)];
  const counted = (dates: WindowDates) => momentsOf(dates, lateAllowed, policy, calendar);
  const [along] = await prepared<GoingAlong>(trx, 'bookings-along', ALONG, [proposed.window, proposed.opensOn, proposed.closesOn]);
  return { before: proposed.before && counted(proposed.before), after: counted(proposed), along: along! };
}
