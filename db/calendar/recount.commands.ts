import { daysBetweenCalendars, recounted, type MovedInstant } from '../../domain/calendar/recount';
import type { CaseState } from '../../domain/process';
import { standingOfKind } from '../../domain/processes';
import type { Calendar, Instant, LocalDate } from '../../domain/working-days';
import { toJson } from '../../platform/json';
import { log } from '../../platform/log';
import type { WindowProgress } from '../../domain/bookings/booking-window.process';
import { keepMoments } from '../bookings/offers';
import { auditChanges } from '../core/audit.commands';
import { findCalendar } from '../core/calendars.queries';
import { prepared, type Transaction } from '../core/database';
import { stateOf } from '../core/processes.queries';
import type { RequestedBy } from '../core/requests.commands';
import { calendarOnce } from '../core/rules';
import { wakeProcesses } from '../core/wakes';
import { CalendarMoveRow } from './calendar-move.model';
import { nextWaits, type DatedTask, type OpenWait } from './waits.queries';

/** So many waits a transaction, whose commands stand still meanwhile. */
const A_TRANSACTION = 200;

/** Which action goes over the open waits, in whose name, by which calendar. */
export interface Recounting {
  action: string;
  /** The wait that it looked at last; null at its beginning. */
  cursor: string | null;
  calendar: Calendar;
  at: Instant;
  asked: RequestedBy;
}

/** What became of the next waits; `cursor` is null where none was left. */
export interface RecountedWaits {
  done: number;
  failed: number;
  cursor: string | null;
}

interface Moved {
  wait: OpenWait;
  /** As it is then; null for a task. */
  state: CaseState | null;
  tasks: DatedTask[];
  moves: MovedInstant[];
}
type Standing = ReturnType<typeof standingOfKind>;

/**
 * CAL-1: moves the next open waits to where the calendar in force has them, each with its entry in the trail; one that cannot be is
 * told, and stops nothing. A wait that moves later is found by its timer; one that moves earlier is woken. Done again it changes nothing.
 */
export async function recountNext(trx: Transaction, recounting: Recounting): Promise<RecountedWaits> {
  const { calendar, at, cursor } = recounting;
  const waits = await nextWaits(trx, cursor, A_TRANSACTION, true);
  const moved: (Moved & { standing: Standing | null })[] = [];
  const failed: { wait: OpenWait; detail: string }[] = [];
  for (const wait of waits) {
    try {
      const found = byCalendar(wait, calendar, await daysSince(trx, wait, calendar), at);
      if (found) moved.push({ ...found, standing: found.state && standingOfKind(wait.kind, found.state, wait.openedAt) });
    } catch (error) {
      log.error({ case: wait.wait, error: (error as Error).stack?.slice(0, 400) }, 'a wait cannot be moved');
      failed.push({ wait, detail: 'Its rules met something that they do not know' });
    }
  }
  const isFailed = new Set(failed.map(({ wait }) => wait.wait));
  const counted = waits.filter(({ process, wait }) => process && !isFailed.has(wait));
  await keepStates(trx, moved, counted, calendar.version);
  await keepMoments(trx, windowsIn(moved), calendar.version);
  await moveTasks(trx, moved);
  await tellTrail(trx, moved, recounting);
  await keepOutcomes(trx, recounting.action, moved, failed);
  const earlier = moved.filter(({ wait, moves }) => wait.process && moves.some(({ from, to }) => to < from));
  if (earlier.length > 0)
    await wakeProcesses(
      trx,
      earlier.map(({ wait }) => wait.entityId),
    );
  return { done: waits.length - failed.length, failed: failed.length, cursor: waits.at(-1)?.wait ?? null };
}

/** A wait by a calendar; null where nothing of it moves. */
export function byCalendar(wait: OpenWait, calendar: Calendar, days: readonly LocalDate[] | null, at: Instant): Moved | null {
  const { value, moved: moves } = recounted({ state: wait.process?.state ?? null, tasks: wait.tasks }, calendar, days, at);
  if (moves.length === 0) return null;
  const state = wait.process && stateOf({ state: value.state });
  return { wait, state, tasks: value.tasks, moves };
}

/** The days that are another one since a wait was counted; null where it is not known by what it was. */
async function daysSince(trx: Transaction, { tenantId, calendarVersion }: OpenWait, calendar: Calendar): Promise<LocalDate[] | null> {
  if (!calendarVersion || !(await findCalendar(trx, calendarVersion))) return null;
  return daysBetweenCalendars(await calendarOnce(trx, tenantId, calendarVersion), calendar);
}

const KEEP_STATES = `
  update processes p set state = u.state, stage = u.stage, awaiting = u.awaiting, clock = u.clock, since = u.since, why = u.why, next = u.next,
    holds = u.holds, due_at = u.due_at
  from jsonb_to_recordset($1::jsonb) as u(business_id text, state jsonb, stage text, awaiting text, clock text, since timestamptz, why text,
    next jsonb, holds jsonb, due_at timestamptz)
  where p.business_id = u.business_id`;

/** How the moved ones stand by now, and that all of them are counted by this calendar: no version of a case is made, nobody's `If-Match` is refused. */
async function keepStates(
  trx: Transaction,
  moved: (Moved & { standing: Standing | null })[],
  counted: OpenWait[],
  version: string,
): Promise<void> {
  const rows = moved.flatMap(({ wait, state, standing }) => {
    if (!standing) return [];
    const { dueAt, stage, awaiting, clock, since, why, next, holds } = standing;
    return [{ business_id: wait.wait, state, stage, awaiting, clock, since, why, next, holds, due_at: dueAt }];
  });
  if (rows.length > 0) await prepared(trx, 'keep-recounted', KEEP_STATES, [toJson(rows)]);
  await prepared(trx, 'keep-calendar', 'update processes set calendar_version = $1 where business_id = any($2)', [
    version,
    counted.map(({ wait }) => wait),
  ]);
}

/** What decides bookings stands beside the process (BKG-3). */
function windowsIn(moved: Moved[]) {
  return moved.flatMap(({ wait, state }) =>
    wait.kind === 'booking-window' && state ? [{ ...(state as unknown as WindowProgress), id: wait.entityId }] : [],
  );
}

const MOVE_TASKS = `
  update work_items w set due_at = u."dueAt" from jsonb_to_recordset($1::jsonb) as u(id uuid, "dueAt" timestamptz) where w.id = u.id`;

async function moveTasks(trx: Transaction, moved: Moved[]): Promise<void> {
  const tasks = moved.flatMap((each) => each.tasks.map(({ id, dueAt }) => ({ id, dueAt })));
  if (tasks.length > 0) await prepared(trx, 'move-tasks', MOVE_TASKS, [JSON.stringify(tasks)]);
}

/** AUD-1: of each wait that moved both dates, and by which calendar. */
async function tellTrail(trx: Transaction, moved: Moved[], { calendar, at, asked }: Recounting): Promise<void> {
  const changes = moved.map(({ wait, moves }) => ({
    tenant: wait.tenantId,
    organisation: wait.organisationId,
    entity: { type: wait.entityType, id: wait.entityId },
    event: 'recounted',
    at,
    before: { calendar: wait.calendarVersion, dates: moves.map(({ what, from }) => ({ what, at: from })) },
    after: { calendar: calendar.version, dates: moves.map(({ what, to }) => ({ what, at: to })) },
  }));
  await auditChanges(trx, changes, asked);
}

async function keepOutcomes(
  trx: Transaction,
  actionId: string,
  moved: Moved[],
  failed: { wait: OpenWait; detail: string }[],
): Promise<void> {
  const about = ({ wait, tenantId, kind, reference, entityType, entityId }: OpenWait) => {
    return { actionId, wait, tenantId, kind, reference, entityType, entityId };
  };
  const rows = [
    ...moved.map(({ wait, moves }) => ({ ...about(wait), outcome: 'moved' as const, moves, detail: null })),
    ...failed.map(({ wait, detail }) => ({ ...about(wait), outcome: 'failed' as const, moves: [], detail })),
  ];
  if (rows.length > 0) await CalendarMoveRow.query(trx).insert(rows);
}
