import { hash } from '@node-rs/argon2';
import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { newMobile, TRAINED_UNTIL, userSeeder, type SeededUser } from '../access/seed';
import { seedOccupations } from '../applications/seed';
import { seedCatalogue, seedCentre, seedOpenWindows } from '../catalogue/seed';
import { seedAccounts, type SeededAccounts } from '../bank/seed';
import { seedFees } from '../orders/seed';
import { seedEmployees, seedPeople, type SeededPeople } from '../people/seed';
import { seedAwardingBodies } from '../qualifications/seed';
import { seedCompany, seedOrganisation, type SeededCompany, type SeededOrganisation } from '../organisations/seed';

/** A tenant with its staff, organisations and bank accounts: what demo and tests stand on. */
export interface SeededTenant {
  id: string;
  key: string;
  staff: Record<'finance' | 'finance2' | 'caseOperator' | 'administrator' | 'administrator2' | 'eqa' | 'dpo', SeededUser>;
  companies: [SeededCompany, SeededCompany];
  centre: SeededOrganisation;
  checker: SeededOrganisation;
  individual: SeededUser;
  people: SeededPeople;
  bankAccounts: SeededAccounts;
}

const CHEAP_IN_TESTS = { memoryCost: 1024, timeCost: 1 };

/** Seeds one tenant as the owner; `key` makes names and addresses its own. Tests need no dear passwords, and some no catalogue. */
export async function seedTenant(
  owner: Knex,
  key: string,
  name: string,
  kind: 'card-scheme' | 'awarding-body',
  password: string,
  { isCheap = false, hasCatalogue = true } = {},
): Promise<SeededTenant> {
  const passwordHash = await hash(password, isCheap ? CHEAP_IN_TESTS : {});
  return owner.transaction(async (trx) => {
    const tenant = uuid();
    await scopeTo(trx, tenant);
    await trx('tenants').insert({ id: tenant, key, name, kind });
    await trx('affinity_partners').insert(
      ['Ampere Insurance', 'Toolroom Discounts'].map((partner) => ({ tenant_id: tenant, name: partner })),
    );
    const user = userSeeder(trx, tenant, key, passwordHash);
    const individual = await user('ada', 'individual');
    await seedAwardingBodies(trx, tenant);
    await seedOccupations(trx, tenant);
    await seedFees(trx, tenant);
    if (hasCatalogue) await seedCatalogue(trx, tenant);
    const centre = await seedOrganisation(trx, tenant, { kind: 'centre', name: 'Fenland College' }, user, 'portal', 'centreUser', [
      'portalAdmin',
      'updateUlns',
    ]);
    if (hasCatalogue) await seedCentre(trx, tenant, centre.id);
    return {
      id: tenant,
      key,
      staff: {
        finance: await user('finance', 'finance'),
        finance2: await user('finance2', 'finance'),
        caseOperator: await user('operator', 'caseOperator'),
        administrator: await user('admin', 'administrator'),
        administrator2: await user('admin2', 'administrator'),
        eqa: await user('eqa', 'eqa'),
        dpo: await user('dpo', 'dpo'),
      },
      companies: [
        await seedCompany(trx, tenant, 'Brightwire Electrical Ltd', user, ['127.0.0.1']),
        await seedCompany(trx, tenant, 'Cablecraft Services Ltd', user),
      ],
      centre,
      checker: await seedOrganisation(
        trx,
        tenant,
        { kind: 'checker', name: 'Gatehouse Site Access Ltd', checker_type: 'mainContractor', registered_addresses: ['127.0.0.1'] },
        user,
        'gatehouse',
        'checkerUser',
        ['checkCards', 'users'],
      ),
      individual,
      people: await seedPeople(trx, tenant, individual.id),
      bankAccounts: await seedAccounts(trx, tenant),
    };
  });
}

/** The demo: a card scheme and an awarding body. Where they are, users of an earlier release get what they lack. */
export async function seedDemo(owner: Knex, password: string): Promise<void> {
  const { rows } = await owner.raw(`select from tenants where key = 'volt'`);
  if (rows.length === 0) {
    await seedTenant(owner, 'volt', 'Volt Card Scheme', 'card-scheme', password);
    await seedTenant(owner, 'quill', 'Quill Awarding Body', 'awarding-body', password);
  }
  for (const tenant of await owner('tenants').pluck('id'))
    await owner.transaction(async (trx) => {
      await scopeTo(trx, tenant);
      await seedAwardingBodies(trx, tenant);
      await seedOccupations(trx, tenant);
      await seedFees(trx, tenant);
      await seedCatalogue(trx, tenant);
      await seedOpenWindows(trx, tenant);
      const centre = await trx('users').where({ tenant_id: tenant }).whereLike('email', 'portal@%').first('organisation_id');
      if (centre) await seedCentre(trx, tenant, centre.organisation_id);
      await seedFirstEmployer(trx, tenant);
      for (const { id } of await trx('users').whereNull('mobile').select('id'))
        await trx('users').where({ id }).update({ mobile: newMobile(), training_until: TRAINED_UNTIL });
    });
}

/** The card scheme's first employer has a head office with its address, and people (EMP-6). */
async function seedFirstEmployer(trx: Knex.Transaction, tenant: string): Promise<void> {
  const user = await trx('users').where({ tenant_id: tenant, email: 'brightwire@volt.example' }).first('id', 'organisation_id');
  if (!user) return;
  const of = { tenant_id: tenant, organisation_id: user.organisation_id };
  const offices: string[] = await trx('nodes')
    .where({ ...of, kind: 'office' })
    .orderBy('name', 'desc')
    .pluck('id');
  await seedEmployees(trx, tenant, { id: user.organisation_id, offices, user: user.id });
  if (await trx('addresses').where(of).first('id')) return;
  const address = { label: 'Head office', lines: ['12 Cathedral Yard', 'Norwich'], postcode: 'NR1 4AA' };
  await trx('addresses').insert({ ...of, ...address, id: uuid(), node_id: offices[0] });
  await trx('organisations').where({ id: user.organisation_id }).update({ head_office_id: offices[0] });
}

/** The owner sees no tenant's rows but in its scope (SEC-9). */
async function scopeTo(trx: Knex.Transaction, tenant: string): Promise<void> {
  await trx.raw(`select set_config('app.tenant', ?, true)`, [tenant]);
}
