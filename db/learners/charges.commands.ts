import { v7 as uuid } from 'uuid';
import type { LearnerCharge } from '../../domain/learners/learner.transitions';
import { chargeEntry } from '../../domain/registration/charge';
import type { Instant } from '../../domain/working-days';
import { postEntries } from '../bank/offers';
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
  const due = charged.filter(({ charges }) => charges.length > 0);
  const [first] = due;
  if (!first) return;
  const { tenantId } = first.row;
  const { version } = await numbersInForce(trx, at);
  const wholes = await BatchRow.query(trx).findByIds([...new Set(due.flatMap(({ row }) => row.bundleBatchId ?? []))]);
  const made = due.flatMap((each) => {
    const whole = wholes.find(({ id }) => id === each.row.bundleBatchId);
    return each.charges.map((charge) => chargeOf(each, charge, whole, { asked, at, version }));
  });
  const costing = made.flatMap(({ row, entry }) => (entry ? [{ row, entry }] : []));
  if (costing.length > 0) {
    await postEntries(
      trx,
      tenantId,
      costing.map(({ entry }) => entry),
      at,
    );
    await ChargeRow.query(trx).insert(costing.map(({ row }) => row));
  }
  await inTenantScope(trx, tenantId, () => openBilling(trx, tenantId, at, asked));
}

/**
 * One fee or credit of a learner with its entry, which is null where it is of nothing; a fee for the registration that follows stands with
 * that one. Of an apprenticeship or a bundle it stands with the whole (REG-11).
 */
function chargeOf(
  { row, onward }: Charged,
  { what, quantity, price, ...of }: LearnerCharge,
  whole: BatchRow | undefined,
  { asked, at, version }: { asked: RequestedBy; at: Instant; version: string },
) {
  const { product, batch } = whole ? { product: whole.productId, batch: whole.id } : of;
  const id = uuid();
  const key = `learner/${row.id}/${what}/${asked.by.request_id ?? id}`;
  const charge = {
    ...{ id, tenantId: row.tenantId, organisationId: row.organisationId, entryKey: key, what, productId: product, batchId: batch },
    ...{ learnerId: (quantity > 0 && onward) || row.id, quantity, netPence: price.net, vatPence: price.vat, vatBasisPoints: price.vatRate },
    ...{ decidedAt: at, purchaseOrder: (asked.body as { purchaseOrder?: string }).purchaseOrder ?? null, policyVersion: version },
  };
  return { row: charge, entry: chargeEntry(row.organisationId, key, price, quantity) };
}
