import { v7 as uuid } from 'uuid';
import {
  MOST_ENTRIES,
  paperRefusals,
  papersOf,
  reportRefusals,
  standingAt,
  type BookingWish,
  type StandingWish,
} from '../../domain/bookings/paperwork';
import type { Component } from '../../domain/catalogue/product';
import type { Instant } from '../../domain/working-days';
import { insistOn } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import type { RequestedBy } from '../core/requests.commands';
import { askForDocument, askForDocuments } from '../work/offers';
import type { Where } from '../registration/offers';
import type { OfCentre } from './booking.model';
import { pageOfBookings, type BookingFilter } from './booking-searches.queries';
import { standsOn } from './paperwork.queries';
import type { WrittenGroup } from './writing.commands';

const KEEP = `
  insert into bookings_report_lines (report_id, position, tenant_id, organisation_id, booking_id, state)
  select $1, f.position, b.tenant_id, b.organisation_id, b.id, b.state from unnest($2::uuid[]) with ordinality as f(id, position) join bookings b on b.id = f.id`;

/** Asks for the papers of groups in the transaction that books them (BKG-6): of each the confirmation, and for paper the invigilator register. */
export async function askForPapers(
  trx: Transaction,
  of: OfCentre,
  groups: readonly WrittenGroup[],
  components: readonly Component[],
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const wishes = groups.flatMap(({ group, sitting }) => papersOf(group, sitting.component, components));
  await askForDocuments(
    trx,
    wishes.map((wish) => ({ ...of, wish, by: asked.by.user_id })),
    asked,
    at,
  );
}

/** Asks for one paper as bookings stand now, beside those that there are, and answers its identifier (BKG-6). Throws all refusals. */
export async function askForPaper(
  trx: Transaction,
  of: { tenant: string; organisation: string | null },
  wish: StandingWish,
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const { organisation, bookings, isPaper } = await standsOn(trx, of, wish, at);
  const standing = standingAt(bookings, at).length;
  const refusals = paperRefusals(wish, { organisation, isPaper, standing });
  insistOn(refusals);
  return ask(trx, { tenant: of.tenant, organisation: organisation! }, wish, asked, at);
}

/**
 * Asks for the report of what a search for controlled bookings finds now, of a centre or, for staff, of all, and answers its identifier (BKG-6): what
 * was found is kept as it stood, by identifiers, and not what was looked for. Throws all refusals.
 */
export async function askForReport(
  trx: Transaction,
  where: Where,
  search: Omit<BookingFilter, 'limit' | 'cursor'>,
  asked: RequestedBy,
  at: Instant,
): Promise<string> {
  const { items, next } = await pageOfBookings(trx, where, true, { ...search, limit: MOST_ENTRIES }, at);
  const refusals = reportRefusals(next ? MOST_ENTRIES + 1 : items.length);
  insistOn(refusals);
  const report = uuid();
  await prepared(trx, 'keep-report-lines', KEEP, [report, items.map(({ id }) => id)]);
  return ask(trx, where, { kind: 'bookings-report', report }, asked, at);
}

function ask(trx: Transaction, { tenant, organisation }: Where, wish: BookingWish, asked: RequestedBy, at: Instant): Promise<string> {
  return askForDocument(trx, { tenant, organisation, wish, by: asked.by.user_id }, asked, at);
}
