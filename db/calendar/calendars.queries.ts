import type { Holiday } from '../../domain/calendar/holidays';
import type { Instant, LocalDate } from '../../domain/working-days';
import { CalendarRow } from '../core/calendar.model';
import { firstCalendar } from '../core/calendars.queries';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { BulkActionRow } from '../work/case-work.model';
import { CalendarMoveRow } from './calendar-move.model';

/** A version of the calendar, with how far the open waits are moved by it. */
export interface ShownCalendar {
  version: string;
  holidays: Holiday[];
  publishedUntil: LocalDate;
  /** From when it counts; null for the one that there was since ever. */
  since: Instant | null;
  approval: string | null;
  action: { id: string; total: number; done: number; failed: number } | null;
}

/** The versions of the calendar, newest first (CAL-1). */
export async function listCalendars(trx: Transaction): Promise<ShownCalendar[]> {
  const rows = await CalendarRow.query(trx).orderBy('number', 'desc');
  const actions = new Map((await BulkActionRow.query(trx).findByIds(rows.map(({ actionId }) => actionId))).map((each) => [each.id, each]));
  const later = rows.map(({ version, holidays, publishedUntil, since, approvalId, actionId }) => {
    const { id, total, done, failed } = actions.get(actionId)!;
    return { version, holidays, publishedUntil, since, approval: approvalId, action: { id, total, done, failed } };
  });
  const { version, holidays, publishedUntil } = await firstCalendar(trx);
  return [...later, { version, holidays, publishedUntil, since: null, approval: null, action: null }];
}

/** One version, or the one in force by the name of `current`; undefined for one that is none. */
export async function showCalendar(trx: Transaction, version: string): Promise<ShownCalendar | undefined> {
  const all = await listCalendars(trx);
  return version === 'current' ? all[0] : all.find((each) => each.version === version);
}

/** What became of the waits that a version moved, in the order in which it happened; none of one that moved none, undefined where there is no such version. */
export async function movesOf(
  trx: Transaction,
  version: string,
  filter: { outcome?: 'moved' | 'failed' | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<CalendarMoveRow> | undefined> {
  const found = await showCalendar(trx, version);
  if (!found) return undefined;
  const row = await CalendarRow.query(trx).findOne({ version: found.version });
  if (!row) return { items: [], next: null };
  const query = CalendarMoveRow.query(trx)
    .where('action_id', row.actionId)
    .orderBy('position')
    .limit(filter.limit + 1);
  if (filter.outcome) query.where('outcome', filter.outcome);
  if (filter.cursor) query.where('position', '>', decodeCursor(filter.cursor, 'place')[0]!);
  return page(await query, filter.limit, (last) => [String(last.position)]);
}
