import { contentOf, recognise, type Tell } from '../../domain/bank/entries';
import { bucketOf } from '../../domain/bank/entry-ids';
import type { Recognised } from '../../domain/bank/entry-line';
import { groupedBy } from '../../domain/bank/entry-places';
import { afterDecision } from '../../domain/bank/statement-import.decide';
import { overlapDetail } from '../../domain/bank/statement-proof';
import type { Instant } from '../../domain/working-days';
import { refused } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import { caseAbout } from '../core/processes.queries';
import type { RequestedBy } from '../core/requests.commands';
import { changeRows } from '../core/rows';
import { knownLines } from './entries.queries';
import { lockBankAccounts } from './statements.commands';
import { StatementLineRow, StatementRow } from './statement.model';

/** What finance says of lines in doubt: they are entries that are known, or new money. */
export interface LinesDecision {
  decision: 'same' | 'new';
  /** Rows of the file; all lines in doubt where none are named. */
  rows?: number[] | undefined;
}

const DECIDE = `
  update statement_lines l set verdict = d.verdict, entry = coalesce(d.entry, gen_random_uuid())
  from jsonb_to_recordset($2::jsonb) as d(row int, verdict text, entry uuid) where l.statement_id = $1 and l.row = d.row`;

/**
 * Decides lines in doubt (ADV-4): what is new is posted by the statement's import, which is woken; what is the same counts as
 * known. Lines that can be told by now, as other questions were answered, are what they are; of lines called the same no more are than
 * there are known ones, the others are new. Throws CommitRefused where a row is in no doubt.
 */
export async function decideLines(
  trx: Transaction,
  { id, bankAccountId }: Pick<StatementRow, 'id' | 'bankAccountId'>,
  said: LinesDecision,
  asked: RequestedBy,
  at: Instant,
  tell: Tell = recognise,
): Promise<void> {
  const { start } = (await caseAbout(trx, id))!;
  await changeRows(trx, start, asked, at, async ({ before }) => {
    await lockBankAccounts(trx, [bankAccountId]);
    const statement = await StatementRow.query(trx).findById(id).forUpdate().throwIfNotFound();
    const lines = await StatementLineRow.query(trx).where('statement_id', id).orderBy('position');
    const chosen = chosenOf(statement, lines, said.rows);
    const found = await foundNow(trx, statement, lines, tell);
    const decided = decidedAs(lines, found, chosen, said.decision);
    await prepared(trx, 'decide-lines', DECIDE, [id, JSON.stringify(decided.map(({ row, entry, verdict }) => ({ row, entry, verdict })))]);
    const same = decided.filter(({ verdict }) => verdict === 'known').length;
    const moneyless = decided.filter(({ verdict, pence }) => verdict === 'new' && pence === 0n).length;
    const { knownCount, postedCount, doubtfulCount, lineCount, proof, proofDetail } = statement;
    const left = doubtfulCount - decided.length;
    await StatementRow.query(trx)
      .findById(id)
      .patch({
        knownCount: knownCount + same,
        postedCount: postedCount + same + moneyless,
        doubtfulCount: left,
        proofDetail: proof === 'overlap' ? overlapDetail(knownCount + same, left, lineCount) : proofDetail,
      });
    const told = { decision: said.decision, rows: [...chosen], known: same, new: decided.length - same };
    return afterDecision({ lines: lineCount, posted: postedCount, asked: left }, before, told);
  });
}

/** The rows that are decided about. Throws CommitRefused where one is in no doubt, or the others are being posted. */
function chosenOf({ postedTo, lineCount }: StatementRow, lines: StatementLineRow[], rows: number[] | undefined): Set<number> {
  if (postedTo < lineCount) throw refused('posting', 'ADV-4', 'Its other lines are being posted', 'Ask again in a moment.');
  const doubtful = new Set(lines.filter(({ verdict }) => verdict === 'doubtful').map(({ row }) => row));
  const chosen = new Set(rows ?? doubtful);
  const settled = [...chosen].filter((row) => !doubtful.has(row));
  if (chosen.size > 0 && settled.length === 0) return chosen;
  const detail = settled.length > 0 ? `Row ${settled[0]} is in no doubt` : 'No line is in doubt';
  throw refused('decided', 'ADV-4', detail, 'Read the lines that still are.');
}

/** What can be told of a statement's lines by now. */
async function foundNow(trx: Transaction, statement: StatementRow, lines: StatementLineRow[], tell: Tell): Promise<Recognised[]> {
  const own = new Set(lines.flatMap(({ entry }) => entry ?? []));
  const days = [...new Set(lines.map(({ bookedOn }) => bookedOn))];
  const known = await knownLines(trx, statement.bankAccountId, days, statement.fileHash);
  return tell(
    lines.map((line) => ({ ...line, form: statement.form, after: line.balancePence, content: contentOf(line) })),
    known.filter(({ entry }) => !own.has(entry)),
  );
}

/** What the chosen lines are by the decision; entry is null where it is a new one. */
function decidedAs(lines: StatementLineRow[], found: Recognised[], chosen: Set<number>, decision: LinesDecision['decision']) {
  // Known entries that were thought of for other lines of the same day and amount, which nobody speaks of now.
  const spare = groupedBy(
    lines.flatMap((line, index) => {
      const now = found[index]!;
      return !chosen.has(line.row) && now.verdict === 'doubtful' && now.entry ? [{ bucket: bucketOf(line), entry: now.entry }] : [];
    }),
    ({ bucket }) => bucket,
  );
  return lines.flatMap((line, index) => {
    const { row, pence } = line;
    const now = found[index]!;
    if (!chosen.has(row)) return [];
    const isSame = now.verdict === 'doubtful' && decision === 'same';
    const entry = now.verdict === 'known' ? now.entry : isSame ? (now.entry ?? spare.get(bucketOf(line))?.shift()?.entry ?? null) : null;
    return [{ row, pence, entry, verdict: entry === null ? 'new' : 'known' }];
  });
}
