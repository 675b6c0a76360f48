import { v7 as uuid } from 'uuid';
import type { LearnerCharge } from '../../domain/learners/learner.transitions';
import { chargeEntry } from '../../domain/registration/charge';
import type { Instant } from '../../domain/working-days';
import { postEntry } from '../bank/offers';
import { inTenantScope, type Transaction } from '../core/database';
import { numbersInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { BatchRow, type LearnerRow } from '../registration/batch.model';
import { ChargeRow } from '../registration/charge.model';
import { openBilling } from '../registration/offers';

/** What one learner is charged and credited; `onward` is the registration that follows, on which a fee stands. */
export interface Charged {
  row: LearnerRow;
  charges: readonly LearnerCharge[];
  onward?: string | undefined;
}

/** Fees and credits of learners of one centre on its account, each with its entry, and the invoice to come (CEN-1, MON-2, WHY-4). */
export async function chargeLearners(trx: Transaction, charged: readonly Charged[], asked: RequestedBy, at: Instant): Promise<void> {
  const first = charged.find(({ charges }) => charges.length > 0);
  if (!first) return;
  const { version } = await numbersInForce(trx, at);
  for (const { row, charges, onward } of charged)
    for (const charge of charges) await chargeLearner(trx, row, charge, { asked, at, version, onward });
  const { tenantId } = first.row;
  await inTenantScope(trx, tenantId, () => openBilling(trx, tenantId, at, asked));
}

/**
 * One fee or credit of a learner on the centre's account, with its entry (CEN-1, MON-2, WHY-4); a fee for the registration that follows
 * stands with that one. Of an apprenticeship or a bundle it stands with the whole (REG-11).
 */
async function chargeLearner(
  trx: Transaction,
  row: LearnerRow,
  charge: LearnerCharge,
  { asked, at, version, onward }: { asked: RequestedBy; at: Instant; version: string; onward: string | undefined },
): Promise<void> {
  const { what, quantity, price } = charge;
  const whole = row.bundleBatchId ? await BatchRow.query(trx).findById(row.bundleBatchId).throwIfNotFound() : null;
  const { product, batch } = whole ? { product: whole.productId, batch: whole.id } : charge;
  const learnerId = (quantity > 0 && onward) || row.id;
  const id = uuid();
  const key = `learner/${row.id}/${what}/${asked.by.request_id ?? id}`;
  const entry = chargeEntry(row.organisationId, key, price, quantity);
  if (!entry) return;
  await postEntry(trx, row.tenantId, entry, at);
  await ChargeRow.query(trx).insert({
    ...{ id, tenantId: row.tenantId, organisationId: row.organisationId, entryKey: key, what, productId: product, batchId: batch },
    ...{ learnerId, quantity, netPence: price.net, vatPence: price.vat, vatBasisPoints: price.vatRate, decidedAt: at },
    ...{ purchaseOrder: (asked.body as { purchaseOrder?: string }).purchaseOrder ?? null },
    policyVersion: version,
  });
}
