import type { Session } from '../../domain/catalogue/session';
import { GONE } from '../../domain/learners/learner.state';
import { doubleFaults } from '../../domain/registration/line-rules';
import { prepared, type Transaction } from '../core/database';

/** Whoever is in one of these has left the product for good, as SQL lists them (REG-9). */
export const GONE_FOR_GOOD = GONE.map((state) => `'${state}'`).join(', ');

/** A line whose learner stands on its product already: on an earlier line, or registered. */
export interface Double {
  id: string;
  row: number;
  what: 'doubled' | 'alreadyRegistered';
}

/**
 * By ULN wherever both have one, within the tenant; else by names and birth date, within the centre, in the file as among those registered:
 * whoever stands there is read once and hashed, for of a table that has just grown the planner knows no better than to read all of it for each
 * line. Names are folded, which costs more than all else, for the lines alone that can be one with somebody by name.
 */
const DOUBLES = `
  with asked as materialized (
    select g.id, g.product_id, coalesce($3::int, g.session, $4::int) as session, g.organisation_id,
      array(select jsonb_array_elements_text($5::jsonb->g.product_id::text)::uuid) as stands_on
    from registration_groups g
    where g.registration_id = $1 and ($2::uuid is null or g.id = $2) and g.product_id is not null and g.registered_at is null and g.removed_at is null
  ), standing as materialized (
    select a.product_id, a.session, s.name_key, s.birth_date, s.uln is null as is_without_uln
    from (select distinct product_id, session, organisation_id, stands_on from asked) a
      join learners s on s.organisation_id = a.organisation_id and s.product_id = any(a.stands_on) and s.session = a.session
    where s.state not in (${GONE_FOR_GOOD})
  ), lines as materialized (
    select l.id, l.row, a.product_id, a.session, a.stands_on, l.learner, l.learner->>'uln' as uln, (l.learner->>'birthDate')::date as birth_date
    from registration_lines l join asked a on a.id = l.group_id
    where l.registration_id = $1 and l.removed_at is null and l.learner is not null
  ), named as materialized (
    select id, row, product_id, session, stands_on, uln, birth_date,
      case when uln is null or birth_date in (select birth_date from standing where is_without_uln union all select birth_date from lines where uln is null)
        then name_key(learner->>'forename') || ' ' || name_key(learner->>'surname') end as name_key
    from lines
  ), ranked as (
    select *, row_number() over (partition by product_id, coalesce(uln, name_key || birth_date) order by row, id) > 1
      or count(*) filter (where uln is null) over namesakes > 0 or uln is null and count(*) over namesakes > 0 as is_doubled
    from named
    window namesakes as (partition by product_id, name_key, birth_date order by row, id rows between unbounded preceding and 1 preceding)
  ), told as (
    select r.id, r.row, r.is_doubled, (
      r.uln is not null and exists (select from learners s
        where s.product_id = any(r.stands_on) and s.session = r.session and s.uln = r.uln and s.uln is not null and s.state not in (${GONE_FOR_GOOD}))
      or r.name_key is not null and (r.product_id, r.session, r.name_key, r.birth_date) in
        (select product_id, session, name_key, birth_date from standing where is_without_uln)
      or r.uln is null and (r.product_id, r.session, r.name_key, r.birth_date) in (select product_id, session, name_key, birth_date from standing)
    ) as is_registered
    from ranked r
  )
  select id, row, case when is_registered then 'alreadyRegistered' else 'doubled' end as what from told where is_registered or is_doubled order by row, id`;

const MARK = `
  update registration_lines
  set faults = coalesce((select jsonb_agg(f) from jsonb_array_elements(faults) f where f->>'code' not in ('doubled', 'alreadyRegistered')), '[]')
    || coalesce($3::jsonb->($2::jsonb->>id::text), '[]')
  where registration_id = $1 and ($2::jsonb ? id::text or faults @> '[{"code":"doubled"}]' or faults @> '[{"code":"alreadyRegistered"}]')`;

/** What of a registration is asked for: all groups or one; the session where it is known, else that of the day. */
export interface DoublesOf {
  registration: string;
  group: string | null;
  session: Session | null;
  current: Session;
  /** What learners are registered on, by the product of their group: itself, or what it is made of (REG-11). */
  products: Record<string, string[]>;
}

/** The lines whose learners stand on their product and session already, by row (REG-9). */
export function doublesOf(trx: Transaction, { registration, group, session, current, products }: DoublesOf): Promise<Double[]> {
  return prepared<Double>(trx, 'doubles-of', DOUBLES, [registration, group, session, current, JSON.stringify(products)]);
}

/** Tells on its lines who stands on a product already, and takes back what is so no longer (REG-9). */
export async function markDoubles(trx: Transaction, of: DoublesOf): Promise<void> {
  const doubles = await doublesOf(trx, of);
  const told = JSON.stringify(Object.fromEntries(Object.entries(doubleFaults).map(([what, fault]) => [what, [fault]])));
  const byLine = JSON.stringify(Object.fromEntries(doubles.map(({ id, what }) => [id, what])));
  await prepared(trx, 'mark-doubles', MARK, [of.registration, byLine, told]);
}
