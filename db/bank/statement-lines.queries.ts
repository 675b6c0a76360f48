import type { LocalDate } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';

/** What became of a line of a statement. */
export type LineOutcome =
  'posting' | 'doubtful' | 'known' | 'moneyOut' | 'noMoney' | 'suspense' | 'linked' | 'allocated' | 'returning' | 'split';

/** A line as the statement tells it. */
export interface StatementLine {
  row: number;
  bookedOn: LocalDate;
  pence: bigint;
  payer: string;
  texts: string[];
  entryId: string | null;
}

/** A line of a statement with what became of it: its receipt and order, and the line that had told it before. */
export interface StatementLineDetails extends StatementLine {
  outcome: LineOutcome;
  receipt: string | null;
  order: string | null;
  orderReference: string | null;
  known: { statement: string; fileName: string; row: number } | null;
}

const LINES = `
  select l.row, l.booked_on as "bookedOn", l.pence, l.payer, l.texts, l.entry_id as "entryId",
    case when l.verdict = 'doubtful' then 'doubtful' when l.verdict = 'known' then 'known' when l.pence = 0 then 'noMoney' when l.pence < 0 then 'moneyOut'
      when r.id is null then 'posting' when r.state = 'suspense' and o.id is not null then 'linked' else r.state end as outcome,
    r.id as receipt, o.id as order, o.reference as "orderReference",
    case when k.row is not null then jsonb_build_object('statement', k.statement_id, 'fileName', s.file_name, 'row', k.row) end as known
  from statement_lines l
    left join receipts r on r.entry = l.entry
    left join advance_orders o on o.id = r.order_id
    left join statement_lines k on l.verdict = 'known' and k.entry = l.entry and k.verdict = 'new'
    left join statements s on s.id = k.statement_id
  where l.statement_id = $1 and l.row > $2 order by l.row limit $3`;

/** The lines of a statement by row, each with its outcome (BNK-1). */
export function listStatementLines(trx: Transaction, statement: string, asked: AskedLines): Promise<Page<StatementLineDetails>> {
  return linesByRow(trx, 'statement-lines', LINES, statement, asked);
}

/** A page of lines that is asked for. */
export interface AskedLines {
  cursor?: string | undefined;
  limit: number;
}

/** Lines of a statement by row, by prepared SQL with statement, row before the first and number of them as $1, $2, $3. */
export async function linesByRow<Line extends StatementLine>(
  trx: Transaction,
  name: string,
  sql: string,
  statement: string,
  { cursor, limit }: AskedLines,
): Promise<Page<Line>> {
  const after = cursor ? decodeCursor(cursor, 'place')[0]! : '0';
  const rows = await prepared<Line>(trx, name, sql, [statement, after, limit + 1]);
  return page(rows, limit, (last) => [String(last.row)]);
}
