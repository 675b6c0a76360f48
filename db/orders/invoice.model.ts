import type { InvoiceKind, PaidBy } from '../../domain/orders/invoice';
import type { Pence } from '../../domain/money';
import type { Instant } from '../../domain/working-days';
import { Row } from '../core/row';

/** Who sold: the tenant, as it was. */
export interface Seller {
  name: string;
  address: string[];
  vatNumber: string | null;
}
/** Who is billed: the organisation and its billing office, as they were. */
export interface BilledTo {
  organisation: string;
  office: string;
  address: string[];
}
/** A line as it is kept: whole pence. */
export interface KeptLine {
  description: string;
  quantity: number;
  net: number;
  vat: number;
  vatRate: number;
}

/** A row of `invoices`: an invoice or a credit note, a snapshot of the day on which it was issued (ORD-6). */
export class InvoiceRow extends Row {
  static override tableName = 'invoices';
  static override jsonAttributes = ['seller', 'billedTo', 'lines'];
  id!: string;
  tenantId!: string;
  organisationId!: string;
  /** Of what a node bought; a centre has none. */
  nodeId!: string | null;
  kind!: InvoiceKind;
  /** Given as its transaction commits: always there for whoever reads it later. */
  number!: number;
  creditsId!: string | null;
  /** Of the payment; the month of a centre's account has many entries. */
  entryKey!: string | null;
  applicationOrderId!: string | null;
  advanceOrderId!: string | null;
  cardPaymentId!: string | null;
  billingRunId!: string | null;
  issuedAt!: Instant;
  paidBy!: PaidBy;
  seller!: Seller;
  billedTo!: BilledTo;
  billingOfficeId!: string | null;
  accountsContact!: string;
  attentionOf!: string | null;
  purchaseOrder!: string | null;
  lines!: KeptLine[];
  netPence!: Pence;
  vatPence!: Pence;
  pence!: Pence;
}

/** A row of `tenants` as the seller of what it invoices. */
export class SellerRow extends Row {
  static override tableName = 'tenants';
  id!: string;
  name!: string;
  sellerAddress!: string[];
  vatNumber!: string | null;
}
