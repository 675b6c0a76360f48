import { z } from 'zod';
import { may, type Permission } from '../../domain/access/permissions';
import { inScope } from '../../db/core/database';
import { countWaiting, desks, MOST_WAITING, type Desk } from '../../db/work/waiting.queries';
import { route, type Route } from '../core/route';

const WEEK_MS = 7 * 86_400_000;

/** What lists that which lies at each desk, and what it is. */
const listing: Record<Desk, { permission: Permission; means: string }> = {
  suspense: { permission: 'viewReceipts', means: 'Receipts in suspense' },
  claims: { permission: 'viewPurchases', means: 'Claims that are open' },
  reversals: { permission: 'viewReceipts', means: 'Reversals that await a second person' },
  adjustments: { permission: 'viewWork', means: 'Adjustments that await a second person' },
  approvals: { permission: 'viewWork', means: 'Proposals of any kind that await a second person, adjustments among them' },
  holds: { permission: 'viewPurchases', means: 'Holds that are due within seven days, overdue ones among them' },
  myTasks: { permission: 'viewWork', means: 'Open tasks that are mine' },
  queue: { permission: 'viewWork', means: 'Open tasks of my queue, taken or not' },
  accessRequests: { permission: 'addUsers', means: 'Requests for access that are not decided' },
  statements: { permission: 'importStatements', means: 'Statements with lines in doubt' },
};

const count = z.object({ count: z.int().min(0).max(MOST_WAITING), more: z.boolean() });
const shape = Object.fromEntries(desks.map((desk) => [desk, count.nullable().describe(listing[desk].means)]));
const waiting = route({
  name: 'countWaiting',
  method: 'get',
  path: '/v1/waiting',
  summary: 'How much waits at each desk that I may list, counted up to a thousand; null at the others',
  permission: 'viewWork',
  rules: ['WRK-1'],
  answers: { status: 200, description: 'By desk', schema: z.object(shape) },
  handle: async ({ deps, caller }) => {
    const dueBefore = new Date((await deps.clock()).getTime() + WEEK_MS).toISOString();
    const at = desks.filter((desk) => may(caller, listing[desk].permission));
    const found = await inScope(deps.database, caller, (trx) => countWaiting(trx, { user: caller.user, role: caller.role, dueBefore, at }));
    return { body: Object.fromEntries(desks.map((desk) => [desk, countBody(found[desk])])) };
  },
});

/** What waits for whom (WRK-1). */
export const waitingRoutes: Route[] = [waiting];

function countBody(found: number | null) {
  return found === null ? null : { count: Math.min(found, MOST_WAITING), more: found > MOST_WAITING };
}
