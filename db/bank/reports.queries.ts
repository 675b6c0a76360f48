import type { Pence } from '../../domain/money';
import { referenceOf } from '../../domain/processes';
import { endOfDate, startOfDate, type Instant, type LocalDate } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { accountNames } from './accounts.queries';
import { ledgersOf } from './ledger.queries';
import { BankAccountRow } from './statement.model';

/** Debits less credits of each account, by what people call it, and of all: the total is zero at all times (FIN-1). */
export async function trialBalance(
  trx: Transaction,
): Promise<{ accounts: { account: string; name: string; pence: bigint }[]; total: bigint }> {
  const accounts: { account: string; pence: bigint }[] = await trx('tallies')
    .where('name', 'like', 'account/%')
    .groupBy('name')
    .orderBy('name')
    .select(trx.raw('substr(name, 9) as account'), trx.raw('sum(value)::bigint as pence'));
  const names = await accountNames(
    trx,
    accounts.map(({ account }) => account),
  );
  return {
    accounts: accounts.map((each) => ({ ...each, name: names.get(each.account)! })),
    total: accounts.reduce((total, account) => total + account.pence, 0n),
  };
}

/** Money that moved in the journal on a day, but for what was received: how, for what case, between which accounts. */
export interface Movement {
  kind: 'allocation' | 'reversal' | 'return' | 'adjustment';
  key: string;
  /** What people call the case: an order's reference, or a receipt's, a proposal's. */
  reference: string;
  at: Instant;
  pence: Pence;
  from: string;
  to: string;
}

/** The account of the most money on either side: an entry has one on one of its sides at least. */
const MOVEMENTS = `
  select e.kind, e.key, e.at, (select sum(pence) from postings p where p.entry_id = e.id and pence > 0)::bigint as pence,
    (select account from postings p where p.entry_id = e.id order by pence desc, account limit 1) as from,
    (select account from postings p where p.entry_id = e.id order by pence, account limit 1) as to,
    (select o.reference from reversals r join advance_orders o on o.id = r.order_id where e.kind = 'reversal' and e.key = 'reversal/' || r.id) as reference
  from journal_entries e where e.kind in ('allocation', 'reversal', 'return', 'adjustment') and e.at >= $1 and e.at < $2 order by e.at, e.key`;

async function movementsOf(trx: Transaction, from: Instant, until: Instant): Promise<Movement[]> {
  type Row = Omit<Movement, 'reference'> & { reference: string | null };
  const rows = await prepared<Row>(trx, 'movements', MOVEMENTS, [from, until]);
  const names = await accountNames(trx, [...new Set(rows.flatMap((row) => [row.from, row.to]))]);
  return rows.map((row) => ({
    ...row,
    reference: row.reference ?? referenceIn(row.key),
    from: names.get(row.from)!,
    to: names.get(row.to)!,
  }));
}

/** The keys of entries name their case: `advance-order/ECS0944490/allocation/…`, `receipt/<id>/return`, `adjustment/<id>`. */
function referenceIn(key: string): string {
  const [kind, name] = key.split('/') as [string, string];
  if (kind === 'receipt') return referenceOf('suspense', name);
  return kind === 'adjustment' ? referenceOf('approval', name) : name;
}

interface DaySums {
  count: number;
  pence: bigint;
  oldest: string | null;
  received_count: number;
  received_pence: bigint;
}

/** The day's money, by London date, and as it stands now each account's ledger beside its last statement (FIN-1). */
export async function dayReport(trx: Transaction, date: LocalDate) {
  const day: [string, string] = [startOfDate(date), endOfDate(date)];
  const movements = await movementsOf(trx, ...day);
  const { rows } = await trx.raw(
    `select coalesce((select sum(value) from tallies where name = 'receipts/suspense'), 0)::int as count,
       coalesce((select -sum(value) from tallies where name = 'account/suspense'), 0)::bigint as pence,
       coalesce((select sum(value) from tallies where name = 'received/' || :date || '/count'), 0)::int as received_count,
       coalesce((select sum(value) from tallies where name = 'received/' || :date || '/pence'), 0)::bigint as received_pence,
       (select received_at from receipts where state = 'suspense' order by received_at, id limit 1) as oldest`,
    { date },
  );
  const accounts = await BankAccountRow.query(trx).where('state', 'open').select('id');
  const ledgers = await ledgersOf(
    trx,
    accounts.map(({ id }) => id),
  );
  const { received_count, received_pence, ...suspense }: DaySums = rows[0];
  const overdue = await trx('advance_orders').where({ state: 'overdue' }).orderBy('due_at').select('reference', 'due_at', 'due_pence');
  const funds = await trx('tallies').where('name', 'like', 'account/funds/%').first(trx.raw('coalesce(-sum(value), 0)::bigint as pence'));
  return {
    received: { count: received_count, pence: received_pence },
    movements,
    suspense,
    overdue,
    unspentFunds: funds.pence as bigint,
    ledgers,
  };
}
