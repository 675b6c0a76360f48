import type { Transaction } from '../core/database';
import { ReversalRow } from './reversal.model';
import { decodeCursor, page, type Page } from '../core/paging';

/** Reversals, newest first. */
export async function listReversals(
  trx: Transaction,
  filter: { state?: string | undefined; order?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<ReversalRow>> {
  const query = ReversalRow.query(trx)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.state) query.where('state', filter.state);
  if (filter.order) query.where('order_id', filter.order);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  return page(await query, filter.limit, (last) => [last.id]);
}

/** A reversal, or undefined. */
export function findReversal(trx: Transaction, id: string): Promise<ReversalRow | undefined> {
  return ReversalRow.query(trx).findById(id).execute();
}

/** Whoever allocated an order by hand: by a command to it, or by splitting a receipt over it (ADV-5). */
export async function allocatedByHand(trx: Transaction, order: string): Promise<string[]> {
  const { rows } = await trx.raw(
    `select distinct a.user_id from audit a
     where a.user_id is not null and ((a.entity_id = :order and a.event in ('paidExactly', 'accepted'))
       or (a.event = 'split' and a.entity_id in (select parent_id from receipts where order_id = :order and parent_id is not null)))`,
    { order },
  );
  return (rows as { user_id: string }[]).map((row) => row.user_id);
}
