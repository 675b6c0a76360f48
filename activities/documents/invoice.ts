import type { InvoiceRow } from '../../db/orders/invoice.model';
import { inPounds } from '../../domain/money';
import { rateInWords } from '../../domain/orders/fee';
import { invoiceReference, paidByWords } from '../../domain/orders/invoice';
import { dateWords, londonDate } from '../../domain/working-days';
import { endDocument, heading, paragraph, startDocument, table } from './tagged-pdf';

/**
 * An invoice or a credit note as a tagged PDF (ORD-6, PDF/UA-1), from its snapshot alone; `credited` is the number of the invoice that
 * a credit note takes back. `progress` is awaited before each table.
 */
export async function renderInvoice(invoice: InvoiceRow, credited: string | null, progress: () => Promise<void>): Promise<Buffer> {
  const { kind, seller, billedTo, attentionOf, lines, netPence, vatPence, pence, issuedAt, paidBy } = invoice;
  const reference = invoiceReference(kind, invoice.number);
  const isOwed = paidBy === 'account';
  const title = `${kind === 'invoice' ? (vatPence > 0n ? 'VAT invoice' : 'Invoice') : 'Credit note'} ${reference}`;
  const pdf = startDocument(title);
  heading(pdf, 'H1', title);
  paragraph(pdf, [seller.name, ...seller.address, ...(seller.vatNumber ? [`VAT registration number ${seller.vatNumber}`] : [])]);
  heading(pdf, 'H2', 'Billed to');
  const attention = attentionOf ? [`For the attention of ${attentionOf}`] : [];
  paragraph(pdf, [billedTo.organisation, billedTo.office, ...billedTo.address, ...attention].filter(Boolean));
  heading(pdf, 'H2', 'Details');
  const details = [
    ['Number', reference],
    ['Date and tax point', dateWords(londonDate(issuedAt))],
    ...(credited ? [['Takes back invoice', credited]] : []),
    ...(invoice.purchaseOrder ? [['Your reference', invoice.purchaseOrder]] : []),
    ['Accounts contact', invoice.accountsContact],
    [isOwed ? 'To be paid' : kind === 'invoice' ? 'Paid by' : 'Was paid by', paidByWords[paidBy]],
  ];
  await table(pdf, ['What', 'As stated'], details, progress);
  heading(pdf, 'H2', isOwed ? 'Charged and credited' : kind === 'invoice' ? 'Paid for' : 'Taken back');
  const columns = ['Description', 'Quantity', 'Unit price', 'Net', 'VAT rate', 'VAT', 'Total'];
  const rows = lines.map(({ description, quantity, net, vat, vatRate }) => [
    ...[description, String(quantity), inPounds(BigInt(net / quantity)), inPounds(BigInt(net)), rateInWords(vatRate)],
    ...[inPounds(BigInt(vat)), inPounds(BigInt(net + vat))],
  ]);
  await table(pdf, columns, rows, progress);
  heading(pdf, 'H2', 'Totals');
  const totals = [
    ['Net', inPounds(netPence)],
    ['VAT', inPounds(vatPence)],
    [isOwed ? 'Total, on account' : kind === 'invoice' ? 'Total, paid' : 'Total, credited', inPounds(pence)],
  ];
  await table(pdf, ['What', 'Amount'], totals, progress);
  return endDocument(pdf);
}
