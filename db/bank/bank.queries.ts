import type { CoveredSpan } from '../../domain/bank/coverage';
import type { LocalDate } from '../../domain/working-days';
import type { OpenOrder } from '../../domain/bank/suggestions';
import { ENDED_STATES } from '../../domain/orders/advance-order.state';
import type { Transaction } from '../core/database';
import { ReceiptRow } from './receipt.model';
import { BankAccountRow, StatementRow } from './statement.model';
import { decodeCursor, page, type Page } from '../core/paging';

/** The tenant's bank accounts. */
export function listBankAccounts(trx: Transaction): Promise<BankAccountRow[]> {
  return BankAccountRow.query(trx).orderBy('name').execute();
}

/** One bank account, or undefined. */
export function findBankAccount(trx: Transaction, id: string): Promise<BankAccountRow | undefined> {
  return BankAccountRow.query(trx).findById(id).execute();
}

/** Bank accounts by ID. */
export function findBankAccounts(trx: Transaction, ids: string[]): Promise<BankAccountRow[]> {
  return BankAccountRow.query(trx).findByIds(ids).execute();
}

/** A statement by ID, or undefined. */
export function findStatement(trx: Transaction, id: string): Promise<StatementRow | undefined> {
  return StatementRow.query(trx).findById(id).execute();
}

/** The statement that this very file became before, or undefined. */
export function findStatementOfFile(trx: Transaction, bankAccount: string, fileHash: Buffer): Promise<StatementRow | undefined> {
  return StatementRow.query(trx).where({ bank_account_id: bankAccount, file_hash: fileHash }).first().execute();
}

/** Statements newest first. */
export async function listStatements(
  trx: Transaction,
  filter: { cursor?: string | undefined; limit: number },
): Promise<Page<StatementRow>> {
  const query = StatementRow.query(trx)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'id')[0]!);
  return page(await query, filter.limit, (last) => [last.id]);
}

/** The last day that any statement of an account covers, or null. */
export async function newestDay(trx: Transaction, bankAccount: string): Promise<LocalDate | null> {
  const newest = await StatementRow.query(trx).where('bank_account_id', bankAccount).orderBy('to_date', 'desc').first();
  return newest?.toDate ?? null;
}

/** The statements of an account that touch a period, with the nearest one on either side: what its calendar is drawn from (BNK-1). */
export async function statementsAround(trx: Transaction, bankAccount: string, from: LocalDate, to: LocalDate): Promise<CoveredSpan[]> {
  const columns = ['id', 'from_date', 'to_date', 'opening_pence', 'closing_pence'];
  const of = () => StatementRow.query(trx).where('bank_account_id', bankAccount).select(columns);
  const within = await of().where('to_date', '>=', from).where('from_date', '<=', to);
  const before = await of().where('to_date', '<', from).orderBy('to_date', 'desc').limit(1);
  const after = await of().where('from_date', '>', to).orderBy('from_date').limit(1);
  return [...before, ...within, ...after].map((row) => ({
    id: row.id,
    from: row.fromDate,
    to: row.toDate,
    opening: row.openingPence,
    closing: row.closingPence,
  }));
}

/** Receipts: those in suspense oldest first, else newest first. */
export async function listReceipts(
  trx: Transaction,
  filter: { state?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<ReceiptRow>> {
  const query = ReceiptRow.query(trx)
    .withGraphFetched('order')
    .limit(filter.limit + 1);
  if (filter.state === 'suspense') {
    query.where('state', 'suspense').orderBy('received_at').orderBy('id');
    if (filter.cursor) query.whereRaw('(received_at, id) > (?::timestamptz, ?::uuid)', decodeCursor(filter.cursor, 'instant', 'id'));
    return page(await query, filter.limit, (last) => [last.receivedAt, last.id]);
  }
  query.orderBy('id', 'desc');
  if (filter.state) query.where('state', filter.state);
  if (filter.cursor) query.where('id', '<', decodeCursor(filter.cursor, 'instant', 'id')[1]!);
  return page(await query, filter.limit, (last) => [last.receivedAt, last.id]);
}

/** A receipt with the order that it is linked to, or undefined. */
export function findReceipt(trx: Transaction, id: string): Promise<ReceiptRow | undefined> {
  return ReceiptRow.query(trx).findById(id).withGraphFetched('order').execute();
}

/** The parts that a receipt was split into, each with its order, in the order in which they were made (BNK-2). */
export function partsOfReceipt(trx: Transaction, whole: string): Promise<ReceiptRow[]> {
  return ReceiptRow.query(trx).where('parent_id', whole).orderBy('receipts.id').withGraphFetched('order').execute();
}

/** All open orders as suggestions need them. */
export async function openOrders(trx: Transaction): Promise<(OpenOrder & { id: string; payer: string; organisation: string })[]> {
  const rows = await trx('advance_orders as o')
    .join('organisations as g', 'g.id', 'o.organisation_id')
    .whereNotIn('o.state', [...ENDED_STATES])
    .select('o.id', 'o.reference', 'o.due_pence', 'o.payer_id', 'o.organisation_id', 'g.name');
  return rows.map((row) => ({
    id: row.id,
    reference: row.reference,
    due: row.due_pence,
    payer: row.payer_id,
    organisation: row.organisation_id,
    payerName: row.name,
  }));
}
