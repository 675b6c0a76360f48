import type { Component } from '../../domain/catalogue/product';
import type { WindowDates } from '../../domain/catalogue/window';
import type { WindowProgress } from '../../domain/bookings/booking-window.process';
import { countsOf, momentsOf } from '../../domain/bookings/window-moments';
import type { Policy } from '../../domain/policy';
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
import { rescheduleBookings } from './rescheduling.commands';

/** Its process is the window's lock: bookings hold it shared, the process itself and whoever moves it alone (design 3). */
const LOCK = `select business_id from processes where kind = 'booking-window' and entity_id = $1 for update`;
const KEEP = `
  update booking_windows w set very_late_from = m.very_late_from, refused_from = m.refused_from, calendar_version = $2, version = version + 1
  from jsonb_to_recordset($1::jsonb) as m(id uuid, very_late_from timestamptz, refused_from timestamptz) where w.window_id = m.id`;

/** A window that is open for bookings from now on, or whose days have moved. */
export interface OpenedWindow extends WindowDates {
  id: string;
  tenant: string;
  name: string;
  /** Of the product, as it stands on the window's first day (BKG-3). */
  lateAllowed: boolean;
  /** Of the product too: by them papers are made of bookings that go along (BKG-6); none of a window that is new. */
  components?: readonly Component[];
}

/**
 * Opens a window for bookings, or moves the moments of one that is open: counted by the policy and the calendar that stand now (TIM-3). Where it
 * moves, bookings for days that it has no longer go to those that it has. None is decided beside this (BKG-3).
 */
export async function openWindow(trx: Transaction, window: OpenedWindow, asked: RequestedBy | null, at: Instant): Promise<void> {
  const { id: windowId, tenant, opensOn, closesOn, components = [] } = window;
  const [held] = await prepared(trx, 'lock-booking-window', LOCK, [windowId]);
  const { policyVersion } = await policyInForce(trx);
  const calendar = await currentCalendar(trx);
  const policy = await policyOnce(trx, tenant, policyVersion);
  const moments = momentsOf(window, window.lateAllowed, policy, calendar);
  const columns = { ...moments, policyVersion, calendarVersion: calendar.version };
  if (held) {
    const { version } = await BookingWindowRow.query(trx).findById(windowId).throwIfNotFound();
    await BookingWindowRow.query(trx)
      .findById(windowId)
      .patch({ ...columns, version: version + 1 });
    await rescheduleBookings(trx, tenant, { id: windowId, opensOn, closesOn, components }, asked, at);
    return wakeProcesses(trx, [windowId]);
  }
  const row = await BookingWindowRow.query(trx).insertAndFetch({ windowId, tenantId: tenant, ...columns });
  const start = startOf('booking-window', windowId, { owner: 'caseOperator', tenant, organisation: null, policyVersion });
  await openRows(trx, { ...start, reference: window.name }, progressOf(window, row, policy, at), asked, at);
}

/** A window as it stands at an instant, before it is over; `policy` is that by which its moments were counted. */
export function progressOf(dates: WindowDates, moments: BookingWindowRow, policy: Policy, at: Instant): WindowProgress {
  const { lateFrom, veryLateFrom, refusedFrom, overFrom } = moments;
  const { opensOn, closesOn } = dates;
  const counted = refusedFrom === lateFrom ? {} : { counted: countsOf(dates, policy) };
  return { lateFrom, veryLateFrom, refusedFrom, overFrom, opensOn, closesOn, ...counted, seenAt: at, pending: 0, isOver: false };
}

/** CAL-1: the moments of windows as another calendar counts them; their processes are locked. */
export async function keepMoments(trx: Transaction, windows: (WindowProgress & { id: string })[], calendar: string): Promise<void> {
  if (windows.length === 0) return;
  const rows = windows.map(({ id, veryLateFrom, refusedFrom }) => ({ id, very_late_from: veryLateFrom, refused_from: refusedFrom }));
  await prepared(trx, 'keep-window-moments', KEEP, [JSON.stringify(rows), calendar]);
}
