import {
  bookingPapers,
  isOnPaper,
  standingAt,
  type BookingPaper,
  type StandingWish,
  type Entries,
  type KnownBooking,
} from '../../domain/bookings/paperwork';
import type { BookingStateName } from '../../domain/bookings/booking.state';
import type { Component, ProductVersion } from '../../domain/catalogue/product';
import { londonDate, type Instant } from '../../domain/working-days';
import { AssessmentWindowRow } from '../catalogue/catalogue.model';
import { productsById } from '../catalogue/offers';
import { prepared, type Transaction } from '../core/database';
import { decodeCursor, page, type Page } from '../core/paging';
import { OrganisationRow } from '../organisations/organisation.model';
import { placed, type Where } from '../registration/offers';
import { DocumentRow } from '../work/document.model';
import { BookingGroupRow, BookingRow, BookingsReportLineRow } from './booking.model';
import { controlledByIds, type FoundControlled } from './controlled-bookings.queries';
import { withSubjects, type FoundBooking } from './bookings.queries';

/** By the name of the learner: as lists are read. */
const KNOWN = `
  select b.id, b.state, b.state_since as "stateSince", b.came_from_id as "cameFromId", g.received_at as "receivedAt"
  from bookings b join booking_groups g on g.id = b.group_id join learners l on l.id = b.learner_id`;
const BY_NAME = 'order by l.sorted_by, b.id';

/** What the papers of those who were booked together say (BKG-6, REG-12). */
export interface GroupPaper {
  asOf: Instant;
  group: BookingGroupRow;
  product: ProductVersion;
  component: Pick<Component, 'code' | 'title'>;
  centre: OrganisationRow;
  window: AssessmentWindowRow | null;
  /** So many were charged for: whoever left later as well. */
  charged: number;
  /** Those that stood, by the name of the learner. */
  bookings: FoundBooking[];
}
/** What a list of entries says. */
export interface EntryList {
  asOf: Instant;
  entries: Entries;
  centre: OrganisationRow;
  /** As those of one window, or of one product and session, by the name of the learner. */
  bookings: FoundBooking[];
}
/** What a report of controlled bookings says. */
export interface BookingsReport {
  asOf: Instant;
  /** In the order in which they were found, each with its state when it was. */
  bookings: (FoundControlled & { state: BookingStateName })[];
}
/** By what papers are narrowed. */
export interface PaperFilter {
  kind?: BookingPaper | undefined;
  group?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** What asking for a paper stands on: whose bookings, what is known of them, and whether they are sat on paper. */
export async function standsOn(
  trx: Transaction,
  { organisation }: { organisation: string | null },
  wish: StandingWish,
  at: Instant,
): Promise<{ organisation: string | null; bookings: KnownBooking[]; isPaper: boolean }> {
  if (wish.kind === 'entry-learner-list') {
    const bookings = organisation ? await knownEntries(trx, organisation, wish.entries) : [];
    return { organisation, bookings, isPaper: false };
  }
  const group = await BookingGroupRow.query(trx).findById(wish.group);
  if (!group) return { organisation: null, bookings: [], isPaper: false };
  const [product] = await productsById(trx, [group.productId], londonDate(at));
  const bookings = await knownOfGroup(trx, group.id);
  return { organisation: group.organisationId, bookings, isPaper: isOnPaper(group.component, product!.components) };
}

/** What the papers of a group say, as of when they were asked for. Throws NotFoundError where there is none such. */
export async function groupPaper(trx: Transaction, id: string, asOf: Instant): Promise<GroupPaper> {
  const group = await BookingGroupRow.query(trx).findById(id).throwIfNotFound();
  const known = await knownOfGroup(trx, id);
  const [product] = await productsById(trx, [group.productId], londonDate(asOf));
  return {
    ...{ asOf, group, product: product!, charged: known.length },
    component: product!.components.find(({ code }) => code === group.component) ?? { code: group.component, title: group.component },
    centre: await OrganisationRow.query(trx).findById(group.organisationId).throwIfNotFound(),
    window: (group.windowId && (await AssessmentWindowRow.query(trx).findById(group.windowId))) || null,
    bookings: await found(trx, known, asOf),
  };
}

/** The entries of a centre, as of when their list was asked for. Throws NotFoundError where there is no such centre. */
export async function entryList(trx: Transaction, organisation: string, entries: Entries, asOf: Instant): Promise<EntryList> {
  const centre = await OrganisationRow.query(trx).findById(organisation).throwIfNotFound();
  return { asOf, entries, centre, bookings: await found(trx, await knownEntries(trx, organisation, entries), asOf) };
}

/** What a report of controlled bookings says, in the order in which a search found them: how they stood when it was asked for (BKG-6). */
export async function bookingsReport(trx: Transaction, report: string, asOf: Instant): Promise<BookingsReport> {
  const lines = await BookingsReportLineRow.query(trx).where({ report_id: report }).orderBy('position');
  const found = await controlledByIds(
    trx,
    lines.map(({ bookingId }) => bookingId),
    asOf,
  );
  return { asOf, bookings: found.map((each, index) => ({ ...each, state: lines[index]!.state })) };
}

/** A page of what was made of bookings, the newest first (BKG-6). */
export async function listPapers(trx: Transaction, where: Where, { kind, group, cursor, limit }: PaperFilter): Promise<Page<DocumentRow>> {
  const query = DocumentRow.query(trx)
    .where({ tenant_id: where.tenant })
    .whereIn('kind', kind ? [kind] : [...bookingPapers])
    .orderBy('id', 'desc')
    .limit(limit + 1);
  placed(query, where);
  if (group) query.where({ about_id: group });
  if (cursor) query.where('id', '<', decodeCursor(cursor, 'id')[0]!);
  return page(await query, limit, ({ id }) => [id]);
}

/** One of them, or undefined. */
export function findPaper(trx: Transaction, id: string): Promise<DocumentRow | undefined> {
  return DocumentRow.query(trx)
    .findById(id)
    .whereIn('kind', [...bookingPapers])
    .execute();
}

function knownOfGroup(trx: Transaction, group: string): Promise<KnownBooking[]> {
  return prepared(trx, 'known-of-group', `${KNOWN} where b.group_id = $1 ${BY_NAME}`, [group]);
}

function knownEntries(trx: Transaction, organisation: string, entries: Entries): Promise<KnownBooking[]> {
  if ('window' in entries) {
    const where = `where b.organisation_id = $1 and not b.is_controlled and b.window_id = $2 ${BY_NAME}`;
    return prepared(trx, 'known-of-window', `${KNOWN} ${where}`, [organisation, entries.window]);
  }
  const where = `where b.organisation_id = $1 and not b.is_controlled and b.product_id = $2 and g.session = $3 ${BY_NAME}`;
  return prepared(trx, 'known-of-session', `${KNOWN} ${where}`, [organisation, entries.product, entries.session]);
}

async function found(trx: Transaction, known: KnownBooking[], asOf: Instant): Promise<FoundBooking[]> {
  const ids = standingAt(known, asOf).map(({ id }) => id);
  const rows = await BookingRow.query(trx).whereRaw('id = any(?::uuid[])', [ids]);
  const byId = new Map((await withSubjects(trx, rows, asOf)).map((each) => [each.booking.id, each]));
  return ids.map((id) => byId.get(id)!);
}
