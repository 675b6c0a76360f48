import type { Transaction } from '../core/database';
import { MailRow, WorkItemRow } from './work.model';
import { decodeCursor, page, type Page } from '../core/paging';

/** What people call the case that a task is about. */
const referenceOf = (trx: Transaction) =>
  trx.raw(`(select p.reference from processes p where p.entity_id = work_items.entity_id order by p.opened_at desc limit 1) as reference`);

/** What a list of open tasks is narrowed by (WRK-1). */
export interface TaskFilter {
  queue?: string | undefined;
  task?: string | undefined;
  /** A person, or null for what nobody has taken. */
  assignee?: string | null | undefined;
  dueBefore?: string | undefined;
  about?: string | undefined;
}

/** Open tasks, soonest due first (WRK-1). */
export async function listWorkItems(
  trx: Transaction,
  filter: TaskFilter & { cursor?: string | undefined; limit: number },
): Promise<Page<WorkItemRow>> {
  const query = openTasks(trx, filter)
    .select('work_items.*', referenceOf(trx))
    .limit(filter.limit + 1);
  if (filter.cursor) query.whereRaw('(due_at, id) > (?::timestamptz, ?::uuid)', decodeCursor(filter.cursor, 2));
  return page(await query, filter.limit, (last) => [last.dueAt, last.id]);
}

/** The identifiers of all tasks that a filter finds, so many at most: what a bulk action is done to. */
export async function taskIds(trx: Transaction, filter: TaskFilter, most: number): Promise<string[]> {
  return (await openTasks(trx, filter).select('work_items.id').limit(most)).map(({ id }) => id);
}

/** How many open tasks each queue has, and a person; from tallies, so that a hundred thousand cost no more than one (WRK-1). */
export async function countTasks(trx: Transaction, user: string): Promise<{ queues: Record<string, number>; mine: number }> {
  const rows: { name: string; value: bigint }[] = await trx('tallies')
    .where('name', `assigned/${user}`)
    .orWhere('name', 'like', 'work/%')
    .groupBy('name')
    .select('name', trx.raw('sum(value)::bigint as value'));
  const queues = rows
    .filter(({ name }) => name.startsWith('work/'))
    .map(({ name, value }) => [name.slice('work/'.length), Number(value)] as const);
  return { queues: Object.fromEntries(queues), mine: Number(rows.find(({ name }) => name.startsWith('assigned/'))?.value ?? 0) };
}

/** How many open tasks of a queue are late, counted up to a limit. */
export async function countLate(trx: Transaction, queue: string, at: string, most: number): Promise<number> {
  const late = trx('work_items').where({ queue }).whereNull('closed_at').where('due_at', '<', at).limit(most).select(trx.raw('1'));
  const [{ count }] = (await trx.from(late.as('late')).count({ count: '*' })) as [{ count: bigint }];
  return Number(count);
}

function openTasks(trx: Transaction, filter: TaskFilter) {
  const query = WorkItemRow.query(trx).whereNull('closed_at').orderBy('due_at').orderBy('id');
  if (filter.queue) query.where('queue', filter.queue);
  if (filter.task) query.where('task', filter.task);
  if (filter.assignee) query.where('assignee_id', filter.assignee);
  if (filter.assignee === null) query.whereNull('assignee_id');
  if (filter.dueBefore) query.where('due_at', '<', filter.dueBefore);
  if (filter.about) query.where('entity_id', filter.about);
  return query;
}

/** The notes of a case, oldest first, with who wrote them. */
export async function notesOf(trx: Transaction, entity: string) {
  return trx('notes as n')
    .join('users as u', 'u.id', 'n.user_id')
    .where('n.entity_id', entity)
    .orderBy('n.id')
    .select('n.id', 'n.at', 'n.text', 'n.user_id as user', trx.raw(`trim(u.given_name || ' ' || u.family_name) as "userName"`)) as Promise<
    { id: string; at: string; text: string; user: string; userName: string }[]
  >;
}

/** A user's half-done work on a case. */
export async function findDraft(
  trx: Transaction,
  of: { user: string; entity: string; form: string },
): Promise<{ content: unknown; savedAt: string } | undefined> {
  return trx('drafts').where({ user_id: of.user, entity_id: of.entity, form: of.form }).first('content', 'saved_at as savedAt');
}

/** A user's saved filters by name. */
export async function filtersOf(trx: Transaction, user: string): Promise<{ id: string; name: string; query: Record<string, string> }[]> {
  return trx('saved_filters').where({ user_id: user }).orderBy('name').select('id', 'name', 'query');
}

/** What kind of entity a case is about, known from its process or its tasks; undefined where there is no such case. */
export async function entityTypeOf(trx: Transaction, entity: string): Promise<string | undefined> {
  const process = await trx('processes').where({ entity_id: entity }).first('entity_type');
  return process?.entity_type ?? (await trx('work_items').where({ entity_id: entity }).first('entity_type'))?.entity_type;
}

/** A bulk action with how far it is, or undefined. */
export async function findBulkAction(trx: Transaction, id: string) {
  return trx('bulk_actions')
    .where({ id })
    .first('id', 'action', 'requested_by as requestedBy', 'requested_at as requestedAt', 'total', 'done', 'failed') as Promise<
    | { id: string; action: { what: string }; requestedBy: string; requestedAt: string; total: number; done: number; failed: number }
    | undefined
  >;
}

/** What became of each item of a bulk action, in order; of one outcome, or all. */
export async function bulkItemsOf(
  trx: Transaction,
  action: string,
  filter: { outcome?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<{ position: number; item: string; outcome: string | null; detail: string | null }>> {
  const query = trx('bulk_items')
    .where({ action_id: action })
    .orderBy('position')
    .limit(filter.limit + 1)
    .select('position', 'work_item_id as item', 'outcome', 'detail');
  if (filter.outcome) query.where({ outcome: filter.outcome });
  if (filter.cursor) query.where('position', '>', decodeCursor(filter.cursor, 1)[0]!);
  const rows: { position: number; item: string; outcome: string | null; detail: string | null }[] = await query;
  return page(rows, filter.limit, (last) => [String(last.position)]);
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
