import type { Transaction } from '../database';

/** A hold as the work board lists it. */
export interface HoldRow {
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

const STATUS = `case when ended_at is not null then 'completed' when stage = 'Overdue' then 'failed' else 'delayed' end`;

function holds(trx: Transaction) {
  return trx.select('*').from(
    trx('processes')
      .where({ kind: 'advance-order' })
      .select('*', trx.raw(`${STATUS} as status`))
      .as('holds'),
  );
}

/** How many holds each status has. */
export async function countHolds(trx: Transaction): Promise<Record<string, number>> {
  const rows = await holds(trx).clearSelect().groupBy('status').select('status', trx.raw('count(*)::int as count'));
  return Object.fromEntries(rows.map((row) => [row.status, row.count]));
}

/** Holds of some statuses, soonest due first, ended ones newest first. */
export async function listHolds(trx: Transaction, statuses: string[], from: number, limit: number): Promise<HoldRow[]> {
  return holds(trx).whereIn('status', statuses).orderByRaw('ended_at desc nulls first, due_at').offset(from).limit(limit);
}

/** One hold by its order, or undefined. */
export async function findHold(trx: Transaction, order: string): Promise<HoldRow | undefined> {
  return holds(trx).where({ entity_id: order }).first();
}
