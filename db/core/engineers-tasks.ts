import { v7 as uuid } from 'uuid';
import { processes, type ProcessStart } from '../../domain/processes';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from './database';

/** What only an engineer can mend: a moment that the rules or the rows refuse, a commit that fails again and again,  a decision that throws. */
export type EngineersTask = 'momentRefused' | 'commitFailing' | 'decisionFailing';

/** Opens a task for an engineer about a process, once; its entity tells which one, the process's page and the Temporal UI the rest. */
export async function openEngineersTask(trx: Transaction, process: ProcessStart, task: EngineersTask, at: Instant): Promise<void> {
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
    })
    .onConflict(trx.raw('(entity_id, task) where closed_at is null'))
    .ignore();
}
