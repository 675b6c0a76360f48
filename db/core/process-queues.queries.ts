import type { ProcessKind } from '../../domain/processes';
import type { Transaction } from './database';

/** A process as the work board lists it. */
export interface QueuedProcess {
  business_id: string;
  entity_id: string;
  reference: string;
  stage: string;
  awaiting: string;
  why: string;
  next: { at: string; what: string }[];
  due_at: string | null;
  opened_at: string;
  ended_at: string | null;
  status: 'delayed' | 'failed' | 'completed';
}

/** A queue of the work board: a kind of process, and the stages that people should look at first. */
export interface ProcessQueueOf {
  kind: ProcessKind;
  lateStages: string[];
}

function queued(trx: Transaction, { kind, lateStages }: ProcessQueueOf) {
  const late = lateStages.length > 0 ? `when stage in (${lateStages.map(() => '?').join(', ')}) then 'failed'` : '';
  const status = trx.raw(`case when ended_at is not null then 'completed' ${late} else 'delayed' end as status`, lateStages);
  return trx.select('*').from(trx('processes').where({ kind }).select('*', status).as('queued'));
}

/** How many processes of a queue each status has. */
export async function countQueued(trx: Transaction, queue: ProcessQueueOf): Promise<Record<string, number>> {
  const rows = await queued(trx, queue).clearSelect().groupBy('status').select('status', trx.raw('count(*)::int as count'));
  return Object.fromEntries(rows.map((row) => [row.status, row.count]));
}

/** Processes of some statuses, soonest due first, ended ones newest first. */
export async function listQueued(
  trx: Transaction,
  queue: ProcessQueueOf,
  statuses: string[],
  from: number,
  limit: number,
): Promise<QueuedProcess[]> {
  return queued(trx, queue).whereIn('status', statuses).orderByRaw('ended_at desc nulls first, due_at').offset(from).limit(limit);
}

/** The newest process of an entity, or undefined. */
export async function findQueued(trx: Transaction, queue: ProcessQueueOf, entity: string): Promise<QueuedProcess | undefined> {
  return queued(trx, queue).where({ entity_id: entity }).orderBy('opened_at', 'desc').first();
}
