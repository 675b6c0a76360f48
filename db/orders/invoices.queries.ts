import { invoiceReference, type InvoiceKind } from '../../domain/orders/invoice';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { DocumentRow } from '../work/document.model';
import { InvoiceRow } from './invoice.model';

/** An invoice or credit note with its document, and the number of the invoice that a credit note takes back (ORD-6). */
export interface InvoiceDetails {
  invoice: InvoiceRow;
  credited: string | null;
  document: Pick<DocumentRow, 'id' | 'state' | 'fileId'> | null;
}

/** An invoice with the number of the one that it takes back. Throws NotFoundError where there is none such. */
export async function invoiceToPrint(trx: Transaction, id: string): Promise<Omit<InvoiceDetails, 'document'>> {
  const invoice = await InvoiceRow.query(trx).findById(id).throwIfNotFound();
  const credited = invoice.creditsId ? await InvoiceRow.query(trx).findById(invoice.creditsId).throwIfNotFound() : null;
  return { invoice, credited: credited && invoiceReference(credited.kind, credited.number) };
}

/** Invoices and credit notes at the given nodes, everywhere in scope with null; newest first (ORD-4, ORD-6). */
export async function listInvoices(
  trx: Transaction,
  filter: {
    nodes: string[] | null;
    kind?: InvoiceKind | undefined;
    order?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Page<InvoiceDetails>> {
  const query = InvoiceRow.query(trx)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.nodes) query.whereIn('node_id', filter.nodes);
  if (filter.kind) query.where('kind', filter.kind);
  if (filter.order) query.whereRaw('? in (application_order_id, advance_order_id, card_payment_id)', [filter.order]);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  const { items, next } = page(await query, filter.limit, ({ id }) => [id]);
  return { items: await detailed(trx, items), next };
}

/** An invoice or credit note at or below the given nodes, or undefined. */
export async function findInvoice(trx: Transaction, id: string, roots: string[] | null): Promise<InvoiceDetails | undefined> {
  const query = InvoiceRow.query(trx).findByIds([id]);
  if (roots) query.whereRaw('node_id = any(array(select nodes_within(?::uuid[])))', [roots]);
  return (await detailed(trx, await query))[0];
}

async function detailed(trx: Transaction, invoices: InvoiceRow[]): Promise<InvoiceDetails[]> {
  const ids = invoices.map(({ id }) => id);
  const documents = await DocumentRow.query(trx).whereIn('about_id', ids).select('id', 'about_id', 'state', 'file_id');
  const credited = await InvoiceRow.query(trx).findByIds(invoices.flatMap(({ creditsId }) => creditsId ?? []));
  return invoices.map((invoice) => {
    const of = credited.find(({ id }) => id === invoice.creditsId);
    return {
      invoice,
      credited: of ? invoiceReference(of.kind, of.number) : null,
      document: documents.find(({ aboutId }) => aboutId === invoice.id) ?? null,
    };
  });
}
