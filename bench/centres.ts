import { seedCentre } from '../db/catalogue/seed';
import { userSeeder } from '../db/access/seed';
import type { Database } from '../db/core/database';
import { seedOrganisation } from '../db/organisations/seed';
import { signInWithCode } from '../ops/sign-in';
import type { System } from '../ops/system';

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
