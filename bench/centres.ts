import { v7 as uuid } from 'uuid';
import { seedCentre } from '../db/catalogue/seed';
import { userSeeder } from '../db/access/seed';
import type { Database } from '../db/core/database';
import { seedOrganisation } from '../db/organisations/seed';
import { signInWithCode } from '../ops/sign-in';
import type { System } from '../ops/system';

const MAKE_LEARNERS = `
  insert into learners (id, tenant_id, organisation_id, batch_id, product_id, session, forename, surname, birth_date, gender, ethnicity, country,
    registered_at, first_registered_at, state_since, lapses_on, next_at)
  select uuidv7(), :tenant::uuid, :organisation::uuid, :batch::uuid, :product::uuid, 2026, 'Ann', 'x' || md5(:batch || n), '2000-01-01', 'U', '98', 'GB',
    '2026-11-02', '2026-11-02', '2026-11-02', '2029-11-02', '2029-08-04'
  from generate_series(1, :many::int) n`;

/** A centre that was made for a measurement, with a user who is signed in. */
export interface MadeCentre {
  tenant: string;
  organisation: string;
  user: string;
  token: string;
}

/** Makes a centre of a tenant, approved for all its products; names are its own by tenant. */
export async function madeCentre(owner: Database, system: System, tenant: string, name: string): Promise<MadeCentre> {
  const { password_hash } = await owner('users').where({ email: 'portal@volt.example' }).first('password_hash');
  const { id, user } = await owner.transaction(async (trx) => {
    const seedUser = userSeeder(trx, tenant, `bench-${tenant}`, password_hash);
    const made = await seedOrganisation(trx, tenant, { kind: 'centre', name }, seedUser, name, 'centreUser', ['portalAdmin']);
    await seedCentre(trx, tenant, made.id);
    return made;
  });
  const token = await signInWithCode(system.urls.api, system.urls.sms, user.email, system.secrets.demoPassword);
  return { tenant, organisation: id, user: user.id, token };
}

/** A batch of so many learners of a centre on a product, without its wait; answers its identifier. */
export async function makeLearners(
  owner: Database,
  { tenant, organisation, user, product }: Pick<MadeCentre, 'tenant' | 'organisation' | 'user'> & { product: string },
  many: number,
): Promise<string> {
  const batch = uuid();
  await owner('batches').insert({
    ...{ id: batch, tenant_id: tenant, organisation_id: organisation, product_id: product, session: 2026, contact_name: 'Ann' },
    ...{ contact_email: 'ann@example.com', learner_count: many, registered_at: '2026-11-02', registered_by: user },
  });
  await owner.raw(MAKE_LEARNERS, { tenant, organisation, product, batch, many });
  return batch;
}
