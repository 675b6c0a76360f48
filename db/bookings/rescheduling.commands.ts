import { bookingTransitions } from '../../domain/bookings/booking.state';
import type { Component } from '../../domain/catalogue/product';
import { papersOf } from '../../domain/bookings/paperwork';
import { dateWords, type Instant, type LocalDate } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { sendToUser } from '../core/outbox.commands';
import type { RequestedBy } from '../core/requests.commands';
import { askForDocuments } from '../work/offers';

const { active: MOVED } = bookingTransitions.moved;
/** To the first day of the window, or to its last one where that is the nearer; at the same London clock time, in the band that was paid. */
const GROUPS = `
  insert into booking_groups (id, tenant_id, organisation_id, product_id, session, component, window_id, assessment_on, assessment_at, location, band,
    fee_net_pence, fee_vat_pence, fee_vat_basis_points, purchase_order, booked_by, received_at, evidence)
  select uuidv7(), tenant_id, organisation_id, product_id, session, component, window_id, d.day,
    (d.day + (assessment_at at time zone 'Europe/London')::time) at time zone 'Europe/London', location, band,
    fee_net_pence, fee_vat_pence, fee_vat_basis_points, purchase_order, booked_by, received_at, evidence || jsonb_build_object('movedWithWindow', id::text)
  from booking_groups g cross join lateral (select case when g.assessment_on > $3::date then $3::date else $2::date end as day) d
  where g.window_id = $1 and g.assessment_on not between $2::date and $3::date
    and exists (select from bookings b where b.group_id = g.id and b.state = 'active' and not b.is_controlled)
  returning id, evidence->>'movedWithWindow' as old, booked_by as user, organisation_id as organisation, component, assessment_on as day`;
const BOOKINGS = `
  with pairs as materialized (select * from jsonb_to_recordset($1::jsonb) as p(id uuid, old uuid)),
  gone as (
    update bookings b set state = '${MOVED}', state_since = $2, version = version + 1 from pairs p where b.group_id = p.old and b.state = 'active'
    returning b.id, b.tenant_id, b.organisation_id, b.learner_id, b.batch_id, b.product_id, b.component, b.window_id, b.address_id, p.id as onto),
  come as (
    insert into bookings (id, tenant_id, organisation_id, group_id, learner_id, batch_id, product_id, component, window_id, address_id, state_since, came_from_id)
    select uuidv7(), tenant_id, organisation_id, onto, learner_id, batch_id, product_id, component, window_id, address_id, $2, id from gone
    returning id, tenant_id, organisation_id, group_id, came_from_id),
  changes as (
    select tenant_id, organisation_id, id, 'moved' as event, jsonb_build_object('state', 'active') as before, jsonb_build_object('state', '${MOVED}') as after from gone
    union all
    select tenant_id, organisation_id, id, 'booked', null, jsonb_build_object('state', 'active', 'group', group_id, 'cameFrom', came_from_id) from come),
  audited as (
    insert into audit (tenant_id, organisation_id, entity_type, entity_id, event, at, user_id, session_id, api_key_id, ip, request_id, reason, before, after, policy_version, evidence, calendar_version)
    select c.tenant_id, c.organisation_id, 'booking', c.id, c.event, $2, b.user_id, b.session_id, b.api_key_id, b.ip, b.request_id, $4, c.before, c.after,
      policy_version($2), '{}', calendar_version()
    from changes c, jsonb_to_record($3::jsonb) as b(user_id uuid, session_id uuid, api_key_id uuid, ip text, request_id uuid))
  select group_id as group, count(*)::int as many from come group by 1`;

interface MovedGroup {
  id: string;
  old: string;
  user: string;
  organisation: string;
  component: string;
  day: LocalDate;
}

/**
 * Bookings of a window whose day it has no longer go to one that it has (BKG-3, BKG-4): each is transferred and another one active in the band that
 * was paid; whoever booked is told, and has the papers of where they sit now (BKG-6). Controlled assessment has no day of its own: it follows the window (CAS-1). The window's process is locked.
 */
export async function rescheduleBookings(
  trx: Transaction,
  tenant: string,
  { id, opensOn, closesOn, components }: { id: string; opensOn: LocalDate; closesOn: LocalDate; components: readonly Component[] },
  asked: RequestedBy | null,
  at: Instant,
): Promise<void> {
  const groups = await prepared<MovedGroup>(trx, 'reschedule-groups', GROUPS, [id, opensOn, closesOn]);
  if (groups.length === 0) return;
  const pairs = JSON.stringify(groups.map(({ id: group, old }) => ({ id: group, old })));
  const moved = await prepared<{ group: string; many: number }>(trx, 'reschedule-bookings', BOOKINGS, [
    ...[pairs, at, JSON.stringify(asked?.by ?? {}), asked?.reason ?? null],
  ]);
  const papers = groups.flatMap(({ id: group, component, organisation, user }) =>
    papersOf(group, component, components).map((wish) => ({ tenant, organisation, wish, by: asked?.by.user_id ?? user })),
  );
  await askForDocuments(trx, papers, asked, at);
  for (const { id: about, user, organisation, component, day } of groups) {
    const many = moved.find(({ group }) => group === about)?.many ?? 0;
    const facts = { bookings: String(many), component, day: dateWords(day) };
    await sendToUser(trx, { kind: 'mail', tenant, organisation, about, template: 'booking-rescheduled', user, facts });
  }
}
