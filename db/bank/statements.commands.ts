import { v7 as uuid } from 'uuid';
import { entryLines, recognise, type Tell } from '../../domain/bank/entries';
import type { Recognised } from '../../domain/bank/entry-line';
import { quotedReferences } from '../../domain/bank/matching';
import { proveStatement, type StatementBefore } from '../../domain/bank/statement-proof';
import type { ReadStatement } from '../../domain/bank/statement';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { knownLines } from './entries.queries';
import { BankAccountRow, StatementRow, type StatementLineRow } from './statement.model';

const LINES_PER_INSERT = 5000;

/** One statement of a file that was read and is to be stored. */
export interface StatementToStore {
  tenant: string;
  bankAccount: string;
  user: string;
  fileName: string;
  fileHash: Buffer;
  /** Its place among the file's statements, from 1. */
  part: number;
  statement: ReadStatement;
  at: Instant;
  /** How lines are told from entries that are known: `recognise` unless said, or what does it elsewhere. */
  tell?: Tell;
}

/** Locks accounts in one order, so that imports of one account follow each other. */
export async function lockBankAccounts(trx: Transaction, accounts: string[]): Promise<void> {
  await BankAccountRow.query(trx).findByIds(accounts).orderBy('id').forUpdate().select('id');
}

/** Stores a statement line by line with its proof (BNK-1), each line with the entry that it is (ADV-4). Locks the account. */
export async function storeStatement(trx: Transaction, what: StatementToStore): Promise<string> {
  await lockBankAccounts(trx, [what.bankAccount]);
  const { statement, tenant, bankAccount } = what;
  const lines = entryLines(statement);
  const days = [...new Set(lines.map(({ bookedOn }) => bookedOn))].sort();
  const found = await (what.tell ?? recognise)(lines, await knownLines(trx, bankAccount, days, what.fileHash));
  const count = (verdict: string) => found.filter((each) => each.verdict === verdict).length;
  const [known, doubtful] = [count('known'), count('doubtful')];
  const opening = statement.opening ?? (lines[0]?.after == null ? null : lines[0].after - lines[0].pence);
  const before = await statementBefore(trx, bankAccount, statement.from ?? days[0]!, opening);
  const proof = proveStatement(statement, before, known, doubtful);
  const id = uuid();
  await StatementRow.query(trx).insert({
    id,
    tenantId: tenant,
    bankAccountId: bankAccount,
    fileName: what.fileName,
    fileHash: what.fileHash,
    part: what.part,
    form: statement.form,
    statementName: statement.statementId,
    fromDate: proof.from,
    toDate: proof.to,
    openingPence: proof.opening,
    closingPence: proof.closing,
    proof: proof.status,
    proofDetail: proof.detail,
    lineCount: lines.length,
    knownCount: known,
    doubtfulCount: doubtful,
    importedAt: what.at,
    importedBy: what.user,
  });
  for (let from = 0; from < lines.length; from += LINES_PER_INSERT) {
    const rows = statement.lines.slice(from, from + LINES_PER_INSERT).map((line, index) => ({
      position: from + index + 1,
      row: line.row,
      booked_on: line.bookedOn,
      pence: line.pence.toString(),
      balance_pence: lines[from + index]!.after?.toString() ?? null,
      payer: line.payer,
      texts: line.texts,
      quoted: line.isReversal ? [] : quotedReferences([...line.texts, line.payer]),
      entry_id: line.entryId,
      ...foundAs(found[from + index]!),
    }));
    await prepared(trx, 'store-lines', STORE_LINES, [id, tenant, bankAccount, JSON.stringify(rows)]);
  }
  return id;
}

/** A new entry's name grows with time, so that those of one file lie together in every index. */
function foundAs(found: Recognised): Pick<StatementLineRow, 'verdict' | 'entry' | 'doubt'> {
  if (found.verdict === 'doubtful') return { ...found, entry: null };
  return { doubt: null, verdict: found.verdict, entry: found.verdict === 'new' ? uuid() : found.entry };
}

const STORE_LINES = `
  insert into statement_lines (statement_id, row, position, tenant_id, bank_account_id, booked_on, pence, balance_pence, payer, texts, quoted, entry_id, entry, verdict, doubt)
  select $1, row, position, $2, $3, booked_on, pence, balance_pence, payer, texts, quoted, entry_id, entry, verdict, doubt
  from jsonb_to_recordset($4::jsonb) as l(row int, position int, booked_on date, pence bigint, balance_pence bigint, payer text, texts text[], quoted text[],
    entry_id text, entry uuid, verdict text, doubt text)`;

/** The statement before a day, where several ended then the one from which this opening follows on. */
async function statementBefore(
  trx: Transaction,
  bankAccount: string,
  day: string,
  opening: bigint | null,
): Promise<StatementBefore | null> {
  const before = await StatementRow.query(trx)
    .where('bank_account_id', bankAccount)
    .where('to_date', '<=', day)
    .orderBy('to_date', 'desc')
    .orderByRaw('closing_pence is not distinct from ?::bigint desc', [opening?.toString() ?? null])
    .orderBy('imported_at', 'desc')
    .orderBy('part', 'desc')
    .first();
  return before ? { to: before.toDate, closing: before.closingPence } : null;
}
