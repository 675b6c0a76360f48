import { contentOf, recognise, type Tell } from '../../domain/bank/entries';
import { bucketOf } from '../../domain/bank/entry-ids';
import { groupedBy } from '../../domain/bank/entry-places';
import { overlapDetail } from '../../domain/bank/statement-proof';
import type { Instant } from '../../domain/working-days';
import { auditChange } from '../core/audit.commands';
import { refused } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { wakeProcesses } from '../core/wakes';
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
  { decision, rows }: LinesDecision,
  asked: RequestedBy,
  at: Instant,
  tell: Tell = recognise,
): Promise<void> {
  await lockBankAccounts(trx, [bankAccountId]);
  const statement = await StatementRow.query(trx).findById(id).forUpdate().throwIfNotFound();
  if (statement.postedTo < statement.lineCount)
    throw refused('posting', 'ADV-4', 'Its other lines are being posted', 'Ask again in a moment.');
  const lines = await StatementLineRow.query(trx).where('statement_id', id).orderBy('position');
  const doubtful = new Set(lines.filter(({ verdict }) => verdict === 'doubtful').map(({ row }) => row));
  const chosen = new Set(rows ?? doubtful);
  const settled = [...chosen].filter((row) => !doubtful.has(row));
  if (chosen.size === 0 || settled.length > 0)
    throw refused(
      'decided',
      'ADV-4',
      settled.length > 0 ? `Row ${settled[0]} is in no doubt` : 'No line is in doubt',
      'Read the lines that still are.',
    );
  const own = new Set(lines.flatMap(({ entry }) => entry ?? []));
  const days = [...new Set(lines.map(({ bookedOn }) => bookedOn))];
  const known = (await knownLines(trx, bankAccountId, days, statement.fileHash)).filter(({ entry }) => !own.has(entry));
  const found = await tell(
    lines.map((line) => ({ ...line, form: statement.form, after: line.balancePence, content: contentOf(line) })),
    known,
  );
  // Known entries that were thought of for other lines of the same day and amount, which nobody speaks of now.
  const spare = groupedBy(
    lines.flatMap((line, index) => {
      const now = found[index]!;
      return !chosen.has(line.row) && now.verdict === 'doubtful' && now.entry ? [{ bucket: bucketOf(line), entry: now.entry }] : [];
    }),
    ({ bucket }) => bucket,
  );
  const decided = lines.flatMap((line, index) => {
    const { row, pence } = line;
    const now = found[index]!;
    if (!chosen.has(row)) return [];
    const isSame = now.verdict === 'doubtful' && decision === 'same';
    const entry = now.verdict === 'known' ? now.entry : isSame ? (now.entry ?? spare.get(bucketOf(line))?.shift()?.entry ?? null) : null;
    return [{ row, pence, entry, verdict: entry === null ? 'new' : 'known' }];
  });
  await prepared(trx, 'decide-lines', DECIDE, [
    statement.id,
    JSON.stringify(decided.map(({ row, entry, verdict }) => ({ row, entry, verdict }))),
  ]);
  const same = decided.filter(({ verdict }) => verdict === 'known').length;
  const moneyless = decided.filter(({ verdict, pence }) => verdict === 'new' && pence === 0n).length;
  const before = { doubtful: doubtful.size };
  const after = { decision, rows: [...chosen], known: same, new: decided.length - same, doubtful: doubtful.size - chosen.size };
  const { tenantId: tenant, knownCount, postedCount, doubtfulCount, lineCount, proof, proofDetail } = statement;
  const left = doubtfulCount - decided.length;
  await StatementRow.query(trx)
    .findById(id)
    .patch({
      knownCount: knownCount + same,
      postedCount: postedCount + same + moneyless,
      doubtfulCount: left,
      proofDetail: proof === 'overlap' ? overlapDetail(knownCount + same, left, lineCount) : proofDetail,
    });
  await auditChange(trx, { tenant, entity: { type: 'statement', id }, event: 'linesDecided', at, before, after }, asked);
  await wakeProcesses(trx, [id]);
}
