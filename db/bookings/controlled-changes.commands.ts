import { cancelControlled } from '../../domain/bookings/controlled-booking.decide';
import { declarationFaults } from '../../domain/bookings/materials-declaration';
import { notDeclarable } from '../../domain/bookings/materials';
import { refuse, type Refusal } from '../../domain/refusal';
import { dateWords, type Instant } from '../../domain/working-days';
import { auditChange, auditChanges } from '../core/audit.commands';
import { insistOn } from '../core/commit-refused';
import { inTenantScope, prepared, type Transaction } from '../core/database';
import { sendToUser } from '../core/outbox.commands';
import type { RequestedBy } from '../core/requests.commands';
import { controlledByIds, type FoundControlled } from './controlled-bookings.queries';
import { materialsBookingOf, materialsOf } from './materials.queries';
import { stateOf, type OfCentre } from './booking.model';

const LOCK = 'select id from bookings where id = any($1::uuid[]) order by id for no key update';
/** Shared: the end of the window or day, and whoever moves a window, wait for those who are decided by where it ends, and they for those. */
const HOLD = `
  select entity_id from processes where kind = any('{booking-window,assessment-day}')
    and entity_id in (select coalesce(window_id, day_id) from bookings where id = any($1::uuid[])) order by 1 for share`;
const CANCEL = `
  with changed as (
    update bookings set state = 'cancelled', state_since = $2, version = version + 1 where id = any($1::uuid[]) returning id)
  update controlled_bookings c set cancelled_because = $3 from changed where c.booking_id = changed.id`;
const DECLARE = `
  update controlled_bookings set declaration_version = $2, declared_at = $3, declared_by = $4 where booking_id = any($1::uuid[])`;

/** CAS-1: cancels controlled bookings of a centre with a reason, all or none; registrations and drawn topics stand. Throws all refusals at once. */
export async function cancelControlledBookings(
  trx: Transaction,
  of: OfCentre,
  ids: string[],
  reason: string,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const found = await held(trx, of, ids, at);
  const decided = found.map((each) => {
    const { booking, group, moments } = each;
    const place = `/bookings/${ids.indexOf(booking.id)}`;
    return { booking, decision: cancelControlled(stateOf(booking, group), { at, place, moments }) };
  });
  insistOn(decided.flatMap(({ decision }) => decision.refusals));
  await prepared(trx, 'cancel-controlled', CANCEL, [ids, at, reason]);
  const changes = decided.map(({ booking: { id, state }, decision: { next, event, evidence } }) => ({
    ...{ ...of, entity: { type: 'booking', id }, event, at, evidence, before: { state }, after: { state: next.state } },
  }));
  await auditChanges(trx, changes, asked);
  const { group, booking } = found[0]!;
  await sendToUser(trx, {
    ...{ kind: 'mail', ...of, about: group.id, template: 'booking-cancelled', user: asked.by.user_id },
    facts: { bookings: String(ids.length), component: booking.component, day: dateWords(group.assessmentOn) },
  });
}

/** CAS-1: makes the declaration for bookings of a centre, all or none; it releases their materials. What is declared already stays. Throws all refusals at once. */
export async function declareMaterials(
  trx: Transaction,
  of: OfCentre,
  ids: string[],
  declaration: string,
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  const found = await held(trx, of, ids, at);
  insistOn([
    ...declarationFaults(declaration),
    ...found.flatMap((each) => notDeclarable(materialsBookingOf(each), at, `/bookings/${ids.indexOf(each.booking.id)}`) ?? []),
  ]);
  const open = found.filter(({ controlled }) => controlled.declaredAt === null).map(({ booking }) => booking.id);
  await prepared(trx, 'declare-materials', DECLARE, [open, declaration, at, asked.by.user_id]);
  const changes = open.map((id) => ({
    ...of,
    entity: { type: 'booking', id },
    event: 'declared',
    at,
    before: null,
    after: { declaration },
  }));
  await auditChanges(trx, changes, asked);
}

/** MAT-1: puts a download of a material on record, by whom, when and from where; answers the refusal that keeps it closed at that instant, or null. */
export async function recordDownload(
  trx: Transaction,
  of: OfCentre,
  { found, material }: { found: FoundControlled; material: string },
  by: { user_id: string; ip: string },
  at: Instant,
): Promise<Refusal | null> {
  const refusal = await closedBecause(trx, found, material, at);
  const change = {
    ...of,
    entity: { type: 'booking', id: found.booking.id },
    event: 'materialDownloaded',
    at,
    before: null,
    after: { material },
  };
  if (!refusal) await auditChange(trx, change, { by, reason: null });
  return refusal;
}

/** Why a material is not open to a booking at an instant; null where it is (MAT-1). */
export async function closedBecause(trx: Transaction, found: FoundControlled, material: string, at: Instant): Promise<Refusal | null> {
  const own = (await materialsOf(trx, found, at)).find((each) => each.material.id === material);
  if (own) return own.refusal && { ...own.refusal, place: '/material' };
  return refuse('material', 'MAT-1', 'The booking has no such material', 'Take it from GET /v1/controlled-bookings/{id}.', '/material');
}

/** The bookings as they stand, locked. Throws a refusal of those that are not there. */
async function held(trx: Transaction, { tenant }: OfCentre, ids: string[], at: Instant): Promise<FoundControlled[]> {
  await inTenantScope(trx, tenant, () => prepared(trx, 'hold-controlled-waits', HOLD, [ids]));
  await prepared(trx, 'lock-controlled', LOCK, [ids]);
  const found = await controlledByIds(trx, ids, at);
  const there = new Set(found.map(({ booking }) => booking.id));
  const remedy = 'Take bookings from GET /v1/controlled-bookings.';
  insistOn(
    ids.flatMap((id, index) =>
      there.has(id) ? [] : [refuse('booking', 'CAS-1', 'There is no such booking', remedy, `/bookings/${index}`)],
    ),
  );
  return found;
}
