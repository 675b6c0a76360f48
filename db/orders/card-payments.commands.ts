import { v7 as uuid } from 'uuid';
import type { GatewayReport } from '../../domain/orders/card-payment.state';
import type { Pence } from '../../domain/money';
import type { Instant } from '../../domain/working-days';
import { auditChange } from '../core/audit.commands';
import type { Database, Transaction } from '../core/database';
import { wakeProcesses } from '../core/wakes';
import { CardPaymentReportRow, CardPaymentRow } from './card-payment.model';

/** What the gateway is asked to make a page of. */
export interface PageAsked {
  pence: Pence;
  expiresAt: Instant;
}

/** What the gateway is asked of a payment whose page is still to be made; null where it has one, or is pending no more. */
export async function pageToOpen(trx: Transaction, id: string): Promise<PageAsked | null> {
  const { pence, expiresAt, state, sessionId } = await CardPaymentRow.query(trx).findById(id).throwIfNotFound();
  return state === 'pending' && sessionId === null ? { pence, expiresAt } : null;
}

/** The gateway has made its page, which the payer goes on to. */
export async function pageOpened(trx: Transaction, id: string, { id: sessionId, url }: { id: string; url: string }): Promise<void> {
  await CardPaymentRow.query(trx).findById(id).patch({ sessionId, sessionUrl: url });
}

/** The tenant of a payment; null where it is none of ours. */
export async function tenantOfPayment(database: Database, id: string): Promise<string | null> {
  const { rows } = await database.raw('select card_payment_tenant(?) as tenant', [id]);
  return rows[0].tenant;
}

/** ORD-5: keeps what the gateway reports of a payment, as it was received; the payment decides what it changes. */
export async function takeReport(trx: Transaction, id: string, told: Omit<GatewayReport, 'report' | 'at'>, at: Instant): Promise<void> {
  const { tenantId, organisationId } = await CardPaymentRow.query(trx).findById(id).throwIfNotFound();
  const report = uuid();
  await CardPaymentReportRow.query(trx).insert({ id: report, tenantId, organisationId, paymentId: id, ...told, receivedAt: at });
  const entity = { type: 'card-payment', id };
  const after = { report, outcome: told.outcome, pence: Number(told.pence), currency: told.currency };
  await auditChange(
    trx,
    { tenant: tenantId, organisation: organisationId, entity, event: 'gatewayReported', at, before: null, after },
    null,
  );
  await wakeProcesses(trx, [id]);
}
