import type { Policy } from '../policy';
import type { Scheduled } from '../process';
import { merged } from '../schedule';
import { dateLater, endOfDate, hourOfDate, laterOf, londonDate, type Instant, type LocalDate } from '../working-days';

/** What happens by itself in a card's life (CRD-3, EMP-5). */
export type ValidityEvent = 'remindExpiry' | 'expire';

/** How a card stands towards whoever looks at it (CER-3). */
export const validities = ['valid', 'expired', 'revoked', 'superseded'] as const;
export type Validity = (typeof validities)[number];

/**
 * EMP-5, CRD-3: the reminders before a card's last day that are still to come at an instant, at the hour of notices, and its expiry: it is
 * valid to 24:00 London of its last day.
 */
export function validityLadder(
  validTo: LocalDate,
  at: Instant,
  { employees, notices }: Pick<Policy, 'employees' | 'notices'>,
): Scheduled<ValidityEvent>[] {
  const reminders = employees.expiryReminderDays
    .map((days) => ({ what: 'remindExpiry' as const, at: hourOfDate(dateLater(validTo, -days), notices.hour) }))
    .filter((reminder) => reminder.at > at);
  return merged<ValidityEvent>(reminders, [{ what: 'expire', at: laterOf(endOfDate(validTo), at) }]);
}

/** How a card stands at an instant, whether or not its moment has fired (CRD-3, CER-3); null for one that is not issued yet. */
export function validityAt(card: { state: string; validTo: LocalDate }, at: Instant): Validity | null {
  const { state, validTo } = card;
  if (state === 'revoked' || state === 'superseded') return state;
  if (state === 'expired' || (state === 'issued' && londonDate(at) > validTo)) return 'expired';
  return state === 'issued' ? 'valid' : null;
}
