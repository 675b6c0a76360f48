import { raw } from 'objection';
import type { Counted } from '../../domain/counts';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from '../core/database';
import { ProcessRow } from '../core/process.model';
import { WorkItemRow } from '../work/work.model';

/** The kind of a task that no open case has. */
export const TASK = 'task';

/** A task as far as its date goes. */
export interface DatedTask extends Counted {
  id: string;
  task: string;
  dueAt: Instant;
}

/** Something open that may have dates: a case with its tasks, rows under one wait, or a task that no open case has (CAL-1). */
export interface OpenWait {
  /** A business ID, or `task/` and the task's. */
  wait: string;
  kind: string;
  reference: string | null;
  tenantId: string;
  organisationId: string | null;
  entityType: string;
  entityId: string;
  openedAt: Instant;
  /** The version of the calendar that all of it was counted by; null where that is not kept. */
  calendarVersion: string | null;
  /** The row of its process; null for a task. */
  process: ProcessRow | null;
  tasks: DatedTask[];
}

/** What is read of a process. */
type Read = ProcessRow & { calendarVersion: string };

/** Past every business ID: from here on there are tasks. */
const TASKS = `${TASK}/`;

/**
 * The next open waits after a cursor, so many at most: cases and rows first, then tasks that no open case has. `locked` holds their
 * rows until the transaction ends, in the order of their IDs (CAL-1). None is left where none is answered.
 */
export async function nextWaits(trx: Transaction, after: string | null, limit: number, locked = false): Promise<OpenWait[]> {
  const processes = after?.startsWith(TASKS) ? [] : await nextProcesses(trx, after, limit, locked);
  if (processes.length > 0) return processes;
  return nextTasks(trx, after?.startsWith(TASKS) ? after.slice(TASKS.length) : null, limit, locked);
}

/** How many waits are open. */
export async function countWaits(trx: Transaction): Promise<number> {
  const [processes, tasks] = [await ProcessRow.query(trx).whereNull('ended_at').resultSize(), await ownTasks(trx).resultSize()];
  return processes + tasks;
}

async function nextProcesses(trx: Transaction, after: string | null, limit: number, locked: boolean): Promise<OpenWait[]> {
  const query = ProcessRow.query(trx).whereNull('ended_at').orderBy('business_id').limit(limit);
  if (after) query.where('business_id', '>', after);
  if (locked) query.forUpdate();
  const rows = (await query) as Read[];
  const tasks = await tasksOf(
    trx,
    rows.map(({ entityId }) => entityId),
    locked,
  );
  return rows.map((process) => {
    const { businessId: wait, kind, reference, tenantId, organisationId, entityType, entityId, openedAt, calendarVersion } = process;
    const of = { tenantId, organisationId, entityType, entityId, openedAt, calendarVersion };
    return { wait, kind, reference, ...of, process, tasks: tasks.get(entityId) ?? [] };
  });
}

async function tasksOf(trx: Transaction, entities: string[], locked: boolean): Promise<Map<string, DatedTask[]>> {
  const query = WorkItemRow.query(trx).whereIn('entity_id', entities).whereNull('closed_at').whereNotNull('counted').orderBy('id');
  if (locked) query.forUpdate();
  const found = new Map<string, DatedTask[]>();
  for (const row of await query) found.set(row.entityId, [...(found.get(row.entityId) ?? []), dated(row)]);
  return found;
}

async function nextTasks(trx: Transaction, after: string | null, limit: number, locked: boolean): Promise<OpenWait[]> {
  const query = ownTasks(trx).orderBy('id').limit(limit);
  if (after) query.where('id', '>', after);
  if (locked) query.forUpdate();
  return (await query).map((row) => {
    const { id, tenantId, entityType, entityId, openedAt } = row;
    const of = { tenantId, organisationId: null, entityType, entityId, openedAt, calendarVersion: null };
    return { wait: `${TASKS}${id}`, kind: TASK, reference: row.task, ...of, process: null, tasks: [dated(row)] };
  });
}

/** Tasks with a date that was counted, about something that has no open case. */
function ownTasks(trx: Transaction) {
  return WorkItemRow.query(trx)
    .whereNull('closed_at')
    .whereNotNull('counted')
    .whereNotExists(ProcessRow.query(trx).whereNull('ended_at').where('entity_id', raw('work_items.entity_id')));
}

function dated({ id, task, dueAt, counted }: WorkItemRow): DatedTask {
  return { id, task, dueAt, counted: counted ?? {} };
}
