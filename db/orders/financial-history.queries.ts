import type { Entry } from '../../domain/decision';
import type { InvoiceKind, PaidBy } from '../../domain/orders/invoice';
import type { Pence } from '../../domain/money';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';

/** A movement of money that concerns an account: what it did to its funds, what was left in them then, and the invoice or credit note of it (ORD-4). */
export interface HistoryEntry {
  id: string;
  at: Instant;
  kind: Entry['kind'];
  funds: Pence;
  balance: Pence;
  invoice: {
    id: string;
    kind: InvoiceKind;
    number: number;
    pence: Pence;
    paidBy: PaidBy;
    purchaseOrder: string | null;
  } | null;
}

/** Funds of the nodes as the journal moved them; beside them what was invoiced there and touched none of these funds. */
const HISTORY = `
  with places as (select id from nodes where $1::uuid[] is null or id = any($1)),
  moved as (
    select e.id, e.at, e.kind, e.key, -sum(p.pence) as funds from postings p join journal_entries e on e.id = p.entry_id
    where p.account in (select 'funds/' || id from places) group by e.id
  ), told as (
    select * from moved
    union all select e.id, e.at, e.kind, e.key, 0 from invoices i join journal_entries e on e.tenant_id = i.tenant_id and e.key = i.entry_key
      where i.node_id in (select id from places) and not exists (select from moved m where m.id = e.id)
  ), running as (select t.*, sum(funds) over (order by at, id) as balance from told t)
  select r.id, r.at, r.kind, r.funds::bigint, r.balance::bigint, i.id as invoice, i.kind as invoice_kind, i.number, i.pence, i.paid_by, i.purchase_order
  from running r left join invoices i on i.entry_key = r.key
  where $2::timestamptz is null or (r.at, r.id) < ($2, $3::uuid) order by r.at desc, r.id desc limit $4`;

type Row = Pick<HistoryEntry, 'id' | 'at' | 'kind' | 'funds' | 'balance'> & {
  invoice: string | null;
  invoice_kind: InvoiceKind;
  number: number;
  pence: Pence;
  paid_by: PaidBy;
  purchase_order: string | null;
};

/** The financial history of the account at the given nodes, of all in scope with null; the latest first (ORD-4, ORD-6, MON-2). */
export async function financialHistory(
  trx: Transaction,
  { nodes, cursor, limit }: { nodes: string[] | null; cursor?: string | undefined; limit: number },
): Promise<Page<HistoryEntry>> {
  const [at, id] = cursor ? decodeCursor(cursor, 'instant', 'id') : [null, null];
  const rows = await prepared<Row>(trx, 'financial-history', HISTORY, [nodes, at, id, limit + 1]);
  return page(rows.map(entryOf), limit, (last) => [last.at, last.id]);
}

function entryOf({
  invoice: id,
  invoice_kind,
  number,
  pence,
  paid_by: paidBy,
  purchase_order: purchaseOrder,
  ...moved
}: Row): HistoryEntry {
  return { ...moved, invoice: id === null ? null : { id, kind: invoice_kind, number, pence, paidBy, purchaseOrder } };
}
