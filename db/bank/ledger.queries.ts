import type { Pence } from '../../domain/money';
import { prepared, type Transaction } from '../core/database';

/** An account's ledger beside the closing balance of its last statement (FIN-1); null where no statement has had balances yet. */
export interface AccountLedger {
  account: string;
  name: string;
  ledger: Pence;
  closing: Pence | null;
}

/**
 * The ledger: the opening balance of the first statement that has balances, and what the journal holds of the account, but for what
 * was booked before that statement or after the last one. Of several statements that begin or end on one day, the first is none to
 * whose opening another line leads, the last none from whose closing one goes on.
 */
const LEDGERS = `
  with balanced as (
    select * from statements where opening_pence is not null and closing_pence is not null and proof <> 'wrongSum' and bank_account_id = any($1::uuid[])
  ), days as (
    select bank_account_id, min(from_date) as first_day, max(to_date) as last_day from balanced group by 1
  ), first as (
    select distinct on (b.bank_account_id) b.bank_account_id, b.opening_pence, b.from_date
    from balanced b join days d on d.bank_account_id = b.bank_account_id and d.first_day = b.from_date
    order by b.bank_account_id, exists (select from statement_lines l where l.bank_account_id = b.bank_account_id and l.booked_on = b.from_date
      and l.statement_id <> b.id and l.balance_pence = b.opening_pence), b.imported_at, b.part
  ), last as (
    select distinct on (b.bank_account_id) b.bank_account_id, b.closing_pence, b.to_date
    from balanced b join days d on d.bank_account_id = b.bank_account_id and d.last_day = b.to_date
    order by b.bank_account_id, exists (select from statement_lines l where l.bank_account_id = b.bank_account_id and l.booked_on = b.to_date
      and l.statement_id <> b.id and l.balance_pence - l.pence = b.closing_pence), b.imported_at desc, b.part desc
  )
  select a.id as account, a.name, last.closing_pence as closing,
    (coalesce(first.opening_pence, 0)
      + coalesce((select sum(value) from tallies where name = 'account/bank/' || a.id), 0)
      - coalesce((select sum(pence) from statement_lines l where l.bank_account_id = a.id and l.verdict = 'new'
          and (l.booked_on < first.from_date or l.booked_on > last.to_date)), 0))::bigint as ledger
  from bank_accounts a left join first on first.bank_account_id = a.id left join last on last.bank_account_id = a.id
  where a.id = any($1::uuid[]) order by a.name, a.id`;

/** The ledgers of accounts beside their last statements, by name. */
export function ledgersOf(trx: Transaction, accounts: string[]): Promise<AccountLedger[]> {
  return prepared<AccountLedger>(trx, 'ledgers', LEDGERS, [accounts]);
}
