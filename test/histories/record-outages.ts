import { calls, outageIs } from '../support/outages';
import type { Way } from './record';

/** Ways through an outage. */
export const outageWays = {
  'down-back-over': async ({ system, tenant, administrator }) => {
    await calls(system, tenant.id, 'printer', { failed: 3 });
    const id = await outageIs(system, tenant.id, 'printer', 'down');
    await administrator.post(`/v1/outages/${id}/try-now`, {});
    await calls(system, tenant.id, 'printer', {});
    await outageIs(system, tenant.id, 'printer', 'back');
    await system.sleep(16 * 60_000);
    await outageIs(system, tenant.id, 'printer', 'over');
    return id;
  },
} satisfies Record<string, Way>;
