import { refuse, type Refusal } from '../refusal';
import { londonDate, type Instant, type LocalDate } from '../working-days';

/** Where a result came from (HSE-5). */
export const hseSources = ['provider', 'operator', 'csv'] as const;
export type HseSource = (typeof hseSources)[number];

/** A result as it comes: of whom by registration number, or by full name and birth date (HSE-5). */
export interface HseResult {
  /** The assessment's own number. */
  number: string;
  person: string | null;
  givenName: string | null;
  familyName: string | null;
  birthDate: LocalDate | null;
  takenOn: LocalDate;
  mode: 'atCentre' | 'online';
  result: 'pass' | 'fail';
}

/** What a result cannot say, all at once: each at the member that says it (HSE-5). */
export function faultsOfResult({ takenOn, birthDate }: HseResult, at: Instant): Refusal[] {
  const today = londonDate(at);
  const faults: Refusal[] = [];
  if (takenOn > today)
    faults.push(refuse('takenOn', 'HSE-5', 'It was taken in the future', `Give ${today} or a day before it.`, '/takenOn'));
  if (birthDate && birthDate >= takenOn)
    faults.push(refuse('birthDate', 'HSE-5', 'It was taken before the birth', 'Correct the birth date or the day.', '/birthDate'));
  return faults;
}
