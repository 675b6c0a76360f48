import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { ApplicationRow } from './application.model';
import { recheck } from './applications.commands';

/** What is on record of some persons has changed: what is edited or held of theirs is looked at again (HSE-2). */
export async function recheckOf(trx: Transaction, persons: string[], at: Instant): Promise<void> {
  const rows = await ApplicationRow.query(trx)
    .whereIn('person_id', persons)
    // One whose payment it has not heard of yet is held by what was known at that instant: it looks again afterwards.
    .whereIn('state', ['beingCompleted', 'readyToFinalise', 'ordered', 'paid', 'onHold'])
    .orderBy('id');
  for (const { id } of rows) await recheck(trx, id, at);
}
