import type { PayTo } from '../../domain/bank/pay-to';
import { payToOf } from '../bank/offers';
import type { Transaction } from '../core/database';
import { AdvanceOrderRow } from './advance-order.model';
import { ReceiptRow } from '../bank/receipt.model';
import { decodeCursor, page, type Page } from '../core/paging';

/** An order with what was received for it. */
export interface OrderDetails {
  order: AdvanceOrderRow;
  receipts: ReceiptRow[];
  /** Where its payer is to pay; null where the tenant tells no account. */
  payTo: PayTo | null;
}

/** What a list of orders is narrowed by. */
export interface OrderFilter {
  state?: string | undefined;
  reference?: string | undefined;
  level?: string | undefined;
  /** Where the caller may see orders: at these nodes and below (SEC-7); everywhere in scope with null. */
  roots: string[] | null;
  cursor?: string | undefined;
  limit: number;
}

/** One order in scope, with its receipts; null where there is none to see. */
export async function findOrder(trx: Transaction, id: string, roots: string[] | null): Promise<OrderDetails | null> {
  const query = AdvanceOrderRow.query(trx).findById(id);
  if (roots) query.whereRaw('node_id in (select nodes_within(?))', [roots]);
  const order = await query;
  if (!order) return null;
  return { order, receipts: await ReceiptRow.query(trx).where({ order_id: id }).orderBy('received_at'), payTo: await payToOf(trx) };
}

/** Orders newest first, with their receipts. */
export async function listOrders(trx: Transaction, filter: OrderFilter): Promise<Page<OrderDetails>> {
  const query = AdvanceOrderRow.query(trx)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.state) query.where('state', filter.state);
  if (filter.reference) query.where('reference', filter.reference);
  if (filter.roots) query.whereRaw('node_id in (select nodes_within(?))', [filter.roots]);
  if (filter.level) query.where('node_id', filter.level);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  const { items, next } = page(await query, filter.limit, (last) => [last.id]);
  const receipts = await ReceiptRow.query(trx)
    .whereIn(
      'order_id',
      items.map((order) => order.id),
    )
    .orderBy('received_at');
  const payTo = items.length > 0 ? await payToOf(trx) : null;
  return { items: items.map((order) => ({ order, receipts: receipts.filter((receipt) => receipt.orderId === order.id), payTo })), next };
}

/** The next place in the sequence of references; never given twice. */
export async function nextReferenceNumber(trx: Transaction): Promise<number> {
  const { rows } = await trx.raw(`select nextval('order_references') as place`);
  return Number(rows[0].place);
}
