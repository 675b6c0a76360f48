import type { Instant, LocalDate } from '../working-days';
import type { Band } from './band';

/** How a booking stands (BKG-4). Their names are a stored format. */
export const bookingStates = ['active', 'cancelled', 'transferred', 'pendingResult', 'resultIssued'] as const;
export type BookingStateName = (typeof bookingStates)[number];
/** What people call them. */
export const bookingStateWords: Record<BookingStateName, string> = {
  active: 'Active',
  cancelled: 'Cancelled',
  transferred: 'Transferred',
  pendingResult: 'Pending result',
  resultIssued: 'Result issued',
};

/** Event → state before → state after (BKG-4, BKG-5): a moved booking is transferred, and another one is active. */
export const bookingTransitions = {
  readdressed: { active: 'active' },
  cancelled: { active: 'cancelled' },
  moved: { active: 'transferred' },
  sat: { active: 'pendingResult' },
  resultIssued: { pendingResult: 'resultIssued' },
} as const satisfies Record<string, Partial<Record<BookingStateName, BookingStateName>>>;
export type BookingEvent = keyof typeof bookingTransitions;

/** One component of a learner, booked for a day: identifiers and dates only. */
export interface BookingState {
  id: string;
  state: BookingStateName;
  stateSince: Instant;
  learner: string;
  component: string;
  /** Null for a day outside windows (BKG-1). */
  window: string | null;
  band: Band;
  assessmentOn: LocalDate;
  /** When the assessment begins. */
  assessmentAt: Instant;
}

/** A booking as it stood when a command was received, whenever it is decided: what awaits its result only since then was active (BKG-4). */
export function asReceived(booking: BookingState, receivedAt: Instant): BookingState {
  const wasActive = booking.state === 'pendingResult' && receivedAt < booking.stateSince;
  return wasActive ? { ...booking, state: 'active' } : booking;
}
