import type { CardPaymentState, GatewayReport } from '../../domain/orders/card-payment.state';
import type { Pence } from '../../domain/money';
import type { Instant } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `card_payments`: for an order of cards, or for so many credits, with the gateway's page (ORD-5). */
export class CardPaymentRow extends Row {
  static override tableName = 'card_payments';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  nodeId!: string;
  orderId!: string | null;
  credits!: number | null;
  pence!: Pence;
  vatPence!: Pence;
  payerId!: string;
  begunAt!: Instant;
  expiresAt!: Instant;
  sessionId!: string | null;
  sessionUrl!: string | null;
  state!: Exclude<CardPaymentState, 'none'>;
  stateSince!: Instant;
  version!: number;
}

/** A row of `card_payment_reports`: what the gateway told, as it was received. */
export class CardPaymentReportRow extends Row {
  static override tableName = 'card_payment_reports';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  paymentId!: string;
  outcome!: GatewayReport['outcome'];
  pence!: Pence;
  currency!: string;
  receivedAt!: Instant;
}
