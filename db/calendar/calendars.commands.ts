import { faultsOfChanges, holidaysAfter, type ProposedCalendar } from '../../domain/calendar/holidays';
import type { Refusal } from '../../domain/refusal';
import { laterOf, londonDate, type Instant } from '../../domain/working-days';
import { CalendarRow } from '../core/calendar.model';
import { calendarInForce } from '../core/calendars.queries';
import { prepared, type Transaction } from '../core/database';

const REPLACE = `select pg_advisory_xact_lock(hashtextextended('calendar/' || app_tenant(), 0))`;

/** What keeps a proposed calendar from coming into force at an instant: days that are over, there by now, or not there any more (CAL-1). */
export async function faultsOfCalendar(trx: Transaction, { changes, publishedUntil }: ProposedCalendar, at: Instant): Promise<Refusal[]> {
  const now = await calendarInForce(trx);
  if (changes.length === 0 && publishedUntil > now.publishedUntil) return [];
  return faultsOfChanges(now.holidays, changes, londonDate(at));
}

/** CAL-1: makes the next version of a tenant's calendar, once nobody counts by the one before; in force when the transaction commits. */
export async function adoptCalendar(
  trx: Transaction,
  proposed: ProposedCalendar,
  of: { tenant: string; approval: string; action: string; at: Instant },
): Promise<void> {
  await prepared(trx, 'replace-calendar', REPLACE, []);
  const { number, holidays, publishedUntil } = await calendarInForce(trx);
  await CalendarRow.query(trx).insert({
    ...{ tenantId: of.tenant, number: number + 1, since: of.at, approvalId: of.approval, actionId: of.action },
    ...{ holidays: holidaysAfter(holidays, proposed.changes), publishedUntil: laterOf(publishedUntil, proposed.publishedUntil) },
  });
}
