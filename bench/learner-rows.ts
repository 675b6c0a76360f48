import type { Database } from '../db/core/database';

/** Whose learners are made, and on what: products of which the last one is a bundle, whose qualifications the others are. */
export interface ManyLearners {
  tenant: string;
  organisation: string;
  user: string;
  products: string[];
  bundle: string;
  /** So many, a hundred a batch. */
  learners: number;
  /** What the first one's ULN is counted from: no two centres of a tenant have one alike. */
  first: number;
}

const OF_A_BATCH = 100;
/** One batch in so many is a bundle's. */
const BUNDLED = 10;

/** Learners of three years, set-based with triggers off: one in ten is a Smith, half have a forename of their own, one in ten no ULN; most ULNs are verified, one in a thousand differs. */
export async function fillLearners(owner: Database, { learners, products, ...of }: ManyLearners): Promise<void> {
  const given = { ...of, products, batches: Math.ceil(learners / OF_A_BATCH), many: learners, each: OF_A_BATCH, bundled: BUNDLED };
  await owner.transaction(async (trx) => {
    await trx.raw('set local session_replication_role = replica; set local statement_timeout = 0');
    await trx.raw(
      `create temporary table made on commit drop as
       select n, at, uuidv7(at - now()) as id, case when n % :bundled = 0 then uuidv7(at - now()) end as bundle_id,
         (:products::uuid[])[1 + n % array_length(:products::uuid[], 1)] as product_id, extract(year from at - interval '7 months')::int as session
       from (select n, date_trunc('milliseconds', now() - (:batches::bigint - n) * 94608000 / :batches::bigint * interval '1 second') as at
         from generate_series(0, :batches::int - 1) n) b`,
      given,
    );
    const columns = 'id, tenant_id, organisation_id, product_id, session, bundle_batch_id, contact_name, contact_email, learner_count';
    await trx.raw(
      `insert into batches (${columns}, registered_at, registered_by)
       select bundle_id, :tenant::uuid, :organisation::uuid, :bundle::uuid, session, null::uuid, 'Ann', 'a@b.example', :each::int, at, :user::uuid from made where bundle_id is not null
       union all select id, :tenant::uuid, :organisation::uuid, product_id, session, bundle_id, 'Ann', 'a@b.example', :each::int, at, :user::uuid from made`,
      given,
    );
    await trx.raw(
      `insert into learners (id, tenant_id, organisation_id, batch_id, bundle_batch_id, product_id, session, forename, surname, birth_date, gender, ethnicity,
         country, uln, uln_state, centre_reference, registered_at, first_registered_at, lapses_on, state_since)
       select uuidv7(m.at - now() + l.n % :each::int * interval '1 millisecond'), :tenant, :organisation, m.id, m.bundle_id, m.product_id, m.session,
         case when l.n % 2 = 0 then 'f' || substr(md5('f' || l.n), 1, 8) else (array['Ann', 'Bea', 'Zoë', 'Dee'])[1 + l.n % 4] end,
         case when l.n % 10 = 5 then 'Smith' else 'x' || substr(md5(l.n::text), 1, 8) end, date '2000-01-01' + l.n % 4000, 'U', '98', 'GB',
         case when l.n % 10 <> 3 then (1000000000 + :first::int + l.n)::text end,
         case when l.n % 10 <> 3 then case when l.n % 1000 = 7 then 'mismatch' when l.n % 1000 = 8 then 'sent' when l.n % 20 > 1 then 'verified' end end, 'R' || l.n, m.at, m.at, (m.at + interval '3 years')::date, m.at
       from generate_series(0, :many::int - 1) l(n) join made m on m.n = l.n / :each::int`,
      given,
    );
  });
  await owner.raw('vacuum analyze batches, learners');
}
