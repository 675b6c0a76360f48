import { calendarFrom, holidaysAfter, type ProposedCalendar } from '../../domain/calendar/holidays';
import { daysBetweenCalendars, recounted, type MovedInstant } from '../../domain/calendar/recount';
import { inWordsOf, whyItStays } from '../../domain/calendar/wait-words';
import { laterOf, type Calendar, type Instant, type LocalDate } from '../../domain/working-days';
import { calendarInForce } from '../core/calendars.queries';
import type { Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { stateOf } from '../core/processes.queries';
import { byCalendar } from './recount.commands';
import { nextWaits, type OpenWait } from './waits.queries';

/** So many waits are read at once. */
const READ_AT_ONCE = 1000;

/** What a proposed calendar would do, of each kind of wait (CAL-1). */
export interface KindCount {
  kind: string;
  moves: number;
  stays: number;
}

/** An open wait as a proposed calendar would leave it: what of it moves, from and to when; or why it stays. */
export interface PreviewedWait {
  wait: string;
  kind: string;
  reference: string | null;
  entity: string;
  moves: (MovedInstant & { words: string })[];
  stays: string | null;
}

/** What waits are shown by: those that move or those that stay, of one kind or all. */
export interface PreviewFilter {
  moves: boolean;
  kind?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

interface Rehearsed {
  calendar: Calendar;
  days: LocalDate[];
}

/** How many open waits of each kind a proposal would move at an instant, and how many stay (CAL-1). */
export async function countPreview(trx: Transaction, proposed: ProposedCalendar, at: Instant): Promise<KindCount[]> {
  const { calendar, days } = await rehearsed(trx, proposed);
  const kinds = new Map<string, KindCount>();
  for await (const wait of openWaits(trx, null)) {
    const count = kinds.get(wait.kind) ?? { kind: wait.kind, moves: 0, stays: 0 };
    if (byCalendar(wait, calendar, days, at)) count.moves += 1;
    else count.stays += 1;
    kinds.set(wait.kind, count);
  }
  return [...kinds.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

/** A page of the open waits that a proposal would move at an instant, or of those that stay (CAL-1). */
export async function previewWaits(
  trx: Transaction,
  proposed: ProposedCalendar,
  { moves, kind, cursor, limit }: PreviewFilter,
  at: Instant,
): Promise<Page<PreviewedWait>> {
  const { calendar, days } = await rehearsed(trx, proposed);
  const found: PreviewedWait[] = [];
  for await (const wait of openWaits(trx, cursor ? decodeCursor(cursor, 'businessId')[0]! : null)) {
    if (kind && wait.kind !== kind) continue;
    const moved = byCalendar(wait, calendar, days, at);
    if (Boolean(moved) === moves) found.push(previewed(wait, moved?.moves ?? [], calendar, at));
    if (found.length > limit) break;
  }
  return page(found, limit, (last) => [last.wait]);
}

async function rehearsed(trx: Transaction, { changes, publishedUntil }: ProposedCalendar): Promise<Rehearsed> {
  const now = await calendarInForce(trx);
  const holidays = holidaysAfter(now.holidays, changes);
  const calendar = calendarFrom('proposed', holidays, laterOf(now.publishedUntil, publishedUntil));
  return { calendar, days: daysBetweenCalendars(calendarFrom(now.version, now.holidays, now.publishedUntil), calendar) };
}

async function* openWaits(trx: Transaction, after: string | null): AsyncGenerator<OpenWait> {
  for (
    let waits = await nextWaits(trx, after, READ_AT_ONCE);
    waits.length > 0;
    waits = await nextWaits(trx, waits.at(-1)!.wait, READ_AT_ONCE)
  )
    yield* waits;
}

function previewed(wait: OpenWait, moves: MovedInstant[], calendar: Calendar, at: Instant): PreviewedWait {
  const { kind, reference, entityId: entity } = wait;
  const state = wait.process && stateOf(wait.process);
  const words = moves.map((move) => ({ ...move, words: inWordsOf(kind, state, move) }));
  const dated = { state: wait.process?.state, tasks: wait.tasks };
  const stays = moves.length > 0 ? null : whyItStays(recounted(dated, calendar, [], at).counted, wait.process?.dueAt ?? null);
  return { wait: wait.wait, kind, reference, entity, moves: words, stays };
}
