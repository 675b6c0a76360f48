import { z } from 'zod';
import { toMoney } from '../../domain/money';
import type { StatementRow } from '../../db/bank/statement.model';
import { money } from '../core/schemas';

/** A statement with its proof and how far its import has come (BNK-1). */
export const statement = z.object({
  id: z.uuid(),
  bankAccount: z.uuid(),
  fileName: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
  opening: money.nullable(),
  closing: money.nullable(),
  proof: z.object({ status: z.enum(['proved', 'unproved', 'wrongSum', 'gap', 'overlap']), detail: z.string() }),
  part: z.int(),
  progress: z.object({ lines: z.int(), known: z.int(), posted: z.int(), receipts: z.int(), matched: z.int(), done: z.boolean() }),
});
statement.register(z.globalRegistry, { id: 'Statement' });

/** A statement with proof and progress. */
export function statementBody(statement: StatementRow) {
  const { id, fileName, lineCount, postedCount } = statement;
  return {
    id,
    bankAccount: statement.bankAccountId,
    fileName,
    from: statement.fromDate,
    to: statement.toDate,
    opening: statement.openingPence === null ? null : toMoney(statement.openingPence),
    closing: statement.closingPence === null ? null : toMoney(statement.closingPence),
    part: statement.part,
    proof: { status: statement.proof, detail: statement.proofDetail },
    progress: {
      lines: lineCount,
      known: statement.knownCount,
      posted: postedCount,
      receipts: statement.receiptCount,
      matched: statement.matchedCount,
      done: postedCount === lineCount,
    },
  };
}
