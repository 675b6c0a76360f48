import { modifiedPapersNames } from '../../domain/bookings/modified-papers';
import type { Instant } from '../../domain/working-days';
import { prepared, type Transaction } from '../core/database';
import { wakeProcesses } from '../core/wakes';

const { kind, letter } = modifiedPapersNames;
/** A component that is sat on paper, as products are on the day of an instant. */
const onPaper = (at: string) => `exists (
    select from (select components from product_versions v where v.product_id = b.product_id
      and v.effective_from <= (${at} at time zone 'Europe/London')::date order by v.effective_from desc limit 1) v,
      jsonb_array_elements(v.components) c where c->>'code' = b.component and c->>'form' = 'paper')`;
/** Papers are begun for active bookings on paper of registered learners who need them, where none stand. */
const BEGIN = (which: string, at: string) => `
  begun as (
    insert into modified_papers (id, tenant_id, organisation_id, booking_id, learner_id, asked_at, modifications, contact_email, needs_since, evidence_since, state_since)
    select uuidv7(), b.tenant_id, b.organisation_id, b.id, l.id, ${at}, l.modifications, l.contact_email, ${at}, ${at}, ${at}
    from bookings b join learners l on l.id = b.learner_id
    where ${which} and b.state = 'active' and not b.is_controlled and l.state = 'registered' and l.modifications <> '{}' and ${onPaper(at)}
      and not exists (select from modified_papers p where p.booking_id = b.id and p.state <> 'cancelled')
    returning id, tenant_id, organisation_id),
  started as (
    insert into outbox (id, tenant_id, organisation_id, kind, entity_id, name, target, facts)
    select uuidv7(), tenant_id, organisation_id, 'start', id, '${kind}', '${kind}/' || id, jsonb_build_object('start', jsonb_build_object(
      'kind', '${kind}', 'businessId', '${kind}/' || id, 'reference', '${letter}-' || upper(right(id::text, 8)), 'owner', 'caseOperator',
      'tenant', tenant_id, 'organisation', organisation_id, 'policyVersion', policy_version(${at})))
    from begun)`;
/** Papers follow a booking that was moved: within a window those that are made stand, elsewhere others are sat, as the learner needs them by now. */
const BOOKED = `
  with followed as (
    update modified_papers p set booking_id = m.id,
      processed_at = case when m.stays then p.processed_at end, despatched_at = case when m.stays then p.despatched_at end,
      carrier = case when m.stays then p.carrier end, tracking = case when m.stays then p.tracking end,
      modifications = case when m.stays then p.modifications else m.modifications end,
      needs_version = p.needs_version + case when m.stays then 0 else 1 end, needs_since = case when m.stays then p.needs_since else $2::timestamptz end
    from (select b.id, b.came_from_id, b.window_id = o.window_id is true as stays, l.modifications
      from bookings b join bookings o on o.id = b.came_from_id join learners l on l.id = b.learner_id where b.group_id = any($1::uuid[])) m
    where p.booking_id = m.came_from_id and (p.is_open or p.state = 'withheld')
    returning p.id, p.booking_id, p.is_open), ${BEGIN('b.group_id = any($1::uuid[]) and not exists (select from followed f where f.booking_id = b.id)', '$2::timestamptz')}
  select id from followed where is_open`;
const LEARNERS = `
  with changed as (
    update modified_papers p set
      contact_email = coalesce(l.contact_email, p.contact_email),
      modifications = case when p.processed_at is null then l.modifications else p.modifications end,
      needs_version = p.needs_version + case when p.processed_at is null and p.modifications <> l.modifications then 1 else 0 end,
      needs_since = case when p.processed_at is null and p.modifications <> l.modifications then $2::timestamptz else p.needs_since end
    from learners l where l.id = p.learner_id and l.id = any($1::uuid[]) and p.is_open
    returning p.id), ${BEGIN('l.id = any($1::uuid[])', '$2::timestamptz')}
  select id from changed`;
const OF_BOOKINGS = 'select id from modified_papers where booking_id = any($1::uuid[]) and is_open order by id for no key update';

/**
 * REG-12, REG-15: modified papers begin with the bookings of some groups, by one statement however many there are; those of bookings that were moved
 * here go along. To be called in the transaction that books, once the bookings are there.
 */
export async function papersOfGroups(trx: Transaction, groups: readonly string[], at: Instant): Promise<void> {
  await wake(trx, await prepared(trx, 'papers-of-groups', BOOKED, [groups, at]));
}

/** LRN-1, LAP-1: modified papers follow learners who were edited, lapsed or were taken back: those not made yet begin, end and change with what they need. */
export async function papersOfLearners(trx: Transaction, learners: readonly string[], at: Instant): Promise<void> {
  if (learners.length > 0) await wake(trx, await prepared(trx, 'papers-of-learners', LEARNERS, [learners, at]));
}

/** BKG-5: modified papers of bookings that were cancelled hear of it. */
export async function papersOfBookings(trx: Transaction, bookings: readonly string[]): Promise<void> {
  await wake(trx, await prepared(trx, 'papers-of-bookings', OF_BOOKINGS, [bookings]));
}

/** Cases that are opened meanwhile see it by themselves: their rows are locked. */
async function wake(trx: Transaction, papers: { id: string }[]): Promise<void> {
  if (papers.length > 0)
    await wakeProcesses(
      trx,
      papers.map(({ id }) => id),
    );
}
