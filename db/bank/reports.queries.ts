import { endOfDate, startOfDate, type LocalDate } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { ledgersOf } from './ledger.queries';
import { BankAccountRow } from './statement.model';

/** Debits less credits of each account, and of all: the total is zero at all times (FIN-1). */
export async function trialBalance(trx: Transaction): Promise<{ accounts: { account: string; pence: bigint }[]; total: bigint }> {
  const accounts: { account: string; pence: bigint }[] = await trx('tallies')
    .where('name', 'like', 'account/%')
    .groupBy('name')
    .orderBy('name')
    .select(trx.raw('substr(name, 9) as account'), trx.raw('sum(value)::bigint as pence'));
  return { accounts, total: accounts.reduce((total, account) => total + account.pence, 0n) };
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
  const allocations = await trx('journal_entries as e')
    .join('postings as p', 'p.entry_id', 'e.id')
    .where('e.kind', 'allocation')
    .where('p.account', 'suspense')
    .where('e.at', '>=', day[0])
    .where('e.at', '<', day[1])
    .orderBy('e.at')
    .select('e.key', 'e.at', 'p.pence');
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
    allocations,
    suspense,
    overdue,
    unspentFunds: funds.pence as bigint,
    ledgers,
  };
}
