import { ENDED_STATES } from '../../domain/orders/advance-order.state';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';

const endedStates = ENDED_STATES.map((state) => `'${state}'`).join(', ');

/** What lies at each desk; `$1` is the user, `$2` his role, `$3` when holds are no longer due soon. */
const DESKS = {
  suspense: `receipts where state = 'suspense'`,
  claims: `claims where state = 'open'`,
  reversals: `reversals where state = 'awaiting'`,
  adjustments: `approvals where state = 'awaiting' and what = 'adjustment'`,
  approvals: `approvals where state = 'awaiting'`,
  holds: `advance_orders where state not in (${endedStates}) and due_at < $3`,
  myTasks: `work_items where closed_at is null and assignee_id = $1`,
  queue: `work_items where closed_at is null and queue = $2`,
  accessRequests: `access_requests where state in ('none', 'asked', 'withStaff')`,
  statements: `statements where doubtful_count > 0`,
} as const;
export type Desk = keyof typeof DESKS;
/** Their names. */
export const desks = Object.keys(DESKS) as Desk[];

/** Things are counted up to here: nobody reads a higher number. */
export const MOST_WAITING = 1000;

const counts = Object.entries(DESKS).map(
  ([desk, from]) =>
    `case when '${desk}' = any ($4) then (select count(*)::int from (select from ${from} limit ${MOST_WAITING + 1}) c) end as "${desk}"`,
);
const WAITING = `select ${counts.join(', ')} from (select $1::uuid, $2::text, $3::timestamptz, $4::text[]) given`;

/** How much lies at each of some desks in scope, one more than is counted where there is more; null at the others (WRK-1). */
export async function countWaiting(
  trx: Transaction,
  of: { user: string; role: string; dueBefore: Instant; at: Desk[] },
): Promise<Record<Desk, number | null>> {
  const [row] = await prepared<Record<Desk, number | null>>(trx, 'waiting', WAITING, [of.user, of.role, of.dueBefore, of.at]);
  return row!;
}
