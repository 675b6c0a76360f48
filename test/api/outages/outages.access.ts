import { noteCalls } from '../../../db/outages/circuits.commands';
import { inScope } from '../../../db/core/database';
import type { AccessFixtures } from '../../support/access';
import { eventually } from '../../support/eventually';

/** An outage of the printer, which is down. */
export const outagesAccess = {
  entities: {
    '/v1/outages/': async ({ system, tenant }) => {
      const calls = { tenant: tenant.id, service: 'printer', failed: 3, answered: false, error: '503' } as const;
      await inScope(system.database, { tenant: tenant.id, organisation: null }, (trx) => noteCalls(trx, calls, new Date().toISOString()));
      return eventually(async () => {
        const row = await system.owner('outages').where({ tenant_id: tenant.id, state: 'down' }).first('id');
        if (!row) throw new Error('not noticed yet');
        return row.id;
      });
    },
  },
  kinds: { outage: ({ one }) => one('/v1/outages/') },
  bodies: {},
} satisfies AccessFixtures;
