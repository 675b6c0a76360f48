import { afterPosting } from '../../domain/bank/statement-import.decide';
import type { ImportProgress } from '../../domain/bank/statement-import.process';
import { startOf } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { openRows, type RowsStore } from '../core/rows';
import { StatementRow } from './statement.model';
import { postNextLines } from './statement-posting.commands';

/** How an import meets its tables: the statement's lines, a thousand a transaction, then whoever decides about those in doubt (ADV-4). */
export const statementImportStore: RowsStore = {
  act: async (trx, { entity, before, ...situation }) => afterPosting(await postNextLines(trx, entity), before, situation),
};

/** Opens the import's process in the transaction that stores the statement; the relay starts its workflow. */
export async function openImport(trx: Transaction, tenant: string, statement: string, asked: RequestedBy, at: Instant): Promise<void> {
  const { fileName, lineCount, doubtfulCount } = await StatementRow.query(trx).findById(statement).throwIfNotFound();
  const { policyVersion } = await policyInForce(trx);
  const start = startOf('statement-import', statement, { owner: 'finance', tenant, organisation: null, policyVersion });
  const progress: ImportProgress = { lines: lineCount, posted: 0, asked: doubtfulCount, doubt: null };
  await openRows(trx, { ...start, reference: fileName.slice(0, 60) }, progress, asked, at);
}
