import { hash } from '@node-rs/argon2';
import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import { knownLayouts } from '../../domain/bank/statement-layout';
import type { Role } from '../../domain/permissions';

/** A user of a seeded tenant. */
export interface SeededUser {
  id: string;
  email: string;
  role: Role;
  organisation: string | null;
  node: string | null;
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
/** A tenant with its staff, employers and bank accounts: what demo and tests stand on. */
export interface SeededTenant {
  id: string;
  key: string;
  staff: Record<'finance' | 'finance2' | 'caseOperator' | 'administrator', SeededUser>;
  companies: [SeededCompany, SeededCompany];
  bankAccounts: { lloyds: string; barclays: string; unmapped: string };
}

const CHEAP_IN_TESTS = { memoryCost: 1024, timeCost: 1 };

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
    const user = async (local: string, role: Role, organisation: string | null = null, node: string | null = null): Promise<SeededUser> => {
      const row = { id: uuid(), email: `${local}@${key}.example`, role };
      await trx('users').insert({
        ...row,
        tenant_id: tenant,
        organisation_id: organisation,
        node_id: node,
        display_name: local,
        password_hash: passwordHash,
      });
      return { ...row, organisation, node };
    };
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
      id: tenant,
      key,
      staff: {
        finance: await user('finance', 'finance'),
        finance2: await user('finance2', 'finance'),
        caseOperator: await user('operator', 'caseOperator'),
        administrator: await user('admin', 'administrator'),
      },
      companies: [
        await seedCompany(trx, tenant, 'Brightwire Electrical Ltd', kind, user),
        await seedCompany(trx, tenant, 'Cablecraft Services Ltd', kind, user),
      ],
      bankAccounts: {
        lloyds: await account('Current account (Lloyds)', '12345678', knownLayouts.lloyds),
        barclays: await account('Deposit account (Barclays)', '87654321', knownLayouts.barclays),
        unmapped: await account('Collection account (layout not yet mapped)', '11223344', null),
      },
    };
  });
}

type SeedUser = (local: string, role: Role, organisation?: string | null, node?: string | null) => Promise<SeededUser>;

async function seedCompany(trx: Knex, tenant: string, title: string, tenantKind: string, user: SeedUser): Promise<SeededCompany> {
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
  await trx('organisations').insert({
    id: organisation,
    tenant_id: tenant,
    name: title,
    kind: tenantKind === 'card-scheme' ? 'employer' : 'centre',
  });
  await trx('nodes').insert(node(top, null, 'company', title));
  await trx('nodes').insert(node(group, top, 'group', 'Eastern'));
  await trx('nodes').insert([node(north, group, 'office', 'Norwich'), node(south, group, 'office', 'Ipswich')]);
  const employer = await user(title.split(' ')[0]!.toLowerCase(), 'employerUser', organisation, top);
  return { id: organisation, name: title, company: top, group, offices: [north, south], user: employer };
}

/** The demo: a card scheme and an awarding body. Does nothing where they are. */
export async function seedDemo(owner: Knex, password: string): Promise<void> {
  const { rows } = await owner.raw(`select from tenants where key = 'volt'`);
  if (rows.length > 0) return;
  await seedTenant(owner, 'volt', 'Volt Card Scheme', 'card-scheme', password);
  await seedTenant(owner, 'quill', 'Quill Awarding Body', 'awarding-body', password);
}
