import type { OrderState } from '../../domain/orders/advance-order.state';
import type { Transaction } from '../core/database';
import { ClaimRow } from './claim.model';
import { ReceiptRow } from './receipt.model';
import { decodeCursor, page, type Page } from '../core/paging';

/** Claims, newest first. */
export async function listClaims(
  trx: Transaction,
  filter: { state?: string | undefined; order?: string | undefined; roots: string[] | null; cursor?: string | undefined; limit: number },
): Promise<Page<ClaimRow>> {
  const query = seenFrom(trx, filter.roots)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.state) query.where('state', filter.state);
  if (filter.order) query.where('order_id', filter.order);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  return page(await query, filter.limit, (last) => [last.id]);
}

/** A claim that is seen from some nodes, or undefined. */
export function findClaim(trx: Transaction, id: string, roots: string[] | null): Promise<ClaimRow | undefined> {
  return seenFrom(trx, roots).findById(id).execute();
}

/** Claims for orders at a node and below (SEC-7); all of the scope without one. */
function seenFrom(trx: Transaction, roots: string[] | null) {
  const query = ClaimRow.query(trx);
  return roots ? query.whereRaw('order_id in (select id from advance_orders where node_id in (select nodes_within(?)))', [roots]) : query;
}

/** The receipts in suspense that a claim may be about: the one that was asked about, else by amount and day. */
export async function candidatesOf(trx: Transaction, claim: ClaimRow, daysOff: number): Promise<ReceiptRow[]> {
  const query = ReceiptRow.query(trx).where('state', 'suspense').limit(10);
  if (claim.receiptId) return query.where('id', claim.receiptId);
  return query
    .where('pence', claim.pence.toString())
    .whereRaw('booked_on between ?::date - ?::int and ?::date + ?::int', [claim.bookedOn, daysOff, claim.bookedOn, daysOff])
    .orderByRaw('abs(booked_on - ?::date), received_at', [claim.bookedOn]);
}

/** A question to a payer with what it asks about, or undefined. */
export async function findQuestion(trx: Transaction, id: string) {
  return trx('questions as q')
    .join('receipts as r', 'r.id', 'q.receipt_id')
    .join('advance_orders as o', 'o.id', 'q.order_id')
    .where('q.id', id)
    .first(
      'q.id',
      'q.order_id as order',
      'q.receipt_id as receipt',
      'q.user_id as user',
      'q.expires_at as expiresAt',
      'q.answered_at as answeredAt',
      'r.pence',
      'r.booked_on as bookedOn',
      'r.state',
      'o.reference',
      'o.organisation_id as organisation',
      'o.state as orderState',
    ) as Promise<
    | {
        id: string;
        order: string;
        receipt: string;
        user: string;
        expiresAt: string;
        answeredAt: string | null;
        pence: bigint;
        bookedOn: string;
        state: string;
        reference: string;
        organisation: string;
        orderState: OrderState;
      }
    | undefined
  >;
}
