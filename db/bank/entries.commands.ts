import { v7 as uuid } from 'uuid';
import type { Entry } from '../../domain/decision';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';

/**
 * Posts an entry in a plain command's transaction; a case's commit posts its own (MON-2). Throws where its key is posted already, and
 * at the transaction's end where its lines do not sum to nothing.
 */
export async function postEntry(trx: Transaction, tenant: string, { key, kind, postings }: Entry, at: Instant): Promise<void> {
  const id = uuid();
  await trx('journal_entries').insert({ id, tenant_id: tenant, key, kind, at });
  await trx('postings').insert(
    postings.map(({ account, pence }) => ({ entry_id: id, tenant_id: tenant, account, pence: pence.toString() })),
  );
}
