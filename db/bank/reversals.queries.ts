import { fromFunds, reversalKey } from '../../domain/bank/reversal.decide';
import { reversalRows, type Change } from '../../domain/work/changes';
import type { Transaction } from '../core/database';
import { ProcessRow } from '../core/process.model';
import { decodeCursor, page, type Page } from '../core/paging';
import { AdvanceOrderRow } from '../orders/advance-order.model';
import { UserRow } from '../access/user.model';
import { accountOwners, balancesOf } from './accounts.queries';
import { ReversalRow } from './reversal.model';

/** A reversal with its order, who asked and who decided, and what it changes, in words (ADV-5, SEC-8). */
export interface ReversalDetails {
  reversal: ReversalRow;
  reference: string;
  requestedByName: string;
  requestedAt: string;
  decidedByName: string | null;
  changes: Change[];
}

/** Reversals, newest first. */
export async function listReversals(
  trx: Transaction,
  filter: { state?: string | undefined; order?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<ReversalDetails>> {
  const query = ReversalRow.query(trx)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.state) query.where('state', filter.state);
  if (filter.order) query.where('order_id', filter.order);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  const { items, next } = page(await query, filter.limit, (last) => [last.id]);
  return { items: await described(trx, items), next };
}

/** A reversal, or undefined. */
export async function findReversal(trx: Transaction, id: string): Promise<ReversalDetails | undefined> {
  return (await described(trx, await ReversalRow.query(trx).findByIds([id])))[0];
}

async function described(trx: Transaction, reversals: ReversalRow[]): Promise<ReversalDetails[]> {
  const orders = await AdvanceOrderRow.query(trx).findByIds(reversals.map(({ orderId }) => orderId));
  const processes = await ProcessRow.query(trx).whereIn(
    'entity_id',
    reversals.map(({ id }) => id),
  );
  const people = await UserRow.query(trx).findByIds(
    reversals.flatMap(({ requestedBy, decidedBy }) => [requestedBy, ...(decidedBy ? [decidedBy] : [])]),
  );
  const names = new Map(people.map((user) => [user.id, user.fullName]));
  const sides = reversals.flatMap((reversal) => {
    const { nodeId } = orders.find(({ id }) => id === reversal.orderId)!;
    const before = reversal.state === 'awaiting' ? null : { at: reversal.stateSince, key: reversalKey(reversal.id) };
    return [`funds/${nodeId}`, `debt/${nodeId}`].map((account) => ({ account, before }));
  });
  const owners = await accountOwners(
    trx,
    sides.map(({ account }) => account),
  );
  const balances = await balancesOf(trx, sides);
  return reversals.map((reversal, index) => {
    const [funds, debt] = [2 * index, 2 * index + 1].map((each) => ({
      ...sides[each]!,
      owner: owners.get(sides[each]!.account),
      pence: balances[each]!,
    }));
    const owed = owedBy(reversal, -funds!.pence);
    const moved = [
      { ...funds!, by: reversal.pence - owed },
      { ...debt!, by: owed },
    ];
    const { reference } = orders.find(({ id }) => id === reversal.orderId)!;
    return {
      reversal,
      reference,
      requestedByName: names.get(reversal.requestedBy)!,
      requestedAt: processes.find(({ entityId }) => entityId === reversal.id)!.openedAt,
      decidedByName: names.get(reversal.decidedBy ?? '') ?? null,
      changes: reversalRows(reference, reversal.pence, moved),
    };
  });
}

/** What was spent already and is owed by an approved reversal, or would be by one that is approved now. */
function owedBy({ state, pence, debtPence }: ReversalRow, usable: bigint): bigint {
  return state === 'approved' ? debtPence : pence - fromFunds(usable, pence);
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
