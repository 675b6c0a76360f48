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
 * was booked before that statement or after the last one. Of several statements that begin or end on one day, the first is the one from
 * whose opening one entry more goes on than leads to it, the last the one to whose closing one more leads than goes on from it: so also
 * where money goes to and fro and a balance comes again.
 */
const LEDGERS = `
  with balanced as (
    select * from statements where opening_pence is not null and closing_pence is not null and proof <> 'wrongSum' and bank_account_id = any($1::uuid[])
  ), days as (
    select bank_account_id, min(from_date) as first_day, max(to_date) as last_day from balanced group by 1
  ), entries as (
    select distinct on (l.entry) l.bank_account_id, l.booked_on, l.balance_pence as after, l.balance_pence - l.pence as before
    from statement_lines l join days d on d.bank_account_id = l.bank_account_id and l.booked_on in (d.first_day, d.last_day)
    where l.balance_pence is not null and l.entry is not null order by l.entry
  ), first as (
    select distinct on (b.bank_account_id) b.bank_account_id, b.opening_pence, b.from_date
    from balanced b join days d on d.bank_account_id = b.bank_account_id and d.first_day = b.from_date
    order by b.bank_account_id, (
      select count(*) filter (where e.before = b.opening_pence) - count(*) filter (where e.after = b.opening_pence)
      from entries e where e.bank_account_id = b.bank_account_id and e.booked_on = b.from_date) desc, b.imported_at, b.part
  ), last as (
    select distinct on (b.bank_account_id) b.bank_account_id, b.closing_pence, b.to_date
    from balanced b join days d on d.bank_account_id = b.bank_account_id and d.last_day = b.to_date
    order by b.bank_account_id, (
      select count(*) filter (where e.after = b.closing_pence) - count(*) filter (where e.before = b.closing_pence)
      from entries e where e.bank_account_id = b.bank_account_id and e.booked_on = b.to_date) desc, b.imported_at desc, b.part desc
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
