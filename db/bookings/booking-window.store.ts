import { nextOfWindow } from '../../domain/bookings/booking-window.process';
import { AssessmentWindowRow } from '../catalogue/catalogue.model';
import type { RowsStore } from '../core/rows';
import { policyOnce } from '../core/rules';
import { BookingWindowRow } from './booking.model';
import { letAwaitResults } from './pending.commands';
import { rescheduleBookings } from './rescheduling.commands';
import { progressOf } from './windows.commands';

/** How a window's process meets its rows: its phases are shown as they come; bookings follow it where it was moved; once it is over, its bookings await their results, in chunks (BKG-3, BKG-4). */
export const bookingWindowStore: RowsStore = {
  act: async (trx, { entity, at }) => {
    const dates = await AssessmentWindowRow.query(trx).findById(entity).throwIfNotFound();
    const moments = await BookingWindowRow.query(trx).findById(entity).throwIfNotFound();
    const progress = progressOf(dates, moments, await policyOnce(trx, moments.tenantId, moments.policyVersion), at);
    // At its first version its days are those by which everybody was booked.
    const isMoved = moments.version > 1;
    if (isMoved && (await rescheduleBookings(trx, moments.tenantId, dates, at))) return { progress, nextDue: 'atOnce' };
    if (at < moments.overFrom) return { progress, nextDue: nextOfWindow(progress)! };
    const pending = await letAwaitResults(trx, 'window_id', entity, moments.overFrom);
    if (pending === null) return { progress, nextDue: 'atOnce' };
    return { progress: { ...progress, pending, isOver: true }, nextDue: 'whenWoken' };
  },
};
