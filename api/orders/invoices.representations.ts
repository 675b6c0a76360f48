import { z } from 'zod';
import { toMoney } from '../../domain/money';
import { invoiceReference, meansOfPayment } from '../../domain/orders/invoice';
import { londonDate } from '../../domain/working-days';
import type { HistoryEntry } from '../../db/orders/financial-history.queries';
import type { InvoiceDetails } from '../../db/orders/invoices.queries';
import { money } from '../core/schemas';

const kind = z.enum(['invoice', 'creditNote']);
const lines = z.array(z.string());
const line = z.object({
  description: z.string(),
  quantity: z.int(),
  net: money,
  vatRate: z.number().describe('Per cent'),
  vat: money,
  total: money,
});
line.register(z.globalRegistry, { id: 'InvoiceLine' });

/** An invoice or a credit note, as it was issued (ORD-6). */
export const invoice = z.object({
  id: z.uuid(),
  number: z.string().describe('In one series without gaps: INV of an invoice, CN of a credit note'),
  kind,
  credits: z.object({ id: z.uuid(), number: z.string() }).nullable().describe('The invoice that a credit note takes back'),
  level: z.uuid().nullable().describe('Where it was bought; a centre has no levels'),
  order: z.uuid().nullable().describe('The order for cards that was paid'),
  advanceOrder: z.uuid().nullable(),
  cardPayment: z.uuid().nullable(),
  billingRun: z.uuid().nullable().describe('The month of a centre’s account (CEN-1)'),
  issuedAt: z.iso.datetime(),
  day: z.iso.date().describe('A London date, the tax point'),
  paidBy: z.enum(meansOfPayment),
  seller: z.object({ name: z.string(), address: lines, vatNumber: z.string().nullable() }),
  billedTo: z.object({ organisation: z.string(), office: z.string(), address: lines }),
  accountsContact: z.string(),
  attentionOf: z.string().nullable(),
  purchaseOrder: z.string().nullable(),
  lines: z.array(line),
  net: money,
  vat: money,
  amount: money.describe('With value added tax'),
  document: z.enum(['asked', 'made', 'failed']).nullable().describe('How its PDF stands'),
  file: z.string().nullable().describe('Where the PDF is downloaded, once it is made'),
});
invoice.register(z.globalRegistry, { id: 'Invoice' });

/** An invoice or a credit note. */
export function invoiceBody({ invoice: row, credited, document }: InvoiceDetails) {
  const { id, issuedAt, paidBy, seller, billedTo, accountsContact, attentionOf, purchaseOrder } = row;
  return {
    ...{ id, number: invoiceReference(row.kind, row.number), kind: row.kind },
    credits: row.creditsId && credited ? { id: row.creditsId, number: credited } : null,
    ...{ level: row.nodeId, order: row.applicationOrderId, advanceOrder: row.advanceOrderId, cardPayment: row.cardPaymentId },
    billingRun: row.billingRunId,
    ...{ issuedAt, day: londonDate(issuedAt), paidBy, seller, billedTo, accountsContact, attentionOf, purchaseOrder },
    lines: row.lines.map(({ description, quantity, net, vat, vatRate }) => ({
      ...{ description, quantity, net: pounds(net), vatRate: vatRate / 100, vat: pounds(vat), total: pounds(net + vat) },
    })),
    ...{ net: toMoney(row.netPence), vat: toMoney(row.vatPence), amount: toMoney(row.pence) },
    document: document?.state ?? null,
    file: document?.fileId ? `/v1/invoices/${id}/file` : null,
  };
}

/** What happened on an account (ORD-4). */
export const historyEntry = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.enum(['allocation', 'payment', 'reversal', 'adjustment', 'return', 'receipt']),
  funds: money.describe('What came into funds at these levels; negative where it left them, nothing where it did not touch them'),
  balance: money.describe('Of the funds at these levels, after it'),
  invoice: z
    .object({ id: z.uuid(), number: z.string(), kind, amount: money, paidBy: z.enum(meansOfPayment), purchaseOrder: z.string().nullable() })
    .nullable(),
});
historyEntry.register(z.globalRegistry, { id: 'HistoryEntry' });

/** An entry of the financial history. */
export function historyBody({ id, at, kind: what, funds, balance, invoice: of }: HistoryEntry) {
  const { number, pence, ...told } = of ?? { number: 0, pence: 0n };
  const shown = of && { ...told, number: invoiceReference(of.kind, number), amount: toMoney(pence) };
  return { id, at, kind: what, funds: toMoney(funds), balance: toMoney(balance), invoice: shown };
}

function pounds(pence: number) {
  return toMoney(BigInt(pence));
}
