import type { Policy } from '../policy';
import { monthsLater, type LocalDate } from '../working-days';

/** The last day up to which a card is listed as expiring, or expired, on a London date (EMP-5). */
export function expiringUntil(today: LocalDate, { expiringMonths }: Pick<Policy['employees'], 'expiringMonths'>): LocalDate {
  return monthsLater(today, expiringMonths);
}
