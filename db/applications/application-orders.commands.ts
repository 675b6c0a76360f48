import { raw } from 'objection';
import { v7 as uuid } from 'uuid';
import { notPayable, paymentKey, priceOfCard, type PayableOrder } from '../../domain/applications/application-order';
import { cardLines, totalOf, type PaidBy } from '../../domain/orders/invoice';
import type { Policy } from '../../domain/policy';
import { refuse, type Refusal } from '../../domain/refusal';
import { londonDate, type Instant } from '../../domain/working-days';
import { auditChange } from '../core/audit.commands';
import { CommitRefused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import { lockRow } from '../core/edits';
import type { RequestedBy } from '../core/requests.commands';
import { wakeProcesses } from '../core/wakes';
import { feesOf, isBeingPaid, issueInvoice } from '../orders/offers';
import { ApplicationOrderRow, ApplicationRow, OrderLineRow } from './application.model';

/** What an order says of itself (ORD-1). */
export type NewOrder = Pick<
  ApplicationOrderRow,
  'nodeId' | 'purchaseOrder' | 'billingOfficeId' | 'deliveryOfficeId' | 'accountsContact' | 'attentionOf' | 'cardsGoTo'
>;

/** Creates an empty order, to which applications are added later (ORD-1); answers its identifier. */
export async function createOrder(
  trx: Transaction,
  { tenant, organisation }: { tenant: string; organisation: string },
  order: NewOrder,
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const id = uuid();
  const of = { id, tenantId: tenant, organisationId: organisation, createdAt: at, createdBy: asked.by.user_id };
  await ApplicationOrderRow.query(trx).insert({ ...order, ...of, state: 'open' });
  await noted(trx, { tenantId: tenant, organisationId: organisation, id }, 'created', { node: order.nodeId }, asked, at);
  return id;
}

/** Adds finalised applications, at the given nodes or below, to an open order, all or none (ORD-2, SEC-7). Throws every refusal at once. */
export async function addToOrder(
  trx: Transaction,
  id: string,
  { applications, roots = null }: { applications: string[]; roots?: string[] | null },
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  // Applications before orders, by their IDs: as their own commits lock them.
  const found = ApplicationRow.query(trx).findByIds(applications).orderBy('id').forNoKeyUpdate();
  if (roots) found.whereRaw('node_id = any(array(select nodes_within(?::uuid[])))', [roots]);
  const rows = await found;
  const order = await lockRow(trx, ApplicationOrderRow, id);
  const lines = await OrderLineRow.query(trx).whereIn('application_id', applications);
  const faults = applications.flatMap((application, index) => {
    const place = `/applications/${index}`;
    const row = rows.find((each) => each.id === application);
    if (!row) return [refuse('application', 'ORD-2', 'There is no such application for you', 'Take one from GET /v1/applications.', place)];
    if (lines.some(({ applicationId }) => applicationId === application))
      return [refuse('onOrder', 'ORD-2', 'It is on an order already', 'Take it off that one first.', place)];
    if (row.state !== 'finalised') return [refuse('notFinalised', 'ORD-2', `It is ${row.state}`, 'Finalise it first.', place)];
    return [];
  });
  refuseAny([...notOpen(order), ...faults]);
  const { tenantId, organisationId } = order;
  const of = { tenantId, organisationId, orderId: id, addedAt: at };
  const added = rows.map(({ id: applicationId, cardType }) => ({ ...of, id: uuid(), applicationId, cardType }));
  await OrderLineRow.query(trx).insert(added);
  await ApplicationOrderRow.query(trx)
    .findById(id)
    .patch({ version: raw('version + 1') });
  await noted(trx, order, 'added', { applications }, asked, at);
  await wakeProcesses(trx, applications);
}

/** Takes an application off an open order (ORD-2). Throws a refusal where it is not on it, or the order is closed. */
export async function takeOffOrder(trx: Transaction, id: string, application: string, asked: RequestedBy, at: Instant): Promise<void> {
  await ApplicationRow.query(trx).findById(application).forNoKeyUpdate();
  const order = await lockRow(trx, ApplicationOrderRow, id);
  refuseAny(notOpen(order));
  const gone = await OrderLineRow.query(trx).where({ order_id: id, application_id: application }).delete();
  if (gone === 0)
    throw new CommitRefused([refuse('application', 'ORD-2', 'It is not on this order', 'Read the order again.', '/application')]);
  await ApplicationOrderRow.query(trx)
    .findById(id)
    .patch({ version: raw('version + 1') });
  await noted(trx, order, 'takenOff', { applications: [application] }, asked, at);
  await wakeProcesses(trx, [application]);
}

/** Closes an order: it takes no more applications, and the price of this London day stands (ORD-3, MON-3). Throws a refusal where it is empty or closed. */
export async function closeOrder(trx: Transaction, id: string, { cards }: Policy, asked: RequestedBy, at: Instant): Promise<void> {
  const order = await lockRow(trx, ApplicationOrderRow, id);
  refuseAny(notOpen(order));
  const lines = await OrderLineRow.query(trx).where({ order_id: id }).orderBy('id');
  if (lines.length === 0)
    throw new CommitRefused([refuse('empty', 'ORD-3', 'Nothing is on this order', 'Add finalised applications first.')]);
  const fees = await feesOf(trx, 'card');
  const prices = lines.map(({ cardType }) => priceOfCard(fees, cardType, londonDate(at), cards));
  for (const [index, { net: netPence, vat: vatPence, vatRate: vatBasisPoints }] of prices.entries())
    await OrderLineRow.query(trx).findById(lines[index]!.id).patch({ netPence, vatPence, vatBasisPoints });
  const { pence, vat } = totalOf(prices);
  await ApplicationOrderRow.query(trx)
    .findById(id)
    .patch({ state: 'closed', closedAt: at, pence, vatPence: vat, version: raw('version + 1') });
  await noted(trx, order, 'closed', { cards: lines.length }, asked, at);
}

/** Locks an order that is to be paid; null where there is none such in scope. */
export async function lockPayable(trx: Transaction, id: string, at: Instant): Promise<PayableOrder | null> {
  const order = await ApplicationOrderRow.query(trx).findById(id).forNoKeyUpdate();
  if (!order) return null;
  const lines = await OrderLineRow.query(trx).where({ order_id: id }).orderBy('id');
  const price = { pence: order.pence ?? 0n, vat: order.vatPence ?? 0n };
  return {
    ...price,
    state: order.state,
    node: order.nodeId,
    isBeingPaid: await isBeingPaid(trx, id, at),
    applications: lines.map((line) => line.applicationId),
  };
}

/**
 * Pays a closed order, once: the one way in which every means of payment does it (ORD-3). Within the payer's own transaction, whose
 * decision posts `paymentEntry` and tells the applications; its invoice is issued there too (ORD-6). Throws a refusal where it is not closed.
 */
export async function payOrder(trx: Transaction, id: string, paidBy: PaidBy, asked: RequestedBy | null, at: Instant): Promise<void> {
  const order = await lockRow(trx, ApplicationOrderRow, id);
  const refusal = notPayable(order);
  if (refusal) throw new CommitRefused([refusal]);
  await ApplicationOrderRow.query(trx)
    .findById(id)
    .patch({ state: 'paid', paidAt: at, version: raw('version + 1') });
  await noted(trx, order, 'paid', {}, asked, at);
  const { tenantId, organisationId, nodeId, billingOfficeId, accountsContact, attentionOf, purchaseOrder, createdBy: orderedBy } = order;
  const cards = await OrderLineRow.query(trx).where({ order_id: id }).orderBy('id');
  const lines = cardLines(
    cards.map(({ cardType, netPence, vatPence, vatBasisPoints }) => ({
      cardType,
      net: netPence!,
      vat: vatPence!,
      vatRate: vatBasisPoints!,
    })),
  );
  const of = { tenantId, organisationId, nodeId, billingOfficeId, accountsContact, attentionOf, purchaseOrder, orderedBy };
  await issueInvoice(trx, { ...of, about: { applicationOrderId: id }, entryKey: paymentKey(id), paidBy, lines }, asked, at);
}

function notOpen({ state }: ApplicationOrderRow): Refusal[] {
  return state === 'open' ? [] : [refuse('orderClosed', 'ORD-3', `This order is ${state}`, 'Use an open order, or a new one.')];
}

function refuseAny(faults: Refusal[]): void {
  if (faults.length > 0) throw new CommitRefused(faults);
}

function noted(
  trx: Transaction,
  { tenantId: tenant, organisationId: organisation, id }: Pick<ApplicationOrderRow, 'tenantId' | 'organisationId' | 'id'>,
  event: string,
  after: object,
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  return auditChange(trx, { tenant, organisation, entity: { type: 'application-order', id }, event, at, before: null, after }, asked);
}
