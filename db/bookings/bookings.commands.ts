import { v7 as uuid } from 'uuid';
import { book, type Booking } from '../../domain/bookings/booking.decide';
import type { DecidedSitting, KnownWindow } from '../../domain/bookings/sitting.decide';
import type { Component } from '../../domain/catalogue/product';
import { dateWords, type Instant } from '../../domain/working-days';
import { currentCalendar } from '../core/calendars.queries';
import { insistOn } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import { sendToUser } from '../core/outbox.commands';
import { numbersInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { policyOnce } from '../core/rules';
import type { OfCentre } from './booking.model';
import { notThere, readBookingFacts, type Chosen, type HeldWindow } from './booking-facts.queries';
import { askForPapers } from './paperwork.commands';
import { changePlaces, type PlacesTaken } from './places.commands';
import { billBookings, writeGroup, type GroupToWrite, type WrittenGroup } from './writing.commands';

const REMEMBER = `
  insert into assessment_locations (id, tenant_id, organisation_id, name, last_used_at) values ($1, $2, $3, $4, $5)
  on conflict (organisation_id, lower(name)) do update set last_used_at = excluded.last_used_at`;

/** What a centre books: whom, and with which reference of its own. */
export interface BookingRequest extends Booking, Chosen {
  purchaseOrder: string | null;
}

/**
 * Books components of learners of one centre, all of them or none (BKG-1, BKG-2, BKG-3): decided as of the instant of receipt. Throws all refusals
 * at once.
 */
export async function bookLearners(
  trx: Transaction,
  of: OfCentre,
  request: BookingRequest,
  asked: RequestedBy,
  at: Instant,
): Promise<WrittenGroup[]> {
  const { product, sittings, location, address, purchaseOrder } = request;
  const windows = sittings.flatMap(({ window }) => window ?? []);
  const components = sittings.map(({ component }) => component);
  const facts = await readBookingFacts(trx, of, { ...request, windows, components }, at);
  const about = {
    at,
    policy: await numbersInForce(trx, at),
    calendar: await currentCalendar(trx),
    by: asked.by.user_id,
    requestId: null,
    facts,
  };
  const decision = book(request, about);
  insistOn([...(await notThere(trx, request, facts.learners, { rule: 'BKG-2', from: '/v1/bookable-learners' })), ...decision.refusals]);
  const learners = facts.learners.map(({ id: learner, batch }) => ({ learner, batch, address, came_from: null }));
  const { session } = facts.learners[0]!;
  const { components: parts } = facts.product!;
  const made = { ...{ product, session, location, purchaseOrder, learners }, sittings: decision.sittings, windows: facts.windows, parts };
  return makeBookings(trx, of, made, asked, at);
}

/** Bookings of one product as they are decided: of some learners for each sitting. */
export interface BookingsToMake extends Omit<GroupToWrite, 'sitting' | 'isOver' | 'location'> {
  location: string;
  sittings: readonly DecidedSitting[];
  windows: readonly HeldWindow[];
  /** The components of the product. */
  parts: readonly Component[];
}

/** Makes bookings that are decided: places of very late ones, rows with their audit, fees and their invoice, papers, the mail to whoever booked (BKG-2, BKG-3, BKG-6, CEN-1). */
export async function makeBookings(
  trx: Transaction,
  of: OfCentre,
  { sittings, windows, parts, ...made }: BookingsToMake,
  asked: RequestedBy,
  at: Instant,
): Promise<WrittenGroup[]> {
  const left = await changePlaces(trx, of, await placesOf(trx, of.tenant, sittings, windows, made.learners.length));
  await prepared(trx, 'remember-location', REMEMBER, [uuid(), of.tenant, of.organisation, made.location, at]);
  const groups: WrittenGroup[] = [];
  // Days are opened in their order: whoever books others for the same days waits, and neither for the other.
  for (const sitting of [...sittings].sort((one, other) => (one.assessmentOn < other.assessmentOn ? -1 : 1)))
    groups.push(await writeGroup(trx, of, { ...made, sitting, isOver: isOver(sitting, windows) }, asked, at));
  groups.sort((one, other) => sittings.indexOf(one.sitting) - sittings.indexOf(other.sitting));
  await billBookings(trx, of, groups, asked, at);
  await askForPapers(trx, of, groups, parts, asked, at);
  await tell(trx, of, groups, asked);
  return groups.map((group) => ({ ...group, placesLeft: left.get(group.sitting.window ?? '') }));
}

/** True where the window of a sitting is over by now: what was received before awaits its result at once (BKG-4). */
export function isOver({ window }: DecidedSitting, windows: readonly HeldWindow[]): boolean {
  return windows.find(({ id }) => id === window)?.isOver ?? false;
}

/** How many very late places some sittings take, of each window (BKG-3). */
export async function placesOf(
  trx: Transaction,
  tenant: string,
  sittings: readonly DecidedSitting[],
  windows: readonly KnownWindow[],
  learners: number,
): Promise<PlacesTaken[]> {
  const places = new Map<string, PlacesTaken>();
  for (const { band, window: id } of sittings) {
    const moments = windows.find((window) => window.id === id)?.moments;
    if (band !== 'veryLate' || !id || !moments) continue;
    const { veryLatePlaces: limit } = (await policyOnce(trx, tenant, moments.policyVersion)).bookings;
    places.set(id, { window: id, limit, many: (places.get(id)?.many ?? 0) + learners });
  }
  return [...places.values()];
}

/** Whoever booked is told what was booked, of each group (OPS-3). */
async function tell(trx: Transaction, { tenant, organisation }: OfCentre, groups: WrittenGroup[], asked: RequestedBy): Promise<void> {
  for (const { group, sitting, bookings } of groups)
    await sendToUser(trx, {
      ...{ kind: 'mail', tenant, organisation, about: group, template: 'booked', user: asked.by.user_id },
      facts: { bookings: String(bookings.length), component: sitting.component, day: dateWords(sitting.assessmentOn), time: sitting.time },
    });
}
