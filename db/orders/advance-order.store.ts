import type { AllocateReceipts, PlaceOrder } from '../../domain/orders/advance-order.decide';
import { isOpen, type AdvanceOrder, type OrderFacts } from '../../domain/orders/advance-order.state';
import { findApplicationOrder, lockPayable, payOrder } from '../applications/offers';
import { endClaims, lockClaim, lockReceipts, moveReceipts, payToOf, releaseReceipts, rematch } from '../bank/offers';
import { fundsLines } from '../../domain/orders/invoice';
import { AdvanceOrderRow } from './advance-order.model';
import { issueInvoice } from './invoices.commands';
import { prepared, type Transaction } from '../core/database';
import type { RowStore, Step } from '../core/row-store';

/** What may end in its order of cards being paid, or begins to wait for that. */
const TAKING: ReadonlySet<string> = new Set(['place', 'receiptMatched', 'allocate', 'decideReceived']);

/** How an order meets its tables: its row, the receipts that it names and moves, claims on it, and receipts that quote it (ADV-1..4, BNK-2). */
export const advanceOrderStore: RowStore<AdvanceOrder, OrderFacts> = {
  table: 'advance_orders',
  facts: async (trx, { state, trigger, body, at }) => {
    const paysFor = trigger === 'place' ? orderIn(body as PlaceOrder) : state.paysFor;
    const order = paysFor && TAKING.has(trigger) ? await lockPayable(trx, paysFor, at) : null;
    if (trigger === 'receiptMatched')
      return { order, receipts: await lockReceipts(trx, [(body as { receipt: string }).receipt], state.id) };
    if (trigger === 'allocate') {
      const { receipts, claim } = body as AllocateReceipts;
      return { order, receipts: await lockReceipts(trx, receipts, state.id), claim: claim ? await lockClaim(trx, claim) : undefined };
    }
    if (trigger === 'place' || trigger === 'remindPayer') return { order, receipts: [], payTo: await payToOf(trx) };
    return { order, receipts: [] };
  },
  write: async (trx, step) => {
    const { before, at, asked } = step;
    const order = step.decision.next;
    await (step.version === 1 ? insert(trx, step) : update(trx, step));
    await moveOwnReceipts(trx, before, step);
    if (order.hasPaid && !before.hasPaid) await payOrder(trx, order.paysFor!, 'bacs', asked, at);
    if (order.state === 'allocated') await invoiceCredits(trx, step);
    if (step.version > 1 && !isOpen(order))
      await endClaims(trx, { order_id: order.id }, order.state === 'allocated' ? 'confirmed' : 'declined', asked, at);
    if (step.version === 1 || !isOpen(order)) await rematch(trx, order.tenant, order.reference, at);
  },
};

function orderIn(command: PlaceOrder): string | undefined {
  return 'order' in command ? command.order : undefined;
}

async function insert(trx: Transaction, { decision, version, asked, process }: Step<AdvanceOrder>): Promise<void> {
  const order = decision.next;
  const said = order.paysFor ? (await findApplicationOrder(trx, order.paysFor, null))!.order : null;
  await trx('advance_orders').insert({
    ...moving(order, version),
    id: order.id,
    tenant_id: order.tenant,
    organisation_id: order.organisation,
    node_id: order.node,
    payer_id: order.payer,
    reference: order.reference,
    purchase_order: said?.purchaseOrder ?? asked!.body['purchaseOrder'],
    billing_office_id: said?.billingOfficeId ?? asked!.body['billingOffice'],
    accounts_contact: said?.accountsContact ?? asked!.body['accountsContact'],
    credits: order.credits,
    application_order_id: order.paysFor ?? null,
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
  const { id: advanceOrderId, credits, due, hasPaid } = decision.next;
  const allocated = decision.next.allocated - (hasPaid ? due : 0n);
  if (allocated === 0n) return;
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
