import { startOf } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { policyInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { openRows, type RowsStore } from '../core/rows';
import { postNextLines } from './statements.commands';

/** How an import meets its tables: the statement's lines, a thousand a transaction (ADV-4). */
export const statementImportStore: RowsStore = {
  act: async (trx, statement) => {
    const { posted, total } = await postNextLines(trx, statement);
    return { progress: { lines: total, posted }, nextDue: 'atOnce' };
  },
};

/** Opens the import's process in the transaction that stores the statement; the relay starts its workflow. */
export async function openImport(trx: Transaction, tenant: string, statement: string, asked: RequestedBy, at: Instant): Promise<void> {
  const row: { file_name: string; line_count: number } = await trx('statements').where({ id: statement }).first('file_name', 'line_count');
  const { policyVersion } = await policyInForce(trx);
  const start = startOf('statement-import', statement, { owner: 'finance', tenant, organisation: null, policyVersion });
  await openRows(trx, { ...start, reference: row.file_name.slice(0, 60) }, { lines: row.line_count, posted: 0 }, asked, at);
}
