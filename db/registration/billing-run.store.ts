import { afterInvoicing, type BillingProgress } from '../../domain/registration/billing-run.decide';
import type { RowsStore } from '../core/rows';
import { BillingRunRow } from './billing-run.model';
import { centresOwing, invoiceNextCentres, passOn } from './billing.commands';

/** How a month's invoices meet their tables: some centres a transaction; what is carried forward has a run that takes it (CEN-1). */
export const billingRunStore: RowsStore = {
  act: async (trx, { entity, at, before }) => {
    const progress = before as BillingProgress;
    if (progress.isOver) return afterInvoicing(progress, progress, at);
    const run = await BillingRunRow.query(trx).findById(entity).throwIfNotFound();
    if (at >= progress.dueAt) await invoiceNextCentres(trx, run, at);
    const step = afterInvoicing(progress, await centresOwing(trx, run), at);
    if (step.progress.isOver) await passOn(trx, run, step.progress.carried > 0);
    return step;
  },
};
