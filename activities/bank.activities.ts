import { type PostingProgress, postNextLines } from '../db/bank/statements.commands';
import { finishImport } from '../db/core/processes.commands';
import { inScope } from '../db/core/database';
import type { ActivityDeps } from './deps';
import type { SuspenseFacts } from '../domain/bank/suspense.state';
import { suspenseFacts } from '../db/bank/suspense.queries';

/** What an import does: one transaction a thousand lines (ADV-4). */
export function statementActivities({ database }: ActivityDeps) {
  return {
    /** Posts the next lines of a statement; the last ones end its process. */
    postReceipts: (input: { tenant: string; statement: string }): Promise<PostingProgress> =>
      inScope(database, { tenant: input.tenant, organisation: null }, async (trx) => {
        const progress = await postNextLines(trx, input.statement);
        if (progress.posted === progress.total) await finishImport(trx, input.statement);
        return progress;
      }),
  };
}

/** As workflows see it. */
export type StatementActivities = ReturnType<typeof statementActivities>;

/** What a receipt's case reads. */
export function suspenseActivities({ database }: ActivityDeps) {
  return {
    /** Amount, position and dates of a receipt in suspense; null where it is there no more (BNK-2). */
    readSuspense: (input: { tenant: string; receipt: string; policyVersion: string }): Promise<SuspenseFacts | null> =>
      inScope(database, { tenant: input.tenant, organisation: null }, (trx) => suspenseFacts(trx, input.receipt, input.policyVersion)),
  };
}

/** As workflows see it. */
export type SuspenseActivities = ReturnType<typeof suspenseActivities>;
