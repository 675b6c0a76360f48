import type { Calendar } from '../../domain/working-days';
import type { Transaction } from './database';
import { ProcessRow, StageRow } from './process.model';
import { decodeCursor, page, type Page } from './paging';

/** What a list of open processes is narrowed by. */
export interface ProcessFilter {
  kind?: string | undefined;
  awaiting?: string | undefined;
  dueBefore?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

const NEVER = 'infinity';

/** Open processes, soonest due first (OPS-5, WRK-1). */
export async function listProcesses(trx: Transaction, filter: ProcessFilter): Promise<Page<ProcessRow>> {
  const query = ProcessRow.query(trx)
    .whereNull('ended_at')
    .orderByRaw(`coalesce(due_at, '${NEVER}'), business_id`)
    .limit(filter.limit + 1);
  if (filter.kind) query.where('kind', filter.kind);
  if (filter.awaiting) query.where('awaiting', filter.awaiting);
  if (filter.dueBefore) query.where('due_at', '<', filter.dueBefore);
  if (filter.cursor) query.whereRaw(`(coalesce(due_at, '${NEVER}'), business_id) > (?::timestamptz, ?)`, decodeCursor(filter.cursor, 2));
  return page(await query, filter.limit, (last) => [last.dueAt ?? NEVER, last.businessId]);
}

/** The process of an entity with its stages, oldest first; null where there is none to see. */
export async function findProcess(trx: Transaction, entity: string): Promise<{ process: ProcessRow; stages: StageRow[] } | null> {
  const process = await ProcessRow.query(trx).where({ entity_id: entity }).orderBy('opened_at', 'desc').first();
  if (!process) return null;
  return { process, stages: await StageRow.query(trx).where({ business_id: process.businessId }).orderBy('version') };
}

/** Bank holidays as they stand; the version names the last published day and their number (TIM-1, CAL-1). */
export async function currentCalendar(trx: Transaction): Promise<Calendar> {
  const days: string[] = await trx('bank_holidays').orderBy('day').pluck('day');
  const last = days.at(-1) ?? '1970-01-01';
  return { version: `${last}/${days.length}`, holidays: new Set(days), publishedUntil: `${last.slice(0, 4)}-12-31` };
}
