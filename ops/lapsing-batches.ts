import { v7 as uuid } from 'uuid';
import { inScope, type Database } from '../db/core/database';
import { holdLapses } from '../db/learners/offers';
import type { Instant, LocalDate } from '../domain/working-days';

/** All that a batch takes (REG-3). */
export const OF_A_BATCH = 2_000;

const MAKE_BATCHES = `
  insert into batches (id, tenant_id, organisation_id, product_id, session, contact_name, contact_email, learner_count, registered_at, registered_by)
  select id.id, :tenant::uuid, :organisation::uuid, :product::uuid, 2023, 'Ann', u.email, :each::int, '2023-11-02', u.id
  from unnest(:ids::uuid[]) id(id) join users u on u.id = :user::uuid`;
const MAKE_LEARNERS = `
  insert into learners (id, tenant_id, organisation_id, batch_id, product_id, session, forename, surname, birth_date, gender, ethnicity, country,
    registered_at, first_registered_at, state_since, lapses_on, next_at)
  select uuidv7(), :tenant::uuid, :organisation::uuid, b, :product::uuid, 2023, 'Ann', 'x' || md5(b::text || n), '2000-01-01', 'U', '98', 'GB',
    '2023-11-02', '2023-11-02', '2023-11-02', :lapsesOn::date, :nextAt::timestamptz
  from unnest(:ids::uuid[]) b cross join generate_series(1, :each::int) n`;

/** A centre with what its learners are registered on. */
export interface LapsingCentre {
  tenant: string;
  organisation: string;
  user: string;
  product: string;
}
/** The last day of learners, and what of it falls due next. */
export interface Due {
  lapsesOn: LocalDate;
  nextAt: Instant;
}

/** The centre of the demonstration data. */
export async function demoCentre(owner: Database): Promise<LapsingCentre> {
  const user = await owner('users').where({ email: 'portal@volt.example' }).first('id', 'tenant_id', 'organisation_id');
  const product = await owner('products').where({ tenant_id: user.tenant_id }).first('id');
  return { tenant: user.tenant_id, organisation: user.organisation_id, user: user.id, product: product.id };
}

/** Full batches whose contact registered them, and whose learners all have the same due next, without their waits; answers their identifiers (LAP-1). */
export async function makeBatches(owner: Database, centre: LapsingCentre, due: Due, many: number): Promise<string[]> {
  const ids = Array.from({ length: many }, () => uuid());
  const given = { ...centre, ...due, each: OF_A_BATCH };
  await owner.raw(MAKE_BATCHES, { ...given, ids });
  // One at a time: all of them are more than a statement has time for.
  for (const id of ids) await owner.raw(MAKE_LEARNERS, { ...given, ids: [id] });
  return ids;
}

/** Lets the waits of batches begin, all in one transaction. */
export async function openLapses(database: Database, centre: LapsingCentre, batches: string[]): Promise<void> {
  await inScope(database, { tenant: centre.tenant, organisation: null }, async (trx) => {
    const waits = await holdLapses(trx, centre, batches);
    await waits.open(null, new Date().toISOString());
  });
}
