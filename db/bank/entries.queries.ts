import { contentOf, type KnownLine } from '../../domain/bank/entries';
import type { LocalDate } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';

const KNOWN = `
  select l.statement_id as statement, l.entry, s.form, l.entry_id as "entryId", l.booked_on as "bookedOn", l.pence, l.balance_pence as after,
    array_to_string(array_prepend(l.payer, l.texts), '|') as content
  from statement_lines l join statements s on s.id = l.statement_id
  where l.bank_account_id = $1 and l.booked_on = any($2::date[]) and l.entry is not null and s.file_hash <> $3
  order by l.statement_id, l.position`;

/** The lines that other files of an account have brought of some days, statement by statement in their order (ADV-4). */
export async function knownLines(trx: Transaction, bankAccount: string, days: LocalDate[], fileHash: Buffer): Promise<KnownLine[]> {
  const rows = await prepared<KnownLine>(trx, 'known-lines', KNOWN, [bankAccount, days, fileHash]);
  for (const row of rows) row.content = contentOf({ payer: row.content, texts: [] });
  return rows;
}
