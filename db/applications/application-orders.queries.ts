import type { QueryBuilder } from 'objection';
import type { OrderState } from '../../domain/applications/application-order';
import { ENDS } from '../../domain/applications/states';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { ApplicationOrderRow, OrderLineRow } from './application.model';

/** An order with what is on it, as far as the caller sees it. */
export interface OrderDetails {
  order: ApplicationOrderRow;
  applications: string[];
}

/** Those that somebody has to close or to pay; paid ones of which a card is still to come; those that were paid of late, latest first (ORD-4, EMP-7). */
export const orderLists = ['requiringAttention', 'beingFulfilled', 'recent'] as const;
export type OrderList = (typeof orderLists)[number];

/** Of its applications one goes on. */
const TO_COME = `exists (select from application_order_lines l join applications a on a.id = l.application_id
  where l.order_id = application_orders.id and a.state <> all(?::text[]))`;

/** Orders for cards, newest first: at the given nodes, everywhere in scope with null (ORD-4). */
export async function listApplicationOrders(
  trx: Transaction,
  filter: {
    nodes: string[] | null;
    list?: OrderList | undefined;
    state?: OrderState | undefined;
    cursor?: string | undefined;
    limit: number;
  },
  since: Instant,
): Promise<Page<OrderDetails>> {
  const query = listed(ordersAt(trx, filter.nodes), filter.list, since).limit(filter.limit + 1);
  const isRecent = filter.list === 'recent';
  if (isRecent) query.orderBy('paid_at', 'desc');
  query.orderBy('id', 'desc');
  if (filter.state) query.where('state', filter.state);
  if (filter.cursor && isRecent) query.whereRaw('(paid_at, id) < (?, ?::uuid)', decodeCursor(filter.cursor, 'instant', 'id'));
  else if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  const { items, next } = page(await query, filter.limit, ({ id, paidAt }) => (isRecent ? [paidAt!, id] : [id]));
  return { items: await withLines(trx, items), next };
}

/** How many orders are in a list, counted up to a number (EMP-7). */
export async function countApplicationOrders(
  trx: Transaction,
  { nodes, list }: { nodes: string[] | null; list: OrderList },
  since: Instant,
  most: number,
): Promise<number> {
  return (await listed(ordersAt(trx, nodes), list, since).select('id').limit(most)).length;
}

function listed(query: QueryBuilder<ApplicationOrderRow>, list: OrderList | undefined, since: Instant) {
  if (list === 'requiringAttention') query.whereIn('state', ['open', 'closed']);
  if (list === 'beingFulfilled') query.where('state', 'paid').whereRaw(TO_COME, [ENDS]);
  if (list === 'recent') query.where('paid_at', '>=', since);
  return query;
}

/** An order for cards, or undefined. */
export async function findApplicationOrder(trx: Transaction, id: string, roots: string[] | null): Promise<OrderDetails | undefined> {
  const query = ApplicationOrderRow.query(trx).findByIds([id]);
  if (roots) query.whereRaw('node_id = any(array(select nodes_within(?::uuid[])))', [roots]);
  return (await withLines(trx, await query))[0];
}

function ordersAt(trx: Transaction, nodes: string[] | null) {
  const query = ApplicationOrderRow.query(trx);
  if (nodes) query.whereIn('node_id', nodes);
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
