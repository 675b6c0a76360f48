import type { WindowDates } from '../../domain/catalogue/window';
import type { WindowProgress } from '../../domain/bookings/booking-window.process';
import { momentsOf, type WindowMoments } from '../../domain/bookings/window-moments';
import { startOf } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import { currentCalendar } from '../core/calendars.queries';
import { prepared, type Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { openRows } from '../core/rows';
import { policyOnce } from '../core/rules';
import { wakeProcesses } from '../core/wakes';
import { BookingWindowRow } from './booking.model';

const LOCK = 'select * from booking_windows where window_id = $1 for update';

/** A window that is open for bookings from now on, or whose days have moved. */
export interface OpenedWindow extends WindowDates {
  id: string;
  tenant: string;
  name: string;
  /** Of the product, as it stands on the window's first day (BKG-3). */
  lateAllowed: boolean;
}

/**
 * Opens a window for bookings, or moves the moments of one that is open: counted by the policy and the calendar that stand now (TIM-3). Bookings
 * hold its row shared, so none is decided beside this one (BKG-3).
 */
export async function openWindow(trx: Transaction, window: OpenedWindow, asked: RequestedBy | null, at: Instant): Promise<void> {
  const { id: windowId, tenant } = window;
  const { policyVersion } = await policyInForce(trx);
  const calendar = await currentCalendar(trx);
  const moments = momentsOf(window, window.lateAllowed, await policyOnce(trx, tenant, policyVersion), calendar);
  const columns = { ...moments, policyVersion, calendarVersion: calendar.version };
  const [stands] = await prepared<object>(trx, 'lock-booking-window', LOCK, [windowId]);
  if (stands) {
    const { version } = BookingWindowRow.fromDatabaseJson(stands) as BookingWindowRow;
    await BookingWindowRow.query(trx)
      .findById(windowId)
      .patch({ ...columns, version: version + 1 });
    return wakeProcesses(trx, [windowId]);
  }
  await BookingWindowRow.query(trx).insert({ windowId, tenantId: tenant, ...columns });
  const start = startOf('booking-window', windowId, { owner: 'caseOperator', tenant, organisation: null, policyVersion });
  await openRows(trx, { ...start, reference: window.name }, progressOf(window, moments, at), asked, at);
}

/** A window as it stands at an instant, before it is over. */
export function progressOf(
  { opensOn, closesOn }: Pick<WindowDates, 'opensOn' | 'closesOn'>,
  moments: WindowMoments,
  at: Instant,
): WindowProgress {
  const { lateFrom, veryLateFrom, refusedFrom, overFrom } = moments;
  return { lateFrom, veryLateFrom, refusedFrom, overFrom, opensOn, closesOn, seenAt: at, pending: 0, isOver: false };
}
