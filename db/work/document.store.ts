import type { Document, DocumentFacts } from '../../domain/work/document.state';
import { FileRow } from '../access/file.model';
import type { Transaction } from '../core/database';
import type { RowStore, Step } from '../core/row-store';
import { DocumentRow } from './document.model';

/** How a document meets its row: the document worker keeps the file there, the case follows it (OPS-2, FIN-1). */
export const documentStore: RowStore<Document, DocumentFacts> = {
  table: 'documents',
  facts: async (trx, { state, trigger }) => {
    if (trigger === 'ask') return { file: null };
    const { fileId } = await DocumentRow.query(trx).findById(state.id).forUpdate().throwIfNotFound();
    const file = fileId ? await FileRow.query(trx).findById(fileId).select('id', 'uploaded_at').throwIfNotFound() : null;
    return { file: file && { id: file.id, at: file.uploadedAt } };
  },
  write: async (trx, step) => {
    if (step.version === 1) return insert(trx, step);
    const { id, state, stateSince } = step.decision.next;
    await DocumentRow.query(trx)
      .findById(id)
      .patch({ state, stateSince, version: step.version } as Partial<DocumentRow>);
  },
};

async function insert(trx: Transaction, { decision, at, asked, version }: Step<Document>): Promise<void> {
  const { id, tenant: tenantId, wish, requestedBy, stateSince } = decision.next;
  const about = { kind: wish!.kind, aboutType: 'day', aboutId: wish!.day };
  const by = { requestedBy, requestedAt: at, requestId: asked!.by.request_id };
  await DocumentRow.query(trx).insert({ id, tenantId, ...about, ...by, state: 'asked', stateSince, version });
}
