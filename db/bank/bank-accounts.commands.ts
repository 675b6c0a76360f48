import { raw } from 'objection';
import { readAccount, type ProposedAccount } from '../../domain/bank/bank-account';
import type { StatementLayout } from '../../domain/bank/statement-layout';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { auditChange } from '../core/audit.commands';
import { CommitRefused, refused } from '../core/commit-refused';
import type { RequestedBy } from '../core/requests.commands';
import { BankAccountRow } from './statement.model';

/** Enters an account as it was asked for, to be opened by a second person (SEC-8). Throws CommitRefused where its number is known. */
export async function proposeBankAccount(trx: Transaction, tenant: string, id: string, body: object): Promise<void> {
  const read = readAccount(body as ProposedAccount);
  if ('faults' in read) throw new CommitRefused(read.faults);
  await BankAccountRow.query(trx)
    .insert({ ...read.account, id, tenantId: tenant, state: 'proposed' })
    .onConflict(raw(`(tenant_id, sort_code, account_number) where state <> 'declined'`))
    .ignore();
  if (await BankAccountRow.query(trx).findById(id)) return;
  const remedy = 'Read the accounts; decline the proposal of it first where it was wrong.';
  throw refused('known', 'ADV-4', 'An account of this number is entered already', remedy, '/accountNumber');
}

/** Opens a proposed account for statements, or keeps it as declined. A tenant's first open one is what payers are told (ADV-2). */
export async function settleBankAccount(trx: Transaction, id: string, isApproved: boolean): Promise<void> {
  await BankAccountRow.query(trx)
    .findById(id)
    .patch({ state: isApproved ? 'open' : 'declined' });
  if (!isApproved) return;
  const isTold = await BankAccountRow.query(trx).where({ pays_in: true, state: 'open' }).forNoKeyUpdate().first();
  if (!isTold) await BankAccountRow.query(trx).findById(id).patch({ paysIn: true });
}

/** Keeps a new layout for an account under its version, with its audit row (AUD-1). */
export async function saveLayout(
  trx: Transaction,
  tenant: string,
  account: BankAccountRow,
  layout: StatementLayout,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const changed = await BankAccountRow.query(trx)
    .findById(account.id)
    .where('version', account.version)
    .patch({ layout, version: account.version + 1 });
  if (changed !== 1) throw new Error(`Bank account ${account.id} changed meanwhile`);
  await auditChange(
    trx,
    { tenant, entity: { type: 'bank-account', id: account.id }, event: 'layoutChanged', at, before: account.layout, after: layout },
    asked,
  );
}
