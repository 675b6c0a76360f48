import { processes, type ProcessStart } from '../domain/processes';
import { TASK_QUEUE } from './core.messages';

/** Imports, batches, what recurs by the clock: work over many rows, beside which a person's command waits for nothing. */
export const BULK_TASK_QUEUE = `${TASK_QUEUE}-bulk`;

/**
 * Where a process runs: by its kind today, for all tenants alike; what commits much, beside what has many rows (docs/decisions/0050). The one place that would move a tenant to queues, or to a
 * namespace, of its own (OPS-4).
 */
export function placementOf({ kind }: Pick<ProcessStart, 'kind' | 'tenant'>): { taskQueue: string } {
  return { taskQueue: processes[kind].names.placement === 'durable' ? BULK_TASK_QUEUE : TASK_QUEUE };
}
