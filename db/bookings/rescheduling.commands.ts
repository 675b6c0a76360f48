import { bookingTransitions } from '../../domain/bookings/booking.state';
import { papersOf } from '../../domain/bookings/paperwork';
import { daysSat } from '../../domain/bookings/sitting.decide';
import type { WindowDates } from '../../domain/catalogue/window';
import { dateWords, type Instant, type LocalDate } from '../../domain/working-days';
import { productsById } from '../catalogue/offers';
import { currentCalendar } from '../core/calendars.queries';
import { prepared, type Transaction } from '../core/database';
import { sendToUsers } from '../core/outbox.commands';
import { askForDocuments } from '../work/offers';
import { papersOfGroups } from './modified-papers.commands';

const { active: MOVED } = bookingTransitions.moved;
/** So many bookings are one transaction at least, and whole groups at most: one is of a batch. */
const AT_ONCE = 500;

/** The next ones whose day the window has no longer, in whole groups; held in their order. */
const DUE = `
  with due as materialized (
    select distinct group_id from (
      select b.group_id from bookings b join booking_groups g on g.id = b.group_id
      where b.window_id = $1 and b.state = 'active' and not b.is_controlled and g.assessment_on not between $2::date and $3::date
      order by b.id limit ${AT_ONCE}) d)
  select b.id, b.group_id as group from bookings b join due on due.group_id = b.group_id where b.state = 'active' order by b.id for no key update of b`;
/** To the first day of the window on which something is sat, or to the last one where that is the nearer; at the same London clock time, in the band that was paid. */
const GROUPS = `
  insert into booking_groups (id, tenant_id, organisation_id, product_id, session, component, window_id, assessment_on, assessment_at, location, band,
    fee_net_pence, fee_vat_pence, fee_vat_basis_points, purchase_order, registration_group_id, booked_by, received_at, evidence)
  select uuidv7(), tenant_id, organisation_id, product_id, session, component, window_id, d.day,
    (d.day + (assessment_at at time zone 'Europe/London')::time) at time zone 'Europe/London', location, band,
    fee_net_pence, fee_vat_pence, fee_vat_basis_points, purchase_order, registration_group_id, booked_by, received_at, evidence || jsonb_build_object('movedWithWindow', id::text)
  from booking_groups g cross join lateral (select case when g.assessment_on > $3::date then $3::date else $2::date end as day) d
  where g.id = any($1::uuid[])
  returning id, evidence->>'movedWithWindow' as old, booked_by as user, organisation_id as organisation, component, assessment_on as day`;
const BOOKINGS = `
  with pairs as materialized (select * from jsonb_to_recordset($1::jsonb) as p(id uuid, old uuid)),
  gone as (
    update bookings b set state = '${MOVED}', state_since = $2, version = version + 1 from pairs p where b.id = any($3::uuid[]) and b.group_id = p.old
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
    insert into audit (tenant_id, organisation_id, entity_type, entity_id, event, at, before, after, policy_version, evidence, calendar_version)
    select tenant_id, organisation_id, 'booking', id, event, $2, before, after, policy_version($2), '{}', calendar_version() from changes)
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
 * The next bookings of a window whose day it has no longer go to one that it has (BKG-3, BKG-4): each is transferred and another one active in the
 * band that was paid; whoever booked is told, and has the papers of where they sit now (BKG-6). Controlled assessment has no day of its own: it follows the window (CAS-1). The window's process is
 * locked. Answers whether there may be more.
 */
export async function rescheduleBookings(
  trx: Transaction,
  tenant: string,
  window: { id: string; productId: string } & Pick<WindowDates, 'opensOn' | 'closesOn'>,
  at: Instant,
): Promise<boolean> {
  const due = await prepared<{ id: string; group: string }>(trx, 'reschedule-due', DUE, [window.id, window.opensOn, window.closesOn]);
  if (due.length === 0) return false;
  const { first, last } = daysSat(window, await currentCalendar(trx));
  const [product] = await productsById(trx, [window.productId], window.opensOn);
  const left = [...new Set(due.map(({ group }) => group))];
  const groups = await prepared<MovedGroup>(trx, 'reschedule-groups', GROUPS, [left, first, last]);
  const pairs = JSON.stringify(groups.map(({ id: group, old }) => ({ id: group, old })));
  const moved = await prepared<{ group: string; many: number }>(trx, 'reschedule-bookings', BOOKINGS, [
    pairs,
    at,
    due.map((each) => each.id),
  ]);
  await papersOfGroups(
    trx,
    groups.map(({ id: group }) => group),
    at,
  );
  const papers = groups.flatMap(({ id: group, component, organisation, user }) =>
    papersOf(group, component, product!.components).map((wish) => ({ tenant, organisation, wish, by: user })),
  );
  await askForDocuments(trx, papers, null, at);
  const many = new Map(moved.map((each) => [each.group, each.many]));
  await sendToUsers(
    trx,
    groups.map(({ id: about, user, organisation, component, day }) => ({
      ...{ kind: 'mail', tenant, organisation, about, template: 'booking-rescheduled', user },
      facts: { bookings: String(many.get(about)), component, day: dateWords(day) },
    })),
  );
  return true;
}
