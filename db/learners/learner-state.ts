import type { LearnerState } from '../../domain/learners/learner.state';
import { prepared, type Transaction } from '../core/database';
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

const WRITE = `
  update learners l set state = c.state, state_since = c.state_since, lapses_on = c.lapses_on, next_at = c.next_at, version = version + 1
  from jsonb_to_recordset($1::jsonb) as c(id uuid, state text, state_since timestamptz, lapses_on date, next_at timestamptz) where l.id = c.id`;

/** Writes how locked learners stand from now on, all at once: what their registrations became, and what falls due next (LAP-1, LRN-3). */
export async function writeStates(trx: Transaction, learners: readonly LearnerState[]): Promise<void> {
  const columns = learners.map(({ id, state, stateSince, lapsesOn, nextAt }) => ({
    ...{ id, state, state_since: stateSince, lapses_on: lapsesOn, next_at: nextAt },
  }));
  await prepared(trx, 'write-learner-states', WRITE, [JSON.stringify(columns)]);
}
