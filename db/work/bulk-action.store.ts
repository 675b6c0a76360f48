import type { BulkProgress, ItemOutcome, TaskChange } from '../../domain/work/bulk-action.state';
import type { Instant } from '../../domain/working-days';
import { CommitRefused } from '../core/commit-refused';
import type { Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import type { RowsSituation, RowsStore } from '../core/rows';
import { recountNext } from '../calendar/offers';
import { BulkActionRow } from './case-work.model';
import { assignTasks, noteTasks, type TaskRefusals } from './work.commands';

const A_TRANSACTION = 500;

/** A row of `bulk_actions`. */
export interface BulkRow extends BulkProgress {
  id: string;
  tenant_id: string;
  action: TaskChange;
  requested_by: string;
  requested_at: Instant;
  request_id: string;
}

/** How a bulk action meets its tables: its items, some hundreds a transaction (WRK-1), or all open waits (CAL-1). */
export const bulkActionStore: RowsStore = {
  act: async (trx, situation) => {
    const action = await BulkActionRow.query(trx).findById(situation.entity).forUpdate().throwIfNotFound();
    const progress = action.action.what === 'recount' ? await recount(trx, action, situation) : await doNextItems(trx, situation.entity);
    return { progress, nextDue: 'atOnce' };
  },
};

/** CAL-1: the next open waits by the calendar in force; what is left at the end was never counted: it ended meanwhile, or begins by that calendar. */
async function recount(trx: Transaction, row: BulkActionRow, { at, calendar }: RowsSituation): Promise<BulkProgress> {
  const { id, cursor } = row;
  if (cursor && row.done + row.failed === row.total) return { total: row.total, done: row.done, failed: row.failed };
  const next = await recountNext(trx, { action: id, cursor, calendar, at, asked: await askedBy(trx, row) });
  const sofar = { done: row.done + next.done, failed: row.failed + next.failed };
  const total = next.cursor === null ? sofar.done + sofar.failed : Math.max(row.total, sofar.done + sofar.failed + 1);
  await BulkActionRow.query(trx)
    .findById(id)
    .patch({ ...sofar, total, cursor: next.cursor ?? cursor });
  return { ...sofar, total };
}

/** Does the next items: what cannot be done to one is told there, and stops nothing. */
async function doNextItems(trx: Transaction, id: string): Promise<BulkProgress> {
  const row: BulkRow = await trx('bulk_actions').where({ id }).forUpdate().first();
  const items: { position: number; work_item_id: string }[] = await trx('bulk_items')
    .where({ action_id: id })
    .whereNull('outcome')
    .orderBy('position')
    .limit(A_TRANSACTION)
    .select('position', 'work_item_id');
  const asked = await askedBy(trx, { requestId: row.request_id });
  const refusals = await change(
    trx,
    row,
    items.map((item) => item.work_item_id),
    asked,
  );
  const outcomes = items.map(({ position, work_item_id }) => {
    const refusal = refusals.get(work_item_id);
    const outcome: ItemOutcome = refusal ? 'failed' : 'done';
    return { position, outcome, detail: refusal ? `${refusal.detail}. ${refusal.remedy}` : null };
  });
  await trx.raw(
    `update bulk_items b set outcome = o.outcome, detail = o.detail
     from jsonb_to_recordset(?::jsonb) as o(position int, outcome text, detail text) where b.action_id = ? and b.position = o.position`,
    [JSON.stringify(outcomes), id],
  );
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed').length;
  const progress = { total: row.total, done: row.done + outcomes.length - failed, failed: row.failed + failed };
  await trx('bulk_actions').where({ id }).update({ done: progress.done, failed: progress.failed });
  return progress;
}

/** What is asked for, done to some tasks; where it can be done to none of them, each says why. */
async function change(
  trx: Transaction,
  { tenant_id, action, requested_at }: BulkRow,
  items: string[],
  asked: RequestedBy,
): Promise<TaskRefusals> {
  try {
    return await trx.transaction((own) =>
      action.what === 'assign'
        ? assignTasks(own, tenant_id, items, action.to, asked, requested_at)
        : noteTasks(own, tenant_id, items, action.text, asked, requested_at),
    );
  } catch (error) {
    if (!(error instanceof CommitRefused)) throw error;
    return new Map(items.map((item) => [item, error.refusals[0]!]));
  }
}

/** The work is done in the name of whoever asked for it (AUD-1). */
async function askedBy(trx: Transaction, { requestId }: Pick<BulkActionRow, 'requestId'>): Promise<RequestedBy> {
  const { user_id, session_id, api_key_id, ip } = await trx('requests').where({ id: requestId }).first();
  return { by: { user_id, session_id, api_key_id, ip, request_id: requestId }, body: {}, reason: null };
}
