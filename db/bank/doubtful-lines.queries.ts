import type { Doubt } from '../../domain/bank/entry-line';
import type { Transaction } from '../core/database';
import type { Page } from '../core/paging';
import { linesByRow, type AskedLines, type StatementLine } from './statement-lines.queries';

/** A line that a person has to judge, and the known lines that it may be. */
export interface DoubtfulLine extends StatementLine {
  doubt: Doubt;
  known: { statement: string; fileName: string; row: number; pence: string; payer: string; texts: string[]; entryId: string | null }[];
}

/** So many known lines stand beside one in doubt at most. */
const BESIDE = 5;

const DOUBTFUL = `
  select l.row, l.booked_on as "bookedOn", l.pence, l.payer, l.texts, l.entry_id as "entryId", l.doubt, (
    select coalesce(jsonb_agg(k), '[]') from (
      select k.statement_id as statement, s.file_name as "fileName", k.row, k.pence::text, k.payer, k.texts, k.entry_id as "entryId"
      from statement_lines k join statements s on s.id = k.statement_id
      where k.bank_account_id = l.bank_account_id and k.booked_on = l.booked_on and k.verdict = 'new' and k.statement_id <> l.statement_id
        and (case l.doubt when 'otherAmount' then upper(k.entry_id) = upper(l.entry_id) else k.pence = l.pence or not exists (
          select from statement_lines o where o.bank_account_id = l.bank_account_id and o.booked_on = l.booked_on and o.pence = l.pence
            and o.verdict = 'new' and o.statement_id <> l.statement_id) end)
      order by k.payer = l.payer and k.texts = l.texts desc, s.imported_at, k.position limit ${BESIDE}
    ) k
  ) as known
  from statement_lines l where l.statement_id = $1 and l.verdict = 'doubtful' and l.row > $2 order by l.row limit $3`;

/** The lines of a statement that wait for a person's word, by row (ADV-4). */
export function listDoubtfulLines(trx: Transaction, statement: string, asked: AskedLines): Promise<Page<DoubtfulLine>> {
  return linesByRow(trx, 'doubtful-lines', DOUBTFUL, statement, asked);
}
