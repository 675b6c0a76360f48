import { inScope } from '../../db/core/database';
import { endOfMonth, billingMonth } from '../../domain/registration/billing-run.decide';
import { charge, seedProduct } from '../support/learners';
import type { Way } from './record';

/** A month of centres: what is owed is invoiced, what comes to nothing is carried forward. */
export const billingRunWays = {
  invoiced: async ({ system, tenant, stageIs }) => {
    const product = await seedProduct(system.owner, tenant.id, 'Care');
    const at = (await system.now()).toISOString();
    await inScope(system.database, { tenant: tenant.id, organisation: null }, (trx) => charge(trx, tenant, { product, quantity: 3, at }));
    const month = billingMonth(at);
    const { id } = await system.owner('billing_runs').where({ tenant_id: tenant.id, month }).first('id');
    await stageIs(id, 'To be invoiced');
    await system.sleepUntil(new Date(Date.parse(endOfMonth(month)) + 7 * 3_600_000).toISOString());
    await stageIs(id, 'Invoiced');
    return id;
  },
} satisfies Record<string, Way>;
