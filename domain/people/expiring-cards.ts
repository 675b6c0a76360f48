import { monthsLater, type LocalDate } from '../working-days';

const MONTHS = 3;

/** The last day up to which a card is listed as expiring, or expired, on a London date (EMP-5). */
export function expiringUntil(today: LocalDate): LocalDate {
  return monthsLater(today, MONTHS);
}
