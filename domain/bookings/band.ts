import type { FeeItem } from '../orders/fee';
import { londonWords, type Instant } from '../working-days';

/** How near its assessment, or how long after the cut-off of its window, a booking is received (BKG-1, BKG-3). Their names are a stored format. */
export const bands = ['ordinary', 'fastTrack', 'late', 'veryLate'] as const;
export type Band = (typeof bands)[number];
/** A band that costs a fee, which whoever books accepts. */
export type DearBand = Exclude<Band, 'ordinary'>;
/** What people call them. */
export const bandWords: Record<Band, string> = { ordinary: 'Ordinary', fastTrack: 'Fast track', late: 'Late', veryLate: 'Very late' };

/** The fee of each booking in a band; null for none (MON-3). */
export const bandFees: Record<Band, FeeItem | null> = {
  ordinary: null,
  fastTrack: 'fastTrack',
  late: 'lateBooking',
  veryLate: 'veryLateBooking',
};

/** The band at an instant, null where nothing is booked any longer, and the instant at which it becomes another one; null where none follows. */
export interface BandAt {
  band: Band | null;
  changesAt: Instant | null;
}

/** What a band means to whoever books: its fee and until when it holds, in London words. */
export function bandInWords({ band, changesAt }: BandAt): string {
  const until = changesAt ? ` until ${londonWords(changesAt)}` : '';
  return band ? `${bandWords[band]}${until}` : 'Closed for bookings';
}
