import { v7 as uuid } from 'uuid';
import { nextMoment } from '../../domain/learners/lapse-moments';
import type { Confirmed, Registration } from '../../domain/registration/registration.state';
import { keyOf, undoneKey } from '../../domain/registration/registration.confirm';
import { prepared, type Transaction } from '../core/database';
import type { Step } from '../core/row-store';
import { wakeProcesses } from '../core/wakes';
import { holdLapses, submitUlns, type LapseWaits } from '../learners/offers';
import { askForDocument } from '../work/offers';
import { makeBatches, moveCounts } from './batches.commands';
import { openBilling } from './billing.commands';
import { LearnerRow } from './batch.model';
import type { BookingsWith } from './bookings-with';
import { undoable } from './registration-facts.queries';

const PARTS = 'select id, product_id from batches where bundle_batch_id = $1 order by id for no key update';
/** Of one learner every row has the same number: of an apprenticeship or a bundle there are several (REG-11). */
const REGISTER = `
  with sent as materialized (
    select row_number() over (order by row, id) as place, learner_number() as number, learner as l
    from registration_lines where group_id = $1 and removed_at is null
  )
  insert into learners (id, tenant_id, organisation_id, batch_id, bundle_batch_id, group_id, product_id, session, number, forename, middle_names,
    surname, birth_date, gender, ethnicity, country, uln, centre_reference, postcode, start_on, planned_end_on, contact_email, arrangements,
    modifications, registered_at, first_registered_at, state_since, lapses_on, next_at, fee_net_pence, fee_vat_pence, fee_vat_basis_points)
  select uuidv7(), $2, $3, o.batch_id, $4, $1, o.product_id, $5, s.number, l->>'forename', l->>'middleNames', l->>'surname',
    (l->>'birthDate')::date, l->>'gender', l->>'ethnicity', l->>'country', l->>'uln', l->>'centreReference', l->>'postcode',
    (l->>'startOn')::date, (l->>'plannedEndOn')::date, case when l->'arrangements' = '[]' and l->'modifications' = '{}' then null else l->>'contactEmail' end,
    array(select jsonb_array_elements_text(l->'arrangements')), l->'modifications', $6, $6, $6, o.lapses_on, o.next_at, $8, $9, $10
  from sent s cross join jsonb_to_recordset($7::jsonb) as o(batch_id uuid, product_id uuid, lapses_on date, next_at timestamptz)
  order by s.place, o.product_id`;
const CLOSE_GROUP = `
  update registration_groups set batch_id = $2, session = $3, purchase_order = $4, registered_at = $5 where id = $1`;
const CHARGE = `
  insert into centre_charges (id, tenant_id, organisation_id, entry_key, what, product_id, batch_id, quantity, net_pence, vat_pence,
    vat_basis_points, purchase_order, decided_at, policy_version)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;
const UNDO = `update learners set state = 'undone', state_since = $2, next_at = null, version = version + 1 where id = any($1::uuid[])`;
const UNDO_COUNTS = `
  update batches b set learner_count = learner_count - c.gone, version = version + 1
  from (select coalesce(batch, whole) as id, count(distinct number) as gone
    from (select l.number, p.batch, p.whole from learners l cross join lateral (values (l.batch_id, null::uuid), (null::uuid, l.bundle_batch_id)) p(batch, whole)
      where l.id = any($1::uuid[])) n where coalesce(batch, whole) is not null group by 1) c
  where b.id = c.id`;
const CHARGED = `
  insert into centre_charges (id, tenant_id, organisation_id, entry_key, what, product_id, batch_id, quantity, net_pence, vat_pence,
    vat_basis_points, purchase_order, decided_at, policy_version)
  select $1, tenant_id, organisation_id, $2, 'registrationUndone', product_id, batch_id, -$3::int, net_pence, vat_pence, vat_basis_points,
    purchase_order, $4, $5
  from centre_charges where tenant_id = $6 and entry_key = $7`;

/** Texts of a confirmation, which stay in its request. */
interface ConfirmTexts {
  location?: string;
  purchaseOrder?: string;
}

/** Registers the learners of a group in one go: batches, learners on each product, counts, bookings, charge; its paperwork is asked for (REG-1, REG-3, REG-10, REG-11, REG-17, MON-3). */
export async function registerGroup(trx: Transaction, step: Step<Registration>, bookings: BookingsWith): Promise<void> {
  const { at, process, decision, asked } = step;
  const { organisation, tenant } = process;
  const done = decision.next.confirmed!;
  const batches = await batchesOf(trx, step, done);
  const { net, vat, vatRate } = done.price;
  const { waits, on } = await lapsing(trx, step, done, batches);
  const whole = batches.size > 1 || !batches.has(done.product) ? done.batch : null;
  const registered = [
    done.group,
    tenant,
    organisation,
    whole,
    done.session,
    at,
    JSON.stringify(on),
    net.toString(),
    vat.toString(),
    vatRate,
  ];
  await prepared(trx, 'register-learners', REGISTER, registered);
  await moveCounts(trx, [...new Set([done.batch, ...batches.values()])].sort(), done.learners);
  await waits.open(asked, at);
  const made = await LearnerRow.query(trx).select('id').where({ group_id: done.group }).whereNotNull('uln');
  if (made.length > 0)
    await submitUlns(
      trx,
      { tenant, organisation: organisation! },
      made.map(({ id }) => id),
      asked,
      at,
    );
  const { purchaseOrder = null, location } = (asked?.body ?? {}) as ConfirmTexts;
  if (done.booking) {
    const made = { ...done.booking, group: done.group, product: done.product, session: done.session, location: location!, purchaseOrder };
    await bookings.book(trx, { tenant, organisation: organisation! }, made, asked!, at);
  }
  await prepared(trx, 'close-group', CLOSE_GROUP, [done.group, done.batch, done.session, purchaseOrder, at]);
  const wish = { kind: 'registration' as const, group: done.group };
  await askForDocument(trx, { tenant, organisation, wish, by: asked!.by.user_id! }, asked, at);
  if (decision.entries.length === 0) return;
  const key = keyOf(decision.next, done.group);
  const priced = [done.learners, net.toString(), vat.toString(), vatRate, purchaseOrder, at, process.policyVersion];
  await prepared(trx, 'charge-centre', CHARGE, [uuid(), tenant, organisation, key, 'registration', done.product, done.batch, ...priced]);
  await openBilling(trx, tenant, at, asked);
}

/** Undoes a group: learners on whom nothing depends, the bookings that came with them, the counts of their batches, the charge (IMP-1, REG-17). */
export async function undoGroup(
  trx: Transaction,
  { at, process, decision, asked }: Step<Registration>,
  bookings: BookingsWith,
): Promise<void> {
  const group = decision.next.undone!;
  const of = { tenant: process.tenant, organisation: process.organisation! };
  const { ids, numbers, batches, going } = await undoable(trx, of, group, bookings, at);
  await bookings.undo(trx, of, going, asked!, at);
  await prepared(trx, 'undo-learners', UNDO, [ids, at]);
  await prepared(trx, 'undo-counts', UNDO_COUNTS, [ids]);
  await wakeProcesses(trx, batches);
  await prepared(trx, 'undo-group', 'update registration_groups set undone_at = $2 where id = $1', [group, at]);
  if (decision.entries.length === 0) return;
  const key = keyOf(decision.next, group);
  const credited = decision.entries.find((entry) => entry.key === undoneKey(key));
  if (credited)
    await prepared(trx, 'credit-centre', CHARGED, [uuid(), credited.key, numbers.size, at, process.policyVersion, process.tenant, key]);
  await openBilling(trx, process.tenant, at, asked);
}

/** What learners are registered on, with the first moment of their lapse, and the waits of their batches (LAP-1). */
async function lapsing(
  trx: Transaction,
  { process: { tenant, organisation }, at }: Step<Registration>,
  done: Confirmed,
  batches: Map<string, string>,
): Promise<{ waits: LapseWaits; on: object[] }> {
  const waits = await holdLapses(trx, { tenant, organisation: organisation! }, [...batches.values()]);
  const on = done.on.map(({ product, lapsesOn }) => {
    const batch = batches.get(product)!;
    return { product_id: product, lapses_on: lapsesOn, batch_id: batch, next_at: nextMoment(lapsesOn, at, waits.policyOf(batch)) };
  });
  return { waits, on };
}

/** The batch of each product that learners are registered on; those that are not there are made, of a bundle with that of the whole (REG-11, REG-14). */
async function batchesOf(trx: Transaction, step: Step<Registration>, done: Confirmed): Promise<Map<string, string>> {
  const isWhole = done.on.length !== 1 || done.on[0]!.product !== done.product;
  const batches = new Map<string, string>();
  if (!isWhole) batches.set(done.product, done.batch);
  else if (done.joins)
    for (const { id, product_id } of await prepared<{ id: string; product_id: string }>(trx, 'parts-of-batch', PARTS, [done.batch]))
      batches.set(product_id, id);
  const parts = isWhole ? done.on.flatMap(({ product }) => (batches.has(product) ? [] : [{ product, id: uuid() }])) : [];
  for (const { product, id } of parts) batches.set(product, id);
  const made = [
    ...(done.joins ? [] : [{ id: done.batch, product_id: done.product, bundle_batch_id: null }]),
    ...parts.map(({ product, id }) => ({ id, product_id: product, bundle_batch_id: done.batch })),
  ];
  const { tenant, organisation } = step.process;
  if (made.length > 0) await makeBatches(trx, { tenant, organisation: organisation! }, done, made, step.asked!, step.at);
  return batches;
}
