import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { DocumentRow } from './document.model';

/** Documents, newest first; of one day, or in one state, or all. */
export async function listDocuments(
  trx: Transaction,
  filter: { day?: string | undefined; state?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<DocumentRow>> {
  const query = DocumentRow.query(trx)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.day) query.where({ about_type: 'day', about_id: filter.day });
  if (filter.state) query.where('state', filter.state);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  return page(await query, filter.limit, (last) => [last.id]);
}

/** A document, or undefined. */
export function findDocument(trx: Transaction, id: string): Promise<DocumentRow | undefined> {
  return DocumentRow.query(trx).findById(id).execute();
}
