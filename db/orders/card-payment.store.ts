import { raw } from 'objection';
import { UserRow } from '../access/user.model';
import { beingPaid } from '../../domain/applications/application-order';
import { sum } from '../../domain/money';
import { fundsLines } from '../../domain/orders/invoice';
import type { Begin } from '../../domain/orders/card-payment.decide';
import type { CardPayment, CardPaymentFacts, GatewayReport, PaidFor } from '../../domain/orders/card-payment.state';
import { lockPayable, payOrder } from '../applications/offers';
import { CommitRefused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import { askProvider } from '../core/outbox.commands';
import type { RowStore, Step } from '../core/row-store';
import { issueInvoice } from './invoices.commands';
import { CardPaymentReportRow, CardPaymentRow } from './card-payment.model';

/** How a card payment meets its tables: its row, the order that it pays under its lock, the gateway's page and its reports (ORD-5). */
export const cardPaymentStore: RowStore<CardPayment, CardPaymentFacts> = {
  table: 'card_payments',
  facts: async (trx, { state, trigger, body, at }) => {
    const pays: PaidFor | null = trigger === 'begin' ? (body as Begin).pays : state.pays;
    const order = pays?.what === 'cards' ? await lockPayable(trx, pays.order, at) : null;
    return { order, reports: trigger === 'begin' ? [] : await told(trx, state.id, at) };
  },
  write: async (trx, step) => {
    if (step.version === 1) return insert(trx, step);
    const { id, state, stateSince, pays } = step.decision.next;
    await CardPaymentRow.query(trx)
      .findById(id)
      .patch({ state: state as CardPaymentRow['state'], stateSince, version: step.version });
    if (state === 'paid' && pays!.what === 'cards') await payOrder(trx, pays!.order, 'card', step.asked, step.at);
    else if (step.decision.entries.length > 0) await invoiceFunds(trx, step);
  },
};

/** ORD-6: what became funds is invoiced like credits in advance: to the level at which it was paid. */
async function invoiceFunds(trx: Transaction, { decision, asked, at }: Step<CardPayment>): Promise<void> {
  const [{ id: cardPaymentId, tenantId, organisationId, nodeId, payerId, credits, pence: due }, payer] = await paymentAndPayer(
    trx,
    decision.next.id,
  );
  const { key: entryKey, postings } = decision.entries[0]!;
  const lines = fundsLines(sum(postings.flatMap(({ pence }) => (pence > 0n ? [pence] : []))), { credits: credits ?? 1, due });
  const of = {
    tenantId,
    organisationId,
    nodeId,
    entryKey,
    paidBy: 'card' as const,
    orderedBy: payerId,
    attentionOf: null,
    purchaseOrder: null,
  };
  await issueInvoice(trx, { ...of, about: { cardPaymentId }, billingOfficeId: nodeId, accountsContact: payer.email, lines }, asked, at);
}

async function paymentAndPayer(trx: Transaction, id: string): Promise<[CardPaymentRow, UserRow]> {
  const payment = await CardPaymentRow.query(trx).findById(id).throwIfNotFound();
  return [payment, await UserRow.query(trx).findById(payment.payerId).throwIfNotFound()];
}

/** What the gateway had told by an instant. */
async function told(trx: Transaction, id: string, at: string): Promise<GatewayReport[]> {
  const reports = await CardPaymentReportRow.query(trx)
    .where('payment_id', id)
    .where('received_at', '<=', at)
    .orderBy(['received_at', 'id']);
  return reports.map(({ id: report, receivedAt, outcome, pence, currency }) => ({ report, outcome, pence, currency, at: receivedAt }));
}

async function insert(trx: Transaction, { decision, at, version, process }: Step<CardPayment>): Promise<void> {
  const { id, tenant: tenantId, pays, node: nodeId, pence, vat, payer: payerId, state, stateSince, schedule } = decision.next;
  const of = pays!.what === 'cards' ? { orderId: pays!.order, credits: null } : { orderId: null, credits: pays!.credits };
  const inserted = await CardPaymentRow.query(trx)
    .insert({
      ...{ id, tenantId, organisationId: process.organisation!, nodeId, ...of, pence, vatPence: vat, payerId },
      ...{ begunAt: at, expiresAt: schedule[0]!.at, state: state as CardPaymentRow['state'], stateSince, version },
    })
    .onConflict(raw(`(order_id) where state = 'pending'`))
    .ignore()
    .returning('id');
  // The one before is over by now, and is told so within a moment.
  if ([inserted].flat().every((row) => !row)) throw new CommitRefused([beingPaid()]);
  await askProvider(trx, { provider: 'gateway', tenant: tenantId, about: id, name: 'page', target: id });
}
