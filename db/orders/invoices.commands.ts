import { v7 as uuid } from 'uuid';
import { totalOf, type InvoiceLine } from '../../domain/orders/invoice';
import type { Pence } from '../../domain/money';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { AddressRow, NodeRow, OrganisationRow } from '../organisations/organisation.model';
import { askForDocument } from '../work/offers';
import { InvoiceRow, SellerRow, type BilledTo, type KeptLine, type Seller } from './invoice.model';

type About =
  | Pick<InvoiceRow, 'applicationOrderId'>
  | Pick<InvoiceRow, 'advanceOrderId'>
  | Pick<InvoiceRow, 'cardPaymentId'>
  | Pick<InvoiceRow, 'billingRunId'>;
/** What was paid: by whom and how, for what, and by which entry of the journal; of a centre's month, what is owed for it. */
export interface NewInvoice extends Pick<
  InvoiceRow,
  'tenantId' | 'organisationId' | 'nodeId' | 'entryKey' | 'paidBy' | 'billingOfficeId' | 'accountsContact' | 'attentionOf' | 'purchaseOrder'
> {
  about: About;
  lines: InvoiceLine[];
  /** Under whose key the document is sealed where nobody asked: whoever ordered. */
  orderedBy: string;
}

/**
 * Issues the invoice of a payment within the transaction that pays, or of a centre's month (CEN-1), and asks for its document (ORD-6);
 * answers its identifier. Its number is taken as that transaction commits: what is rolled back leaves no gap.
 */
export async function issueInvoice(
  trx: Transaction,
  { about, lines, orderedBy, ...of }: NewInvoice,
  asked: RequestedBy | null,
  at: Instant,
): Promise<string> {
  const { net: netPence, vat: vatPence, pence } = totalOf(lines);
  const [seller, billedTo] = [await sellerOf(trx, of.tenantId), await billedToOf(trx, of.organisationId, of.billingOfficeId)];
  const kept = lines.map((line) => ({ ...line, net: Number(line.net), vat: Number(line.vat) }));
  const invoice = { ...of, ...about, kind: 'invoice' as const, issuedAt: at, seller, billedTo, lines: kept, netPence, vatPence, pence };
  return keep(trx, invoice, orderedBy, asked, at);
}

/** Issues the credit note of an advance order that is taken back (ADV-5, ORD-6); none where it was paid before there were invoices. */
export async function issueCreditNote(
  trx: Transaction,
  { advanceOrder, entryKey, pence, orderedBy }: { advanceOrder: string; entryKey: string; pence: Pence; orderedBy: string },
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  const credited = await InvoiceRow.query(trx).findOne({ advance_order_id: advanceOrder, kind: 'invoice' });
  if (!credited) return;
  const { id: creditsId, number: _number, lines, ...same } = credited;
  const taken: KeptLine[] = [{ ...lines[0]!, net: Number(pence), vat: 0 }];
  const note = {
    ...same,
    kind: 'creditNote' as const,
    creditsId,
    entryKey,
    issuedAt: at,
    lines: taken,
    netPence: pence,
    vatPence: 0n,
    pence,
  };
  await keep(trx, note, orderedBy, asked, at);
}

async function keep(
  trx: Transaction,
  invoice: Omit<Partial<InvoiceRow>, 'id'> & Pick<InvoiceRow, 'tenantId' | 'organisationId' | 'kind'>,
  orderedBy: string,
  asked: RequestedBy | null,
  at: Instant,
): Promise<string> {
  const id = uuid();
  await InvoiceRow.query(trx).insert({ ...invoice, id });
  const { tenantId: tenant, organisationId: organisation, kind: of } = invoice;
  const wish = { kind: 'invoice' as const, invoice: id, of };
  await askForDocument(trx, { tenant, organisation, wish, by: asked?.by.user_id ?? orderedBy }, asked, at);
  return id;
}

async function sellerOf(trx: Transaction, tenant: string): Promise<Seller> {
  const { name, sellerAddress: address, vatNumber } = await SellerRow.query(trx).findById(tenant).throwIfNotFound();
  return { name, address, vatNumber };
}

/** The billing office has an address of its own, or the organisation's first one stands for it; a centre is billed without an office. */
async function billedToOf(trx: Transaction, organisation: string, office: string | null): Promise<BilledTo> {
  const [{ name }, node, address] = await Promise.all([
    OrganisationRow.query(trx).findById(organisation).throwIfNotFound(),
    office === null ? null : NodeRow.query(trx).findById(office).throwIfNotFound(),
    AddressRow.query(trx).where('organisation_id', organisation).orderByRaw('node_id = ?::uuid desc nulls last, label', [office]).first(),
  ]);
  return { organisation: name, office: node?.name ?? '', address: address ? [...address.lines, address.postcode] : [] };
}
