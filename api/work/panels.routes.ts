import { z } from 'zod';
import { may, type Permission } from '../../domain/access/permissions';
import { recentSince } from '../../domain/applications/application-order';
import { applicationLists } from '../../domain/applications/lists';
import { expiringUntil } from '../../domain/people/expiring-cards';
import { londonDate, type Instant } from '../../domain/working-days';
import { countApplicationOrders } from '../../db/applications/application-orders.queries';
import { countApplications, MOST_COUNTED } from '../../db/applications/application-lists.queries';
import { inScope, type Transaction } from '../../db/core/database';
import { countExpiring } from '../../db/people/employees.queries';
import type { Caller } from '../../platform/scope';
import { identifier } from '../../messages/core.schemas';
import { counting } from '../core/panels';
import { route, type Route } from '../core/route';
import { nodesReached } from '../organisations/offers';

/** The panels of an employer's home, by what they may be asked with. */
const panels = {
  cardsExpiring: 'viewEmployees',
  ...(Object.fromEntries(applicationLists.map((list) => [list, 'viewApplications'])) as Record<
    (typeof applicationLists)[number],
    'viewApplications'
  >),
  ordersRequiringAttention: 'viewPurchases',
  recentPurchases: 'viewPurchases',
} as const satisfies Record<string, Permission>;
type Panel = keyof typeof panels;

const told = counting(panels, MOST_COUNTED);
told.schema.register(z.globalRegistry, { id: 'Panels' });

const show = route({
  name: 'countPanels',
  method: 'get',
  path: '/v1/panels',
  summary: 'How much is in each list of employees, applications and orders, counted up to five hundred; null where it may not be seen',
  permission: null,
  rules: ['APP-7', 'EMP-5', 'EMP-7'],
  query: z.object({
    level: identifier.optional().describe('A company, group or office: what is at it and below'),
    organisation: identifier.optional().describe('An employer, for staff'),
  }),
  answers: { status: 200, description: 'By panel', schema: told.schema },
  handle: ({ deps, caller, query }) =>
    inScope(deps.database, caller, async (trx) => {
      const at = (await deps.clock()).toISOString();
      return { body: told.body(await counted(trx, caller, { ...query, at })) };
    }),
});

/** The counted panels of an employer's home (EMP-7). */
export const panelRoutes: Route[] = [show];

/** What may be seen of it, counted one further than it is told. */
async function counted(
  trx: Transaction,
  caller: Caller,
  { level, organisation: asked, at }: { level?: string | undefined; organisation?: string | undefined; at: Instant },
): Promise<Partial<Record<Panel, number>>> {
  const organisation = caller.organisation ?? asked ?? null;
  const most = MOST_COUNTED + 1;
  const where = (permission: Permission) => nodesReached(trx, caller, permission, level);
  const found: Partial<Record<Panel, number>> = {};
  const expiring = expiringUntil(londonDate(at), caller.policy.employees);
  if (may(caller, 'viewEmployees'))
    found.cardsExpiring = await countExpiring(trx, { organisation, nodes: await where('viewEmployees') }, expiring, most);
  if (may(caller, 'viewApplications')) {
    const places = { tenant: caller.tenant, organisation, nodes: await where('viewApplications') };
    Object.assign(found, await countApplications(trx, places, at));
  }
  if (may(caller, 'viewPurchases')) {
    const nodes = await where('viewPurchases');
    const since = recentSince(at, caller.policy.orders);
    found.ordersRequiringAttention = await countApplicationOrders(trx, { nodes, list: 'requiringAttention' }, since, most);
    found.recentPurchases = await countApplicationOrders(trx, { nodes, list: 'recent' }, since, most);
  }
  return found;
}
