import type { LearnerState } from '../../domain/learners/learner.state';
import type { LearnerRow } from '../registration/batch.model';

/** What decisions about a learner turn on, of the row (LRN-3). */
export function stateOf(row: LearnerRow): LearnerState {
  const { id, state, stateSince, session, registeredAt, firstRegisteredAt, lapsesOn, nextAt, certificatedOn } = row;
  return {
    ...{ id, state, stateSince, session, registeredAt, firstRegisteredAt, lapsesOn, nextAt, certificatedOn },
    ...{ product: row.productId, batch: row.batchId, bundle: row.bundleBatchId },
    fee: { net: row.feeNetPence, vat: row.feeVatPence, vatRate: row.feeVatBasisPoints },
  };
}
