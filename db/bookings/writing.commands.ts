import { v7 as uuid } from 'uuid';
import type { BookingStateName } from '../../domain/bookings/booking.state';
import { bandFees } from '../../domain/bookings/band';
import type { DecidedSitting } from '../../domain/bookings/sitting.decide';
import { bookingKey, chargeEntry, type ChargeWhat } from '../../domain/registration/charge';
import type { Instant } from '../../domain/working-days';
import { postEntry } from '../bank/offers';
import { inTenantScope, prepared, type Transaction } from '../core/database';
import { numbersInForce } from '../core/policies.queries';
import type { RequestedBy } from '../core/requests.commands';
import { ChargeRow } from '../registration/charge.model';
import { openBilling } from '../registration/offers';
import { BookingGroupRow, type OfCentre } from './booking.model';
import { openDay } from './days.commands';
import { papersOfGroups } from './modified-papers.commands';

const INSERT = `
  with made as (
    insert into bookings (id, tenant_id, organisation_id, group_id, learner_id, batch_id, product_id, component, window_id, day_id, address_id, state, state_since, came_from_id, is_controlled)
    select uuidv7(), $1, $2, $3, l.learner, l.batch, $4, $5, $6, $7, l.address, $8, $9, l.came_from, $14
    from jsonb_to_recordset($10::jsonb) as l(learner uuid, batch uuid, address uuid, came_from uuid)
    returning id, learner_id, came_from_id),
  audited as (
    insert into audit (tenant_id, organisation_id, entity_type, entity_id, event, at, user_id, session_id, api_key_id, ip, request_id, reason, before, after, policy_version, evidence, calendar_version)
    select $1, $2, 'booking', id, 'booked', $9, b.user_id, b.session_id, b.api_key_id, b.ip, b.request_id, $12, null,
      jsonb_build_object('state', $8::text, 'group', $3::uuid, 'cameFrom', came_from_id), policy_version($9), $13::jsonb, calendar_version()
    from made, jsonb_to_record($11::jsonb) as b(user_id uuid, session_id uuid, api_key_id uuid, ip text, request_id uuid))
  select id, learner_id as learner from made order by learner_id`;

/** One component of some learners, decided and to be written. */
export interface GroupToWrite {
  sitting: DecidedSitting;
  /** Its window is over by now: what was received before awaits its result at once. */
  isOver: boolean;
  product: string;
  session: number;
  /** Null for controlled assessment, which is sat at the centre. */
  location: string | null;
  purchaseOrder: string | null;
  /** The group of the registration with which it comes; left out where it is booked for itself (REG-17). */
  registrationGroup?: string;
  learners: { learner: string; batch: string; address: string | null; came_from: string | null }[];
}
/** Bookings that were written together. */
export interface WrittenGroup {
  group: string;
  sitting: DecidedSitting;
  bookings: { id: string; learner: string }[];
  /** Of very late bookings of the centre in the window, after these (BKG-3); undefined where none is taken. */
  placesLeft?: number | undefined;
}

/** Writes the bookings of one component, each with its audit row, and what they cost on the centre's account (BKG-2, CEN-1, MON-2, AUD-1). */
export async function writeGroup(
  trx: Transaction,
  of: OfCentre,
  made: GroupToWrite,
  asked: RequestedBy,
  at: Instant,
): Promise<WrittenGroup> {
  const { sitting, product, session, location, purchaseOrder, learners } = made;
  const { component, window, assessmentOn, assessmentAt, band, fee, evidence } = sitting;
  const day = window ? null : await openDay(trx, of.tenant, assessmentOn, asked, at);
  const state: BookingStateName = (day?.isOver ?? made.isOver) ? 'pendingResult' : 'active';
  const group = uuid();
  await BookingGroupRow.query(trx).insert({
    ...{
      id: group,
      tenantId: of.tenant,
      organisationId: of.organisation,
      productId: product,
      session,
      component,
      windowId: window,
      dayId: day?.id ?? null,
    },
    ...{
      assessmentOn,
      assessmentAt,
      location,
      band,
      purchaseOrder,
      registrationGroupId: made.registrationGroup,
      bookedBy: asked.by.user_id,
      receivedAt: at,
      evidence,
    },
    ...{ feeNetPence: fee?.net ?? 0n, feeVatPence: fee?.vat ?? 0n, feeVatBasisPoints: fee?.vatRate ?? 0 },
  });
  const values = [of.tenant, of.organisation, group, product, component, window, day?.id ?? null, state, at];
  const said = [JSON.stringify(learners), JSON.stringify(asked.by), asked.reason, JSON.stringify(evidence), location === null];
  const bookings = await prepared<{ id: string; learner: string }>(trx, 'insert-bookings', INSERT, [...values, ...said]);
  await papersOfGroups(trx, [group], at);
  await charge(trx, of, made, group, at);
  return { group, sitting, bookings };
}

/** What the bookings of groups have cost is invoiced with the month (CEN-1). */
export async function billBookings(
  trx: Transaction,
  { tenant }: OfCentre,
  groups: WrittenGroup[],
  asked: RequestedBy,
  at: Instant,
): Promise<void> {
  if (groups.some(({ sitting }) => sitting.fee)) await inTenantScope(trx, tenant, () => openBilling(trx, tenant, at, asked));
}

async function charge(trx: Transaction, { tenant, organisation }: OfCentre, made: GroupToWrite, group: string, at: Instant): Promise<void> {
  const { fee, band } = made.sitting;
  const what = bandFees[band] as ChargeWhat | null;
  if (!fee || !what) return;
  const quantity = made.learners.length;
  const key = bookingKey(group);
  const entry = chargeEntry(organisation, key, fee, quantity);
  if (!entry) return;
  await postEntry(trx, tenant, entry, at);
  const [first, ...others] = [...new Set(made.learners.map(({ batch }) => batch))];
  await ChargeRow.query(trx).insert({
    ...{ id: uuid(), tenantId: tenant, organisationId: organisation, entryKey: key, what, productId: made.product, quantity },
    ...{ batchId: others.length === 0 ? first! : null, netPence: fee.net, vatPence: fee.vat, vatBasisPoints: fee.vatRate, decidedAt: at },
    ...{ purchaseOrder: made.purchaseOrder, policyVersion: (await numbersInForce(trx, at)).version },
  });
}
