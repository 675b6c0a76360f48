import { leftRefusals } from '../../domain/bookings/booking.decide';
import { cancelBooking, moveBooking, readdressBooking } from '../../domain/bookings/booking-change.decide';
import type { BookingState } from '../../domain/bookings/booking.state';
import type { DecidedSitting, Sitting } from '../../domain/bookings/sitting.decide';
import type { Decision } from '../../domain/decision';
import { distinct, refuse } from '../../domain/refusal';
import { dateWords, londonDate, type Instant } from '../../domain/working-days';
import { bookingFees, productsById } from '../catalogue/offers';
import { auditChanges } from '../core/audit.commands';
import { currentCalendar } from '../core/calendars.queries';
import { CommitRefused, insistOn } from '../core/commit-refused';
import { prepared, type Transaction } from '../core/database';
import { sendToUsers } from '../core/outbox.commands';
import { numbersInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { addressesOf } from '../organisations/offers';
import { holdWindows, lockCandidates } from './booking-facts.queries';
import { BookingGroupRow, BookingRow, stateOf, type OfCentre } from './booking.model';
import { isOver, placesOf } from './bookings.commands';
import { papersOfBookings } from './modified-papers.commands';
import { askForPapers } from './paperwork.commands';
import { changePlaces, holdPlaces, type PlacesTaken } from './places.commands';
import { billBookings, writeGroup, type WrittenGroup } from './writing.commands';

const LOCK = 'select * from bookings where id = any($1::uuid[]) order by id for no key update';
const WRITE = `
  update bookings b set state = c.state, state_since = c.state_since, address_id = c.address_id, version = version + 1
  from jsonb_to_recordset($1::jsonb) as c(id uuid, state text, state_since timestamptz, address_id uuid) where b.id = c.id`;

interface Held {
  row: BookingRow;
  group: BookingGroupRow;
  state: BookingState;
  place: string;
}
type Decided = Held & { decision: Decision<BookingState> };

/** BKG-5: cancels bookings of a centre, all or none; very late ones free their places. Throws all refusals at once. */
export async function cancelBookings(trx: Transaction, of: OfCentre, ids: string[], asked: RequestedBy, at: Instant): Promise<void> {
  const named = await namedOf(trx, ids);
  await holdPlaces(trx, of, veryLateWindows(named));
  const held = await lock(trx, named);
  const decided = held.map((each) => ({ ...each, decision: cancelBooking(each.state, { at, place: each.place, moments: null }) }));
  await write(trx, of, decided, null, asked, at);
  await changePlaces(trx, of, freed(held));
  await papersOfBookings(trx, ids);
  await tell(trx, of, held, 'booking-cancelled', asked);
}

/** BKG-5: sends papers of bookings in windows to another address on file, all or none. Throws all refusals at once. */
export async function readdressBookings(
  trx: Transaction,
  of: OfCentre,
  ids: string[],
  address: string,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const named = await namedOf(trx, ids);
  const windows = await windowsHeld(trx, of, named);
  const isOnFile = (await addressesOf(trx, of.organisation)).some(({ id }) => id === address);
  const held = await lock(trx, named);
  const decided = held.map((each) => {
    const moments = windows.find(({ id }) => id === each.row.windowId)?.moments ?? null;
    return { ...each, decision: readdressBooking(each.state, { at, place: each.place, moments, isOnFile }) };
  });
  await write(trx, of, decided, address, asked, at);
  await tell(trx, of, held, 'booking-readdressed', asked);
}

/** Where bookings are moved to. */
export interface WantedMove extends Omit<Sitting, 'component'> {
  purchaseOrder: string | null;
  isQuote: boolean;
}

/**
 * BKG-5: moves bookings of one product and component to another window or day, all or none: each is transferred and another one active, in the
 * band of where it goes; very late places are freed there and taken here. Throws all refusals at once.
 */
export async function moveBookings(
  trx: Transaction,
  of: OfCentre,
  ids: string[],
  to: WantedMove,
  asked: RequestedBy,
  at: Instant,
): Promise<WrittenGroup[]> {
  const named = await namedOf(trx, ids);
  const [first] = named;
  const apart = named.filter(
    ({ group }) =>
      group.productId !== first!.group.productId || group.component !== first!.group.component || group.session !== first!.group.session,
  );
  if (apart.length > 0)
    throw new CommitRefused(
      apart.map(({ place }) =>
        refuse('apart', 'BKG-5', 'The booking is of another product, component or session', 'Move those for themselves.', place),
      ),
    );
  const { productId: product, session } = first!.group;
  const windows = await windowsHeld(trx, of, named, to.window);
  const [version] = await productsById(trx, [product], londonDate(at));
  const facts = { product: version!, windows, fees: await bookingFees(trx) };
  const about = {
    at,
    policy: await numbersInForce(trx, at),
    calendar: await currentCalendar(trx),
    by: asked.by.user_id,
    requestId: null,
    facts,
  };
  const learners = await lockCandidates(trx, { learners: named.map(({ row }) => row.learnerId), batches: [] });
  const moved = (each: Held) => moveBooking(each.state, to, { ...about, place: each.place, isQuote: to.isQuote });
  await holdPlaces(trx, of, [...veryLateWindows(named), ...(to.window ? [to.window] : [])]);
  const held = await lock(trx, named);
  const decided = held.map((each) => ({ ...each, decision: moved(each) }));
  insistOn(
    held.flatMap(({ row, place }) =>
      leftRefusals(
        learners.find(({ id }) => id === row.learnerId)!,
        place,
        londonDate(at),
      ),
    ),
  );
  await write(trx, of, decided, null, asked, at);
  const sitting = decided[0]!.decision.onward!;
  const left = await changePlaces(trx, of, netOf([...freed(held), ...(await placesOf(trx, of.tenant, [sitting], windows, held.length))]));
  const groups = await moveOn(trx, of, held, { ...to, product, session, sitting, isOver: isOver(sitting, windows) }, asked, at);
  await askForPapers(trx, of, groups, version!.components, asked, at);
  await tell(trx, of, held, 'booking-moved', asked);
  return groups.map((group) => ({ ...group, placesLeft: left.get(group.sitting.window ?? '') }));
}

async function moveOn(
  trx: Transaction,
  of: OfCentre,
  held: Held[],
  {
    sitting,
    isOver: isOverNow,
    product,
    session,
    purchaseOrder,
  }: WantedMove & { sitting: DecidedSitting; isOver: boolean; product: string; session: number },
  asked: RequestedBy,
  at: Instant,
): Promise<WrittenGroup[]> {
  const groups: WrittenGroup[] = [];
  for (const location of new Set(held.map(({ group }) => group.location))) {
    const learners = held
      .filter(({ group }) => group.location === location)
      .map(({ row }) => ({ learner: row.learnerId, batch: row.batchId, address: row.addressId, came_from: row.id }));
    groups.push(await writeGroup(trx, of, { sitting, isOver: isOverNow, product, session, location, purchaseOrder, learners }, asked, at));
  }
  await billBookings(trx, of, groups, asked, at);
  return groups;
}

/** The bookings as they are named, not locked yet: what of them is used before does never change. Throws a refusal of those that are not there. */
async function namedOf(trx: Transaction, ids: string[]): Promise<Held[]> {
  const rows = await BookingRow.query(trx).findByIds(ids).where({ is_controlled: false });
  const groups = await BookingGroupRow.query(trx).findByIds([...new Set(rows.map(({ groupId }) => groupId))]);
  const missing = ids.flatMap((id, index) =>
    rows.some((row) => row.id === id)
      ? []
      : [refuse('booking', 'BKG-5', 'There is no such booking', 'Take bookings from GET /v1/bookings.', `/bookings/${index}`)],
  );
  if (missing.length > 0) throw new CommitRefused(missing);
  return rows.map((row) =>
    heldOf(
      row,
      groups.find(({ id }) => id === row.groupId)!,
      `/bookings/${ids.indexOf(row.id)}`,
    ),
  );
}

function heldOf(row: BookingRow, group: BookingGroupRow, place: string): Held {
  return { row, group, place, state: stateOf(row, group) };
}

async function lock(trx: Transaction, named: Held[]): Promise<Held[]> {
  const rows = await prepared<object>(trx, 'lock-bookings', LOCK, [named.map(({ row }) => row.id)]);
  const locked = rows.map((row) => BookingRow.fromDatabaseJson(row) as BookingRow);
  return named.map(({ row, group, place }) =>
    heldOf(
      locked.find(({ id }) => id === row.id)!,
      group,
      place,
    ),
  );
}

/** The windows of bookings' products, held where a booking is in one or goes to one. */
function windowsHeld(trx: Transaction, { tenant }: OfCentre, named: Held[], to: string | null = null) {
  const windows = [...new Set([...named.flatMap(({ row }) => row.windowId ?? []), ...(to ? [to] : [])])];
  return holdWindows(trx, tenant, named[0]!.group.productId, windows);
}

function veryLateWindows(named: Held[]): string[] {
  return named.flatMap(({ group, row }) => (group.band === 'veryLate' ? row.windowId! : []));
}

/** Very late bookings that leave their windows. */
function freed(held: Held[]): PlacesTaken[] {
  return netOf(veryLateWindows(held).map((window) => ({ window, many: -1, limit: 0 })));
}

function netOf(all: PlacesTaken[]): PlacesTaken[] {
  const net = new Map<string, PlacesTaken>();
  for (const { window, many, limit } of all) {
    const before = net.get(window);
    net.set(window, { window, many: (before?.many ?? 0) + many, limit: Math.max(before?.limit ?? 0, limit) });
  }
  return [...net.values()];
}

async function write(
  trx: Transaction,
  { tenant, organisation }: OfCentre,
  decided: Decided[],
  address: string | null,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  insistOn(distinct(decided.flatMap(({ decision }) => decision.refusals)));
  const rows = decided.map(({ row, decision: { next } }) => ({
    ...{ id: row.id, state: next.state, state_since: next.stateSince, address_id: address ?? row.addressId },
  }));
  await prepared(trx, 'write-bookings', WRITE, [JSON.stringify(rows)]);
  const changes = decided.map(({ row, decision: { next, event, evidence } }) => ({
    ...{ tenant, organisation, entity: { type: 'booking', id: row.id }, event, at, evidence },
    ...{ before: { state: row.state, address: row.addressId }, after: { state: next.state, address: address ?? row.addressId } },
  }));
  await auditChanges(trx, changes, asked);
}

/** Whoever changed bookings is told, of those that were booked together in one mail (OPS-3). */
async function tell(
  trx: Transaction,
  { tenant, organisation }: OfCentre,
  held: Held[],
  template: string,
  asked: RequestedBy,
): Promise<void> {
  const groups = new Map(held.map(({ group }) => [group.id, group]));
  await sendToUsers(
    trx,
    [...groups.values()].map(({ id, component, assessmentOn }) => ({
      ...{ kind: 'mail', tenant, organisation, about: id, template, user: asked.by.user_id },
      facts: {
        ...{ component, day: dateWords(assessmentOn) },
        bookings: String(held.filter(({ group }) => group.id === id).length),
      },
    })),
  );
}
