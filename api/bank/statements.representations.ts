import { z } from 'zod';
import { toMoney } from '../../domain/money';
import type { StatementLineDetails } from '../../db/bank/statement-lines.queries';
import type { DoubtfulLine } from '../../db/bank/doubtful-lines.queries';
import type { StatementRow } from '../../db/bank/statement.model';
import { money } from '../core/schemas';

/** An account's ledger beside its last statement's closing balance, and what it has more; null where no statement has had balances (FIN-1). */
export const ledgerBeside = z.object({ amount: money, closing: money.nullable(), difference: money.nullable() });

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
  progress: z.object({
    lines: z.int(),
    known: z.int(),
    asked: z.int().describe('Lines that wait for a decision: GET /v1/statements/{id}/doubtful-lines'),
    posted: z.int(),
    receipts: z.int(),
    matched: z.int(),
    done: z.boolean(),
  }),
  ledger: ledgerBeside
    .nullable()
    .describe("The account's ledger after this import beside its last statement's closing balance; null while lines are being posted"),
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
      asked: statement.doubtfulCount,
      posted: postedCount,
      receipts: statement.receiptCount,
      matched: statement.matchedCount,
      done: postedCount === lineCount,
    },
    ledger: statement.ledgerPence === null ? null : besideClosing(statement.ledgerPence, statement.ledgerClosingPence),
  };
}

/** A ledger beside a closing balance, and what it has more; null where no statement has had balances. */
export function besideClosing(ledger: bigint, closing: bigint | null) {
  return {
    amount: toMoney(ledger),
    closing: closing === null ? null : toMoney(closing),
    difference: closing === null ? null : toMoney(ledger - closing),
  };
}

const shownLine = z.object({
  row: z.int(),
  amount: money,
  payer: z.string(),
  texts: z.array(z.string()),
  entryId: z.string().nullable().describe("The bank's own reference"),
});

/** A line that a person has to judge, and the known lines that it may be (ADV-4). */
export const doubtfulLine = shownLine.extend({
  bookedOn: z.iso.date(),
  doubt: z
    .enum(['overlap', 'otherAmount'])
    .describe('overlap: neither entry IDs nor balances tell; otherAmount: its entry ID is known with another amount'),
  known: z.array(shownLine.extend({ statement: z.uuid(), fileName: z.string() })),
});
doubtfulLine.register(z.globalRegistry, { id: 'DoubtfulLine' });

/** A line in doubt as the API shows it. */
export function doubtfulLineBody({ pence, known, ...line }: DoubtfulLine) {
  return {
    ...line,
    amount: toMoney(pence),
    known: known.map(({ pence: amount, ...each }) => ({ ...each, amount: toMoney(BigInt(amount)) })),
  };
}

/** A line of a statement with what became of it (BNK-1). */
export const statementLine = shownLine.extend({
  bookedOn: z.iso.date(),
  outcome: z
    .enum(['posting', 'doubtful', 'known', 'moneyOut', 'noMoney', 'suspense', 'linked', 'allocated', 'returning', 'split'])
    .describe('known: another statement had it; linked: in suspense for an open order; doubtful: it waits for a decision'),
  receipt: z.uuid().nullable(),
  order: z.object({ id: z.uuid(), reference: z.string() }).nullable(),
  known: z.object({ statement: z.uuid(), fileName: z.string(), row: z.int() }).nullable().describe('The line that brought the entry'),
});
statementLine.register(z.globalRegistry, { id: 'StatementLine' });

/** A line with its outcome as the API shows it. */
export function statementLineBody({ pence, order, orderReference, ...line }: StatementLineDetails) {
  return { ...line, amount: toMoney(pence), order: order && { id: order, reference: orderReference! } };
}
