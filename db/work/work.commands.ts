import { raw } from 'objection';
import { v7 as uuid } from 'uuid';
import { isStaff, permissionsOfRole } from '../../domain/access/permissions';
import { refuse, type Refusal } from '../../domain/refusal';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { auditChange, auditChanges } from '../core/audit.commands';
import { refused } from '../core/commit-refused';
import type { RequestedBy } from '../core/requests.commands';
import { UserRow } from '../access/user.model';
import { DraftRow, NoteRow, SavedFilterRow } from './case-work.model';
import { WorkItemRow } from './work.model';

/** Why something was not done to some tasks, by their identifiers. */
export type TaskRefusals = Map<string, Refusal>;

/**
 * Assigns open tasks to a person, or with null back to their queues; answers which were refused and why (WRK-1). Throws a refusal
 * where the person does no case work.
 */
export async function assignTasks(
  trx: Transaction,
  tenant: string,
  items: string[],
  to: string | null,
  asked: RequestedBy,
  at: Instant,
): Promise<TaskRefusals> {
  if (to) await insistOnCaseWorker(trx, to);
  const { open, refusals } = await lockTasks(trx, items);
  await WorkItemRow.query(trx)
    .findByIds(open.map(({ id }) => id))
    .patch({ assigneeId: to, version: raw('version + 1') });
  const changes = open.map(({ task, entityType, entityId, assigneeId }) => ({
    tenant,
    entity: { type: entityType, id: entityId },
    event: to ? 'assigned' : 'unassigned',
    at,
    before: { task, assignee: assigneeId },
    after: { task, assignee: to },
  }));
  await auditChanges(trx, changes, asked);
  return refusals;
}

/** Writes the same note to the cases of open tasks; answers which were refused and why (WRK-1). */
export async function noteTasks(
  trx: Transaction,
  tenant: string,
  items: string[],
  text: string,
  asked: RequestedBy,
  at: Instant,
): Promise<TaskRefusals> {
  const { open, refusals } = await lockTasks(trx, items);
  for (const { entityType, entityId } of open) await addNote(trx, tenant, { type: entityType, id: entityId }, text, asked, at);
  return refusals;
}

async function lockTasks(trx: Transaction, items: string[]): Promise<{ open: WorkItemRow[]; refusals: TaskRefusals }> {
  const found = await WorkItemRow.query(trx).findByIds(items).orderBy('id').forUpdate();
  const byId = new Map(found.map((task) => [task.id, task]));
  const refusals: TaskRefusals = new Map();
  for (const id of items) {
    const task = byId.get(id);
    if (!task) refusals.set(id, refuse('task', 'WRK-1', 'There is no such task', 'Take identifiers from GET /v1/work-items.'));
    else if (task.closedAt) refusals.set(id, refuse('ended', 'WRK-1', 'This task is done', 'Nothing is left to do about it.'));
  }
  return { open: found.filter(({ id }) => !refusals.has(id)), refusals };
}

/** Writes a note to a case; it is never changed (WRK-1). The trail names the note, not its text. */
export async function addNote(
  trx: Transaction,
  tenant: string,
  about: { type: string; id: string },
  text: string,
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const id = uuid();
  await NoteRow.query(trx).insert({ id, tenantId: tenant, entityId: about.id, userId: asked.by.user_id, at, text });
  await auditChange(trx, { tenant, entity: about, event: 'noted', at, before: null, after: { note: id } }, asked);
  return id;
}

/** Keeps half-done work of a user, or with null takes it away: it counts for nothing until it is sent (WRK-1, SEC-2). */
export async function saveDraft(
  trx: Transaction,
  of: { tenant: string; user: string; entity: string; form: string },
  content: unknown,
  at: Instant,
): Promise<void> {
  if (content === null) return void (await DraftRow.query(trx).deleteById([of.user, of.entity, of.form]));
  const row = { userId: of.user, entityId: of.entity, form: of.form, tenantId: of.tenant, content, savedAt: at };
  await DraftRow.query(trx).insert(row).onConflict(['user_id', 'entity_id', 'form']).merge(['content', 'saved_at']);
}

/** Keeps a filter of a list under its name, in place of one that had it. */
export async function saveFilter(
  trx: Transaction,
  of: { tenant: string; user: string },
  { list, name, query }: Pick<SavedFilterRow, 'list' | 'name' | 'query'>,
): Promise<string> {
  const id = uuid();
  // One at a time: others wait here, and find this one's row.
  await UserRow.query(trx).select('id').findById(of.user).forNoKeyUpdate();
  await SavedFilterRow.query(trx).where({ user_id: of.user, list, name }).delete();
  await SavedFilterRow.query(trx).insert({ id, tenantId: of.tenant, userId: of.user, list, name, query });
  return id;
}

/** Takes a filter of a user away; false where he has none such. */
export async function removeFilter(trx: Transaction, user: string, id: string): Promise<boolean> {
  return (await SavedFilterRow.query(trx).where({ id, user_id: user }).delete()) > 0;
}

async function insistOnCaseWorker(trx: Transaction, user: string): Promise<void> {
  const found = await UserRow.query(trx).findOne({ id: user, state: 'active' });
  if (found && isStaff(found.role) && permissionsOfRole(found.role).has('workCases')) return;
  throw refused('assignee', 'WRK-1', 'Nobody who works cases has this identifier', 'Take one from GET /v1/users.', '/to');
}
