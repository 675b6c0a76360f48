import type { LocalDate } from '../working-days';

/** How somebody stands with health and safety: a pass in date, one that has run out, or none (HSE-5). */
export const hseStatuses = ['inDate', 'expired', 'none'] as const;
export type HseStatus = (typeof hseStatuses)[number];

/** What of a record counts. */
export interface AssessedHse {
  result: 'pass' | 'fail';
  expiresOn: LocalDate;
}

/** The standing on a London date by the pass that runs longest: a pass holds to the end of its last day (HSE-4, TIM-4). */
export function hseStatusOf(records: readonly AssessedHse[], today: LocalDate): { status: HseStatus; expiresOn: LocalDate | null } {
  const [expiresOn = null] = records
    .flatMap((record) => (record.result === 'pass' ? [record.expiresOn] : []))
    .sort()
    .reverse();
  if (expiresOn === null) return { status: 'none', expiresOn };
  return { status: expiresOn >= today ? 'inDate' : 'expired', expiresOn };
}
