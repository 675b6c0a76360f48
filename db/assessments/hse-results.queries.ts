import { prepared, type Database, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { HseResultRow } from './hse-result.model';

/** Results as they came, newest first; those that are nobody's yet, or all (HSE-5). */
export async function listResults(
  trx: Transaction,
  { state, cursor, limit }: { state?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<HseResultRow>> {
  const query = HseResultRow.query(trx)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (state) query.where('state', state);
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  return page(await query, limit, (last) => [last.id]);
}

/** A result, or undefined. */
export function findResult(trx: Transaction, id: string): Promise<HseResultRow | undefined> {
  return HseResultRow.query(trx).findById(id).execute();
}

/** The scheme that a provider's message names, before any scope is known; null where there is none such. */
export async function schemeCalled(database: Database, key: string): Promise<string | null> {
  const [row] = await database.transaction((trx) =>
    prepared<{ id: string | null }>(trx, 'scheme-called', 'select scheme_called($1) as id', [key]),
  );
  return row!.id;
}
