import { v7 as uuid } from 'uuid';
import { processes, type ProcessStart } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from './database';

/** What only an engineer can mend: a moment that the rules or the rows refuse, a commit that fails again and again, a decision that throws. */
export type EngineersTask = 'momentRefused' | 'commitFailing' | 'decisionFailing';

/** What the next commit of the case proves mended: it closes them. A decision that throws is mended when it is taken. */
export const MENDED: EngineersTask[] = ['momentRefused', 'commitFailing'];

const LONGEST = 300;

/** Opens a task for an engineer about a process, once, with its workflow's ID and the error, without what was being written. */
export async function openEngineersTask(
  trx: Transaction,
  process: ProcessStart,
  task: EngineersTask,
  at: Instant,
  error: string,
): Promise<void> {
  const row = await trx('processes').where({ business_id: process.businessId }).first('entity_id');
  await trx('work_items')
    .insert({
      id: uuid(),
      tenant_id: process.tenant,
      queue: 'administrator',
      task,
      entity_type: processes[process.kind].names.entity,
      entity_id: row?.entity_id ?? process.businessId.split('/')[1],
      due_at: at,
      opened_at: at,
      detail: `${error.slice(0, LONGEST)} (${process.businessId})`,
    })
    .onConflict(trx.raw('(entity_id, task) where closed_at is null'))
    .ignore();
}
