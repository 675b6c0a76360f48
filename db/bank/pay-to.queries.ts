import { sortCodeWords, type PayTo } from '../../domain/bank/pay-to';
import { prepared, type Transaction } from '../core/database';

const PAY_TO = `
  select coalesce(a.holder, t.name) as holder, a.sort_code as "sortCode", a.account_number as "accountNumber"
  from bank_accounts a join tenants t on t.id = a.tenant_id where a.pays_in and a.state = 'open' and a.tenant_id = app_tenant()`;

/** The account that payers of the tenant in scope transfer to; null where none is open (ADV-2). */
export async function payToOf(trx: Transaction): Promise<PayTo | null> {
  const [row] = await prepared<{ holder: string; sortCode: string; accountNumber: string }>(trx, 'pay-to', PAY_TO, []);
  return row ? { accountName: row.holder, sortCode: sortCodeWords(row.sortCode), accountNumber: row.accountNumber } : null;
}
