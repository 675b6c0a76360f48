import { randomInt } from 'node:crypto';
import type { Knex } from 'knex';
import { v7 as uuid } from 'uuid';
import type { Role } from '../../domain/access/permissions';
import { fullAccess } from '../../domain/access/rights';
import type { SeededUser, SeedUser } from '../access/offers';

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
/** All rights of a company's first user (SEC-14). */
export const FULL_ACCESS: string[] = [...fullAccess];

/** Makes an employer with its tree and its first user (EMP-6); one with registered addresses may post applications in bulk from them (SEC-10). */
export async function seedCompany(
  trx: Knex,
  tenant: string,
  title: string,
  user: SeedUser,
  registered: string[] = [],
): Promise<SeededCompany> {
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
  const licence = { registered_addresses: registered, posts_in_bulk: registered.length > 0 };
  const number = `JIB${randomInt(1e6)}`;
  await trx('organisations').insert({ id: organisation, tenant_id: tenant, name: title, kind: 'employer', number, ...licence });
  await trx('nodes').insert(node(top, null, 'company', title));
  await trx('nodes').insert(node(group, top, 'group', 'Eastern'));
  await trx('nodes').insert([node(north, group, 'office', 'Norwich'), node(south, group, 'office', 'Ipswich')]);
  const first = await user(title.split(' ')[0]!.toLowerCase(), 'employerUser', { organisation, node: top, rights: FULL_ACCESS });
  return { id: organisation, name: title, company: top, group, offices: [north, south], user: first };
}

/** Makes a centre or a checker with its first user. */
export async function seedOrganisation(
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
