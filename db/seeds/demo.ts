import { randomInt } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { knownLayouts } from '../../domain/bank/statement-layout';
import { staffRoles, type Role } from '../../domain/access/permissions';
import { bundles } from '../../domain/access/rights';

/** A user of a seeded tenant. */
export interface SeededUser {
  id: string;
  email: string;
  role: Role;
  organisation: string | null;
  mobile: string;
}
/** A company with its tree: company → group → two offices. */
export interface SeededCompany {
  id: string;
  name: string;
  company: string;
  group: string;
  offices: [string, string];
  user: SeededUser;
}
/** A centre or a checker with its first user. */
export interface SeededOrganisation {
  id: string;
  number: string;
  user: SeededUser;
}
/** A tenant with its staff, organisations and bank accounts: what demo and tests stand on. */
export interface SeededTenant {
  id: string;
  key: string;
  staff: Record<'finance' | 'finance2' | 'caseOperator' | 'administrator' | 'administrator2' | 'eqa' | 'dpo', SeededUser>;
  companies: [SeededCompany, SeededCompany];
  centre: SeededOrganisation;
  checker: SeededOrganisation;
  individual: SeededUser;
  bankAccounts: { lloyds: string; barclays: string; unmapped: string };
}

const CHEAP_IN_TESTS = { memoryCost: 1024, timeCost: 1 };
const TRAINED_UNTIL = '2099-12-31';
/** All rights of a company's first user (SEC-14). */
export const FULL_ACCESS = [...Object.keys(bundles), 'useFunds'];

type SeedUser = (local: string, role: Role, at?: { organisation: string; node?: string; rights: string[] }) => Promise<SeededUser>;

/** Seeds one tenant as the owner; `key` makes names and addresses its own. */
export async function seedTenant(
  owner: Knex,
  key: string,
  name: string,
  kind: 'card-scheme' | 'awarding-body',
  password: string,
  cheap = false,
): Promise<SeededTenant> {
  const passwordHash = await hash(password, cheap ? CHEAP_IN_TESTS : {});
  return owner.transaction(async (trx) => {
    const tenant = uuid();
    await trx('tenants').insert({ id: tenant, key, name, kind });
    await trx('affinity_partners').insert(
      ['Ampere Insurance', 'Toolroom Discounts'].map((partner) => ({ tenant_id: tenant, name: partner })),
    );
    const user = userSeeder(trx, tenant, key, passwordHash);
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
        await seedCompany(trx, tenant, 'Brightwire Electrical Ltd', user),
        await seedCompany(trx, tenant, 'Cablecraft Services Ltd', user),
      ],
      centre: await seedOrganisation(trx, tenant, { kind: 'centre', name: 'Fenland College' }, user, 'portal', 'centreUser', [
        'portalAdmin',
        'updateUlns',
      ]),
      checker: await seedOrganisation(
        trx,
        tenant,
        { kind: 'checker', name: 'Gatehouse Site Access Ltd', checker_type: 'mainContractor', registered_addresses: ['127.0.0.1'] },
        user,
        'gatehouse',
        'checkerUser',
        ['checkCards', 'users'],
      ),
      individual: await user('ada', 'individual'),
      bankAccounts: await seedAccounts(trx, tenant),
    };
  });
}

function userSeeder(trx: Knex, tenant: string, key: string, passwordHash: string): SeedUser {
  return async (local, role, at) => {
    const row = { id: uuid(), email: `${local}@${key}.example`, role, mobile: newMobile() };
    await trx('users').insert({
      ...row,
      tenant_id: tenant,
      organisation_id: at?.organisation ?? null,
      given_name: local.replace(/^./, (first) => first.toUpperCase()),
      family_name: 'Example',
      password_hash: passwordHash,
      training_until: (staffRoles as readonly string[]).includes(role) ? TRAINED_UNTIL : null,
    });
    const grants = (at?.rights ?? []).map((right) => ({
      user_id: row.id,
      node_id: at?.node ?? null,
      name: right,
      tenant_id: tenant,
      organisation_id: at!.organisation,
      granted_at: new Date(),
    }));
    if (grants.length > 0) await trx('grants').insert(grants);
    return { ...row, organisation: at?.organisation ?? null };
  };
}

/** From the range that is kept for drama: such a number belongs to nobody. */
function newMobile(): string {
  return `+447700900${String(randomInt(1000)).padStart(3, '0')}`;
}

async function seedAccounts(trx: Knex, tenant: string): Promise<SeededTenant['bankAccounts']> {
  const account = async (label: string, accountNumber: string, layout: unknown): Promise<string> => {
    const id = uuid();
    await trx('bank_accounts').insert({
      id,
      tenant_id: tenant,
      name: label,
      sort_code: '826219',
      account_number: accountNumber,
      layout: layout ? JSON.stringify(layout) : null,
    });
    return id;
  };
  return {
    lloyds: await account('Current account (Lloyds)', '12345678', knownLayouts.lloyds),
    barclays: await account('Deposit account (Barclays)', '87654321', knownLayouts.barclays),
    unmapped: await account('Collection account (layout not yet mapped)', '11223344', null),
  };
}

async function seedCompany(trx: Knex, tenant: string, title: string, user: SeedUser): Promise<SeededCompany> {
  const organisation = uuid();
  const [top, group, north, south] = [uuid(), uuid(), uuid(), uuid()];
  const node = (id: string, parent: string | null, level: string, label: string) => ({
    id,
    tenant_id: tenant,
    organisation_id: organisation,
    parent_id: parent,
    kind: level,
    name: label,
  });
  await trx('organisations').insert({ id: organisation, tenant_id: tenant, name: title, kind: 'employer', number: `JIB${randomInt(1e6)}` });
  await trx('nodes').insert(node(top, null, 'company', title));
  await trx('nodes').insert(node(group, top, 'group', 'Eastern'));
  await trx('nodes').insert([node(north, group, 'office', 'Norwich'), node(south, group, 'office', 'Ipswich')]);
  const first = await user(title.split(' ')[0]!.toLowerCase(), 'employerUser', { organisation, node: top, rights: FULL_ACCESS });
  return { id: organisation, name: title, company: top, group, offices: [north, south], user: first };
}

async function seedOrganisation(
  trx: Knex,
  tenant: string,
  columns: Record<string, unknown>,
  user: SeedUser,
  local: string,
  role: Role,
  rights: string[],
): Promise<SeededOrganisation> {
  const id = uuid();
  const number = String(10_000 + randomInt(89_999));
  await trx('organisations').insert({ ...columns, id, tenant_id: tenant, number });
  return { id, number, user: await user(local, role, { organisation: id, rights }) };
}

/** The demo: a card scheme and an awarding body. Where they are, users of an earlier release get what they lack. */
export async function seedDemo(owner: Knex, password: string): Promise<void> {
  const { rows } = await owner.raw(`select from tenants where key = 'volt'`);
  if (rows.length === 0) {
    await seedTenant(owner, 'volt', 'Volt Card Scheme', 'card-scheme', password);
    await seedTenant(owner, 'quill', 'Quill Awarding Body', 'awarding-body', password);
  }
  for (const { id } of await owner('users').whereNull('mobile').select('id'))
    await owner('users').where({ id }).update({ mobile: newMobile(), training_until: TRAINED_UNTIL });
}
