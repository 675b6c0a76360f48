import type { Transaction } from '../database';
import { MailRow, WorkItemRow } from '../models/work.model';
import { decodeCursor, page, type Page } from './paging';

/** What people call the case that a task is about. */
const referenceOf = (trx: Transaction) =>
  trx.raw(`(select p.reference from processes p where p.entity_id = work_items.entity_id order by p.opened_at desc limit 1) as reference`);

/** Open tasks of a queue, soonest due first (WRK-1). */
export async function listWorkItems(
  trx: Transaction,
  filter: { queue?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<WorkItemRow>> {
  const query = WorkItemRow.query(trx)
    .whereNull('closed_at')
    .select('work_items.*', referenceOf(trx))
    .orderBy('due_at')
    .orderBy('id')
    .limit(filter.limit + 1);
  if (filter.queue) query.where('queue', filter.queue);
  if (filter.cursor) query.whereRaw('(due_at, id) > (?::timestamptz, ?::uuid)', decodeCursor(filter.cursor, 2));
  return page(await query, filter.limit, (last) => [last.dueAt, last.id]);
}

/** The mails about an entity, oldest first (OPS-3). */
export function mailsOf(trx: Transaction, entity: string): Promise<MailRow[]> {
  return MailRow.query(trx).where({ entity_id: entity }).orderBy('created_at').execute();
}

/** A mail of the queue, or undefined. */
export function findMail(trx: Transaction, id: string): Promise<MailRow | undefined> {
  return MailRow.query(trx).findById(id).execute();
}

/** Mails of some statuses, newest first. */
export function listMails(trx: Transaction, statuses: string[], from: number, limit: number): Promise<MailRow[]> {
  return MailRow.query(trx).whereIn('status', statuses).orderBy('created_at', 'desc').offset(from).limit(limit).execute();
}

/** How many mails each status has. */
export async function countMails(trx: Transaction): Promise<Record<string, number>> {
  const rows = await trx('mail_queue').groupBy('status').select('status', trx.raw('count(*)::int as count'));
  return Object.fromEntries(rows.map((row) => [row.status, row.count]));
}

/** The audit trail of an entity, oldest first (AUD-1), with what WHY-4 asks for in `evidence`. */
export function auditOf(trx: Transaction, entity: string): Promise<Record<string, unknown>[]> {
  return trx('audit')
    .where({ entity_id: entity })
    .orderBy('seq')
    .select(
      'event',
      'at',
      'recorded_at',
      'user_id',
      'session_id',
      'ip',
      'request_id',
      'reason',
      'before',
      'after',
      'policy_version',
      'calendar_version',
      'evidence',
    );
}
