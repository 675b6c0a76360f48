import type { Transaction } from '../core/database';
import { BookingWindowRow } from './booking.model';

/** The moments of some windows, of those that take bookings, by identifier (BKG-3). */
export async function momentsOfWindows(trx: Transaction, windows: readonly string[]): Promise<Map<string, BookingWindowRow>> {
  const rows = await BookingWindowRow.query(trx).findByIds([...windows]);
  return new Map(rows.map((row) => [row.windowId, row]));
}
