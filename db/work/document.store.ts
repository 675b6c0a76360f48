import { aboutBookings } from '../../domain/bookings/paperwork';
import { invoiceReference } from '../../domain/orders/invoice';
import type { Document, DocumentFacts, DocumentWish } from '../../domain/work/document.state';
import { FileRow } from '../access/file.model';
import type { Transaction } from '../core/database';
import type { RowStore, Step } from '../core/row-store';
import { InvoiceRow } from '../orders/invoice.model';
import { DocumentRow } from './document.model';

/** How a document meets its row: the document worker keeps the file there, the case follows it (OPS-2, FIN-1). */
export const documentStore: RowStore<Document, DocumentFacts> = {
  table: 'documents',
  facts: async (trx, { state, trigger }) => {
    if (trigger === 'ask') return { file: null };
    const { fileId } = await DocumentRow.query(trx).findById(state.id).forUpdate().throwIfNotFound();
    const file = fileId ? await FileRow.query(trx).findById(fileId).select('id', 'uploaded_at').throwIfNotFound() : null;
    const { wish } = state;
    const invoice = file && wish?.kind === 'invoice' ? await numberOf(trx, wish.invoice) : undefined;
    return { file: file && { id: file.id, at: file.uploadedAt }, ...(invoice ? { invoice } : {}) };
  },
  write: async (trx, step) => {
    if (step.version === 1) return insert(trx, [step]);
    const { id, state, stateSince } = step.decision.next;
    await DocumentRow.query(trx)
      .findById(id)
      .patch({ state, stateSince, version: step.version } as Partial<DocumentRow>);
  },
  writeOpened: insert,
};

async function insert(trx: Transaction, steps: Step<Document>[]): Promise<void> {
  const rows = steps.map(({ decision, at, asked, version, process }) => {
    const { id, tenant: tenantId, wish, requestedBy, stateSince } = decision.next;
    const by = { requestedBy, requestedAt: at, requestId: asked?.by.request_id ?? null };
    const of = { id, tenantId, organisationId: process.organisation, kind: wish!.kind, ...aboutOf(wish!) };
    return { ...of, ...by, state: 'asked' as const, stateSince, version };
  });
  await DocumentRow.query(trx).insert(rows);
}

function aboutOf(wish: DocumentWish): Pick<DocumentRow, 'aboutType' | 'aboutId'> {
  switch (wish.kind) {
    case 'day-report':
      return { aboutType: 'day', aboutId: wish.day };
    case 'invoice':
      return { aboutType: 'invoice', aboutId: wish.invoice };
    case 'registration':
      return { aboutType: 'registration-group', aboutId: wish.group };
    default:
      return aboutBookings(wish);
  }
}

async function numberOf(trx: Transaction, id: string): Promise<string> {
  const { kind, number } = await InvoiceRow.query(trx).findById(id).throwIfNotFound();
  return invoiceReference(kind, number);
}
