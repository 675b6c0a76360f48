import type { CaseState } from '../process';
import { cases } from '../processes';
import type { Instant } from '../working-days';
import type { MovedInstant } from './recount';

/** What the dates of a wait are called that are no moments of its schedule. */
const dates: Record<string, string> = {
  dueAt: 'It is due',
  decideBy: 'A case operator’s decision is due, if it comes to that',
  staffDueAt: 'Staff’s decision is due, if it comes to that',
  remindAt: 'Somebody is reminded',
  veryLateFrom: 'Very late bookings begin',
  refusedFrom: 'Bookings end',
};

/** What an instant of a wait is the instant of, in its kind's own words. */
export function inWordsOf(kind: string, state: CaseState | null, { what, from }: MovedInstant): string {
  const definition = (cases as unknown as Record<string, { summary(state: CaseState, due: { what: string; at: Instant }): string }>)[kind];
  return dates[what] ?? (definition && state ? definition.summary(state, { what, at: from }) : what);
}

/** Why a proposed calendar moves nothing of a wait (CAL-1, TIM-3): `counted` of its dates were counted in working days. */
export function whyItStays(counted: number, dueAt: Instant | null): string {
  if (counted > 0) return 'Counted in working days, over none of the days that change';
  if (dueAt === null) return 'It waits without a date';
  return 'No count in working days stands beside its dates: they are of another unit, were told to a payer, or are older than such counts; they stay (TIM-3, TIM-4)';
}
