import type { AllocateReceipts } from '../../domain/orders/advance-order.decide';
import { isOpen, type AdvanceOrder, type OrderFacts } from '../../domain/orders/advance-order.state';
import { endClaims, lockClaim, lockReceipts, moveReceipts, payToOf, releaseReceipts, rematch } from '../bank/offers';
import { fundsLines } from '../../domain/orders/invoice';
import { AdvanceOrderRow } from './advance-order.model';
import { issueInvoice } from './invoices.commands';
import { prepared, type Transaction } from '../core/database';
import type { RowStore, Step } from '../core/row-store';

/** How an order meets its tables: its row, the receipts that it names and moves, claims on it, and receipts that quote it (ADV-1..4, BNK-2). */
export const advanceOrderStore: RowStore<AdvanceOrder, OrderFacts> = {
  table: 'advance_orders',
  facts: async (trx, { state, trigger, body }) => {
    if (trigger === 'receiptMatched') return { receipts: await lockReceipts(trx, [(body as { receipt: string }).receipt], state.id) };
    if (trigger === 'allocate') {
      const { receipts, claim } = body as AllocateReceipts;
      return { receipts: await lockReceipts(trx, receipts, state.id), claim: claim ? await lockClaim(trx, claim) : undefined };
    }
    if (trigger === 'place' || trigger === 'remindPayer') return { receipts: [], payTo: await payToOf(trx) };
    return { receipts: [] };
  },
  write: async (trx, step) => {
    const { before, at, asked } = step;
    const order = step.decision.next;
    await (step.version === 1 ? insert(trx, step) : update(trx, step));
    await moveOwnReceipts(trx, before, step);
    if (order.state === 'allocated') await invoiceCredits(trx, step);
    if (step.version > 1 && !isOpen(order))
      await endClaims(trx, { order_id: order.id }, order.state === 'allocated' ? 'confirmed' : 'declined', asked, at);
    if (step.version === 1 || !isOpen(order)) await rematch(trx, order.tenant, order.reference, at);
  },
};

async function insert(trx: Transaction, { decision, version, asked, process }: Step<AdvanceOrder>): Promise<void> {
  const order = decision.next;
  await trx('advance_orders').insert({
    ...moving(order, version),
    id: order.id,
    tenant_id: order.tenant,
    organisation_id: order.organisation,
    node_id: order.node,
    payer_id: order.payer,
    reference: order.reference,
    purchase_order: asked!.body['purchaseOrder'],
    billing_office_id: asked!.body['billingOffice'],
    accounts_contact: asked!.body['accountsContact'],
    credits: order.credits,
    due_pence: order.due.toString(),
    chosen_at: order.chosenAt,
    policy_version: process.policyVersion,
  });
}

async function update(trx: Transaction, { decision, version }: Step<AdvanceOrder>): Promise<void> {
  const columns = moving(decision.next, version);
  const sets = Object.keys(columns).map((column, index) => `${column} = $${index + 2}`);
  await prepared(trx, 'move-advance-order', `update advance_orders set ${sets.join(', ')} where id = $1`, [
    decision.next.id,
    ...Object.values(columns),
  ]);
}

/** ORD-6, ADV-1: what was allocated is invoiced, without tax. */
async function invoiceCredits(trx: Transaction, { decision, asked, at }: Step<AdvanceOrder>): Promise<void> {
  const { id: advanceOrderId, allocated, credits, due } = decision.next;
  const row = await AdvanceOrderRow.query(trx).findById(advanceOrderId).throwIfNotFound();
  const { tenantId, organisationId, nodeId, billingOfficeId, accountsContact, purchaseOrder, payerId: orderedBy } = row;
  const of = { tenantId, organisationId, nodeId, billingOfficeId, accountsContact, purchaseOrder, orderedBy, attentionOf: null };
  const lines = fundsLines(allocated, { credits, due });
  const entryKey = decision.entries.find(({ kind }) => kind === 'allocation')!.key;
  await issueInvoice(trx, { ...of, about: { advanceOrderId }, entryKey, paidBy: 'bacs', lines }, asked, at);
}

function moving(order: AdvanceOrder, version: number) {
  const { state, stateSince, dueAt, allocated } = order;
  return { state, state_since: stateSince, due_at: dueAt, allocated_pence: allocated.toString(), version };
}

/** What became of the order's receipts: funds, on their way back, linked, or free again. */
async function moveOwnReceipts(trx: Transaction, before: AdvanceOrder, { decision, at }: Step<AdvanceOrder>): Promise<void> {
  const { id, state, linked } = decision.next;
  if (state === 'allocated') return moveReceipts(trx, linked, 'allocated', id, at);
  if (state === 'cancelled') return releaseReceipts(trx, id, at);
  const more = linked.filter(({ receipt }) => !before.linked.some((known) => known.receipt === receipt));
  const gone = before.linked.filter(({ receipt }) => !linked.some((known) => known.receipt === receipt));
  await moveReceipts(trx, more, 'suspense', id, at);
  await moveReceipts(trx, gone, 'returning', id, at);
}
