import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { LearnerRow } from '../registration/batch.model';
import { LearnerImportChangeRow, LearnerImportRow } from './learner-import.model';

/** An import with those whom its undoing left as they are (IMP-1). */
export interface ImportDetails {
  row: LearnerImportRow;
  kept: Pick<LearnerRow, 'id' | 'number' | 'forename' | 'surname'>[];
}

/** Imports of dates in scope, the newest first. */
export async function listImports(
  trx: Transaction,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<LearnerImportRow>> {
  const query = LearnerImportRow.query(trx)
    .orderBy('id', 'desc')
    .limit(limit + 1);
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  return page(await query, limit, ({ id }) => [id]);
}

/** One import in scope, or undefined. */
export async function findImport(trx: Transaction, id: string): Promise<ImportDetails | undefined> {
  const row = await LearnerImportRow.query(trx).findById(id);
  if (!row) return undefined;
  const changes = await LearnerImportChangeRow.query(trx).where({ import_id: id, is_kept: true });
  const kept = await LearnerRow.query(trx)
    .findByIds(changes.map(({ learnerId }) => learnerId))
    .orderBy('number');
  return { row, kept };
}
