import type { Database } from '../../db/core/database';

const COLUMNS = `id, tenant_id, organisation_id, group_id, learner_id, batch_id, product_id, component, window_id, day_id, state, state_since, is_controlled`;

/**
 * Bookings of the learners of a tenant, set-based with triggers off: three of four are booked, two of five of those for controlled assessment, batch
 * by batch. Half of the batches are in one window, the others each on a day of its own, of the last three years; what is over awaits its result, one in
 * fifty is cancelled, one in a thousand was moved. Half of the products are on paper. Answers the window.
 */
export async function fillBookings(owner: Database, { tenant, user }: { tenant: string; user: string }): Promise<string> {
  return owner.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica; set local statement_timeout = 0');
    await trx.raw(
      `create temporary table booked on commit drop as
       select b.id, b.tenant_id, b.organisation_id, b.product_id, b.session, b.registered_at, uuidv7(b.registered_at - now()) as group_id, row_number() over (order by b.id) as n, md5('window')::uuid as window_id,
         md5('day' || b.id)::uuid as day_id, (b.registered_at + interval '60 days')::date as day,
         row_number() over (order by b.product_id, b.id) % 5 < 2 as is_controlled
       from batches b where b.tenant_id = :tenant and b.product_id in (select product_id from learners)`,
      { tenant },
    );
    await trx.raw(
      `insert into booking_groups (id, tenant_id, organisation_id, product_id, session, component, window_id, day_id, assessment_on, assessment_at, location,
         band, fee_net_pence, fee_vat_pence, fee_vat_basis_points, booked_by, received_at, evidence)
       select group_id, tenant_id, organisation_id, product_id, session, 'EX', case when n % 4 < 2 then window_id end, case when n % 4 >= 2 then day_id end,
         day, day + time '09:30', 'Hall', 'ordinary', 0, 0, 0, :user, registered_at, '{}' from booked`,
      { user },
    );
    await trx.raw(
      `insert into bookings (${COLUMNS})
       select uuidv7(b.registered_at - now() + l.k * interval '1 millisecond'), l.tenant_id, l.organisation_id, b.group_id, l.id, b.id, b.product_id, 'EX',
         case when b.n % 4 < 2 then b.window_id end, case when b.n % 4 >= 2 then b.day_id end,
         case when l.k % 50 = 9 then 'cancelled' when l.k % 1000 = 7 then 'transferred' when b.day < current_date then 'pendingResult' else 'active' end,
         b.registered_at, b.is_controlled
       from booked b join (select *, row_number() over (order by id) as k from learners where tenant_id = :tenant) l on l.batch_id = b.id
       where l.k % 4 <> 0`,
      { tenant },
    );
    const { rows } = await trx.raw("select md5('window')::uuid as window");
    return (rows as { window: string }[])[0]!.window;
  });
}
