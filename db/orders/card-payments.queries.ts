import { ENDED_STATES } from '../../domain/orders/advance-order.state';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { AdvanceOrderRow } from './advance-order.model';
import { CardPaymentRow } from './card-payment.model';

/** Card payments, newest first: at the given nodes and below, everywhere in scope with null; of one order, in one state, or all (ORD-5). */
export async function listCardPayments(
  trx: Transaction,
  filter: { roots: string[] | null; order?: string | undefined; state?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<CardPaymentRow>> {
  const query = paymentsAt(trx, filter.roots)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.order) query.where('order_id', filter.order);
  if (filter.state) query.where('state', filter.state);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  return page(await query, filter.limit, (last) => [last.id]);
}

/** A card payment, or undefined. */
export async function findCardPayment(trx: Transaction, id: string, roots: string[] | null): Promise<CardPaymentRow | undefined> {
  return (await paymentsAt(trx, roots).findByIds([id]))[0];
}

/** True while an order is being paid by card, up to the instant at which that expires, or a transfer for it is awaited: nothing else pays it then (ORD-3, ORD-5). */
export async function isBeingPaid(trx: Transaction, order: string, at: Instant): Promise<boolean> {
  const pending = CardPaymentRow.query(trx).select('id').where({ order_id: order, state: 'pending' }).where('expires_at', '>', at).first();
  const awaited = AdvanceOrderRow.query(trx).select('id').where({ application_order_id: order }).whereNotIn('state', ENDED_STATES).first();
  return (await pending) !== undefined || (await awaited) !== undefined;
}

function paymentsAt(trx: Transaction, roots: string[] | null) {
  const query = CardPaymentRow.query(trx);
  if (roots) query.whereRaw('node_id = any(array(select nodes_within(?::uuid[])))', [roots]);
  return query;
}
