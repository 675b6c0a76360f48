import { londonDate, monthsLater, type Instant, type LocalDate } from '../working-days';

/** A health, safety and environment assessment of a person, as it is on record (HSE-5). */
export interface HseRecordFact {
  record: string;
  result: 'pass' | 'fail';
  takenOn: LocalDate;
  /** Its last day: a pass runs to 24:00 London of it (HSE-4, TIM-4). */
  expiresOn: LocalDate;
  receivedAt: Instant;
}

/** True where a pass is in date on a London date: not before it was taken, and to the end of its last day (HSE-4). */
export function isInDate({ result, takenOn, expiresOn }: HseRecordFact, on: LocalDate): boolean {
  return result === 'pass' && takenOn <= on && on <= expiresOn;
}

/** The pass in date on a London date that runs longest; null where there is none (HSE-4). */
export function passOn(records: readonly HseRecordFact[], on: LocalDate): HseRecordFact | null {
  const [longest] = records.filter((record) => isInDate(record, on)).sort((a, b) => (a.expiresOn < b.expiresOn ? 1 : -1));
  return longest ?? null;
}

/** The pass that was first received as one that is in date, since an instant or before it; null where there is none (HSE-4). */
export function passSince(records: readonly HseRecordFact[], since: Instant): { record: string; at: Instant } | null {
  const passes = records.flatMap((record) => {
    // One that came before is known from the beginning: it is not lost.
    const at = record.receivedAt < since ? since : record.receivedAt;
    return isInDate(record, londonDate(at)) ? [{ record: record.record, at }] : [];
  });
  return passes.sort((a, b) => (a.at < b.at ? -1 : 1))[0] ?? null;
}

/** The last day of a pass: the same date so many years on (HSE-4, TIM-2). */
export function expiryOf(takenOn: LocalDate, years: number): LocalDate {
  return monthsLater(takenOn, 12 * years);
}
