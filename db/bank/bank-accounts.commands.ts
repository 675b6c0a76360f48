import type { StatementLayout } from '../../domain/bank/statement-layout';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import type { BankAccountRow } from './statement.model';
import { auditChange } from '../core/audit.commands';
import type { RequestedBy } from '../core/requests.commands';

/** Keeps a new layout for an account under its version, with its audit row (AUD-1). */
export async function saveLayout(
  trx: Transaction,
  tenant: string,
  account: BankAccountRow,
  layout: StatementLayout,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const changed = await trx('bank_accounts')
    .where({ id: account.id, version: account.version })
    .update({ layout: JSON.stringify(layout), version: account.version + 1 });
  if (changed !== 1) throw new Error(`Bank account ${account.id} changed meanwhile`);
  await auditChange(
    trx,
    { tenant, entity: { type: 'bank-account', id: account.id }, event: 'layoutChanged', at, before: account.layout, after: layout },
    asked,
  );
}
