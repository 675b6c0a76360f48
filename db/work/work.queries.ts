import { raw, type QueryBuilder } from 'objection';
import { tasksCalled } from '../../domain/work/task-labels';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { MailRow, WorkItemRow } from './work.model';
import { decodeCursor, page, type Page } from '../core/paging';
import { described, type TaskDetails } from './task-subjects.queries';
import { ProcessRow } from '../core/process.model';
import { TallyRow } from '../core/tally.model';
import { BulkActionRow, BulkItemRow, DraftRow, NoteRow, SavedFilterRow } from './case-work.model';

/** What people call the case that a task is about. */
const reference = raw(
  `(select p.reference from processes p where p.entity_id = work_items.entity_id order by p.opened_at desc limit 1) as reference`,
);

const age = (at: Instant) => raw('greatest(0, extract(day from ?::timestamptz - opened_at))::int as age', [at]);

/** What a list of open tasks is narrowed by (WRK-1). */
export interface TaskFilter {
  queue?: string | undefined;
  task?: string | undefined;
  /** Words of what people call the kind of task, or a reference. */
  search?: string | undefined;
  /** A person, or null for what nobody has taken. */
  assignee?: string | null | undefined;
  dueBefore?: string | undefined;
  about?: string | undefined;
}

/** Open tasks, soonest due first, with how old they are at an instant (WRK-1). */
export async function listWorkItems(
  trx: Transaction,
  filter: TaskFilter & { cursor?: string | undefined; limit: number },
  at: Instant,
): Promise<Page<TaskDetails>> {
  const query = openTasks(trx, filter)
    .select('work_items.*', reference, age(at))
    .limit(filter.limit + 1);
  if (filter.cursor) query.whereRaw('(due_at, id) > (?::timestamptz, ?::uuid)', decodeCursor(filter.cursor, 'instant', 'id'));
  const { items, next } = page(await query, filter.limit, (last) => [last.dueAt, last.id]);
  return { items: await described(trx, items), next };
}

/** The identifiers of all tasks that a filter finds, so many at most: what a bulk action is done to. */
export async function taskIds(trx: Transaction, filter: TaskFilter, most: number): Promise<string[]> {
  return (await openTasks(trx, filter).select('work_items.id').limit(most)).map(({ id }) => id);
}

/** How many open tasks each queue has, and a person; from tallies, so that a hundred thousand cost no more than one (WRK-1). */
export async function countTasks(trx: Transaction, user: string): Promise<{ queues: Record<string, number>; mine: number }> {
  const rows = await TallyRow.query(trx)
    .where('name', `assigned/${user}`)
    .orWhere('name', 'like', 'work/%')
    .groupBy('name')
    .select('name', raw('sum(value)::bigint').as('value'));
  const queues = rows
    .filter(({ name }) => name.startsWith('work/'))
    .map(({ name, value }) => [name.slice('work/'.length), Number(value)] as const);
  return { queues: Object.fromEntries(queues), mine: Number(rows.find(({ name }) => name.startsWith('assigned/'))?.value ?? 0) };
}

/** How many open tasks of a queue are late, counted up to a limit. */
export async function countLate(trx: Transaction, queue: string, at: string, most: number): Promise<number> {
  return openTasks(trx, { queue, dueBefore: at }).clearOrder().limit(most).resultSize();
}

function openTasks(trx: Transaction, filter: TaskFilter) {
  const query = WorkItemRow.query(trx).whereNull('closed_at').orderBy('due_at').orderBy('id');
  if (filter.queue) query.where('queue', filter.queue);
  if (filter.task) query.where('task', filter.task);
  if (filter.search) query.where(calledOrAbout(filter.search));
  if (filter.assignee) query.where('assignee_id', filter.assignee);
  if (filter.assignee === null) query.whereNull('assignee_id');
  if (filter.dueBefore) query.where('due_at', '<', filter.dueBefore);
  if (filter.about) query.where('entity_id', filter.about);
  return query;
}

/** Tasks of the kinds that are called so, or about the case of that reference. */
function calledOrAbout(search: string) {
  return (either: QueryBuilder<WorkItemRow>) =>
    void either
      .whereIn('task', tasksCalled(search))
      .orWhereIn('entity_id', ProcessRow.query().select('entity_id').where('reference', search.trim().toUpperCase()));
}

/** The notes of a case, oldest first, with who wrote them. */
export async function notesOf(trx: Transaction, entity: string) {
  const notes = await NoteRow.query(trx).withGraphJoined('author').where('notes.entity_id', entity).orderBy('notes.id');
  return notes.map(({ id, at, text, userId: user, author }) => ({ id, at, text, user, userName: author!.fullName }));
}

/** A user's half-done work on a case. */
export async function findDraft(
  trx: Transaction,
  of: { user: string; entity: string; form: string },
): Promise<{ content: unknown; savedAt: string } | undefined> {
  const draft = await DraftRow.query(trx).findById([of.user, of.entity, of.form]);
  return draft && { content: draft.content, savedAt: draft.savedAt };
}

/** A user's saved filters by list and name, or those of one list. */
export async function filtersOf(
  trx: Transaction,
  user: string,
  ofList?: string,
): Promise<Pick<SavedFilterRow, 'id' | 'list' | 'name' | 'query'>[]> {
  const found = SavedFilterRow.query(trx).where('user_id', user).orderBy(['list', 'name']);
  if (ofList) found.where({ list: ofList });
  return (await found).map(({ id, list, name, query }) => ({ id, list, name, query }));
}

/** What kind of entity a case is about, known from its process or its tasks; undefined where there is no such case. */
export async function entityTypeOf(trx: Transaction, entity: string): Promise<string | undefined> {
  const known = await ProcessRow.query(trx).findOne('entity_id', entity).limit(1);
  return known?.entityType ?? (await WorkItemRow.query(trx).findOne('entity_id', entity).limit(1))?.entityType;
}

/** A bulk action with how far it is, or undefined. */
export function findBulkAction(trx: Transaction, id: string): Promise<BulkActionRow | undefined> {
  return BulkActionRow.query(trx).findById(id).execute();
}

/** What became of each item of a bulk action, in order; of one outcome, or all. */
export async function bulkItemsOf(
  trx: Transaction,
  action: string,
  filter: { outcome?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<{ position: number; item: string; outcome: string | null; detail: string | null }>> {
  const query = BulkItemRow.query(trx)
    .where('action_id', action)
    .orderBy('position')
    .limit(filter.limit + 1);
  if (filter.outcome) query.where('outcome', filter.outcome);
  if (filter.cursor) query.where('position', '>', decodeCursor(filter.cursor, 'place')[0]!);
  const rows = (await query).map(({ position, workItemId: item, outcome, detail }) => ({ position, item, outcome, detail }));
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
  const rows = await MailRow.query(trx)
    .groupBy('status')
    .select('status', raw('count(*)::int').as('count'))
    .castTo<{ status: string; count: number }[]>();
  return Object.fromEntries(rows.map((row) => [row.status, row.count]));
}
