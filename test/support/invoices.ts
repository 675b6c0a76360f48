import type { ApiClient } from './api-client';
import { eventually } from './eventually';

/** An invoice or a credit note as the API shows it. */
export interface InvoiceBody {
  id: string;
  number: string;
  kind: string;
  credits: { id: string; number: string } | null;
  order: string | null;
  advanceOrder: string | null;
  day: string;
  paidBy: string;
  purchaseOrder: string | null;
  lines: { description: string; quantity: number; net: { amount: number }; vatRate: number; vat: { amount: number } }[];
  net: { amount: number };
  vat: { amount: number };
  amount: { amount: number };
  document: string;
  file: string | null;
}
/** An entry of the financial history. */
export interface HistoryBody {
  kind: string;
  funds: { amount: number };
  balance: { amount: number };
  invoice: { id: string; number: string; amount: { amount: number }; paidBy: string } | null;
}

/** The invoices and credit notes of something that was paid, newest first. */
export async function invoicesOf(by: ApiClient, { id }: { id: string }): Promise<InvoiceBody[]> {
  return (await by.get<{ items: InvoiceBody[] }>(`/v1/invoices?order=${id}`)).body.items;
}

/** Waits until the PDF of an invoice is there; answers the invoice. */
export function printed(by: ApiClient, { id }: { id: string }): Promise<InvoiceBody & { file: string }> {
  return eventually(async () => {
    const { body } = await by.get<InvoiceBody>(`/v1/invoices/${id}`);
    if (!body.file || body.document !== 'made') throw new Error(`Its document is ${body.document}`);
    return { ...body, file: body.file };
  }, 60_000);
}
