import { readHolidays } from '../../db/seeds/bank-holidays';
import { firstPolicy } from '../../domain/policy';
import type { ProcessIdentity, Situation } from '../../domain/process';
import type { Calendar, Instant } from '../../domain/working-days';

const holidays = readHolidays().map(({ day }) => day);
/** The published calendar of England and Wales. */
export const publishedCalendar: Calendar = { version: 'published', holidays: new Set(holidays), publishedUntil: '2028-12-31' };

/** What a decision stands on, where a test says nothing else: the first policy, the published calendar, nobody who asks, no facts. */
export function situation<Facts>(given: Partial<Situation<Facts>> & { at: Instant }): Situation<Facts> {
  return { policy: firstPolicy, calendar: publishedCalendar, by: null, requestId: null, facts: null as Facts, ...given };
}

/** The identity of a case that is opened. */
export function identity(given: Partial<ProcessIdentity> = {}): ProcessIdentity {
  const names = { kind: 'advance-order', businessId: 'advance-order/ECS0944490', reference: 'ECS0944490', owner: 'finance' };
  return { ...names, tenant: 't', organisation: 'o', policyVersion: firstPolicy.version, ...given };
}
