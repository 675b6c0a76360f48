import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { ApplicationOrderRow, OrderLineRow } from './application.model';

/** An order with what is on it, as far as the caller sees it. */
export interface OrderDetails {
  order: ApplicationOrderRow;
  applications: string[];
}

/** Orders for cards, newest first: at the given nodes and below, everywhere in scope with null (ORD-4). */
export async function listApplicationOrders(
  trx: Transaction,
  filter: { roots: string[] | null; state?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<OrderDetails>> {
  const query = ordersAt(trx, filter.roots)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.state) query.where('state', filter.state);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  const { items, next } = page(await query, filter.limit, (last) => [last.id]);
  return { items: await withLines(trx, items), next };
}

/** An order for cards, or undefined. */
export async function findApplicationOrder(trx: Transaction, id: string, roots: string[] | null): Promise<OrderDetails | undefined> {
  return (await withLines(trx, await ordersAt(trx, roots).findByIds([id])))[0];
}

function ordersAt(trx: Transaction, roots: string[] | null) {
  const query = ApplicationOrderRow.query(trx);
  if (roots) query.whereRaw('node_id = any(array(select nodes_within(?::uuid[])))', [roots]);
  return query;
}

async function withLines(trx: Transaction, orders: ApplicationOrderRow[]): Promise<OrderDetails[]> {
  const lines = await OrderLineRow.query(trx)
    .whereIn(
      'order_id',
      orders.map(({ id }) => id),
    )
    .orderBy('id');
  return orders.map((order) => ({
    order,
    applications: lines.flatMap(({ orderId, applicationId }) => (orderId === order.id ? [applicationId] : [])),
  }));
}
