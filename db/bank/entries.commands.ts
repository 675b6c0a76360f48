import { v7 as uuid } from 'uuid';
import type { Entry } from '../../domain/decision';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';

/**
 * Posts an entry in a plain command's transaction; a case's commit posts its own (MON-2). Throws where its key is posted already, and
 * at the transaction's end where its lines do not sum to nothing.
 */
export function postEntry(trx: Transaction, tenant: string, entry: Entry, at: Instant): Promise<void> {
  return postEntries(trx, tenant, [entry], at);
}

/** The same of several entries, at least one, in as many statements. */
export async function postEntries(trx: Transaction, tenant: string, given: readonly Entry[], at: Instant): Promise<void> {
  const entries = given.map((entry) => ({ ...entry, id: uuid() }));
  await trx('journal_entries').insert(entries.map(({ id, key, kind }) => ({ id, tenant_id: tenant, key, kind, at })));
  await trx('postings').insert(
    entries.flatMap(({ id, postings }) =>
      postings.map(({ account, pence }) => ({ entry_id: id, tenant_id: tenant, account, pence: pence.toString() })),
    ),
  );
}
