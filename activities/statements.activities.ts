import { postNextLines, type PostingProgress } from '../db/commands/statements.commands';
import { finishImport } from '../db/commands/processes.commands';
import { inScope } from '../db/database';
import type { ActivityDeps } from './deps';

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
