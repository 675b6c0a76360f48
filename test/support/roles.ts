import { roles, type Role } from '../../domain/access/permissions';
import type { SeededTenant } from '../../db/seeds/demo';
import type { SeededUser } from '../../db/access/seed';
import type { ApiClient } from './api-client';
import type { TestSystem } from './system';

/** The parts that people of a tenant play: one for each role, and the second ones that four eyes want. */
export type Part = Role | 'finance2' | 'administrator2' | 'otherEmployer';

/** The people of a tenant by their parts; each signs in with his first call, once. */
export function castOf(system: TestSystem, tenant: SeededTenant): Record<Part, ApiClient> {
  const { staff, companies, centre, checker, individual } = tenant;
  const users = {
    ...staff,
    employerUser: companies[0].user,
    otherEmployer: companies[1].user,
    centreUser: centre.user,
    checkerUser: checker.user,
    individual,
  };
  const parts = Object.entries(users) as [Part, SeededUser][];
  return Object.fromEntries(parts.map(([part, { email }]) => [part, system.caller(email)])) as Record<Part, ApiClient>;
}

/** One signed-in caller for each role of a tenant: for tests that stop the messages by which people sign in. */
export async function callersOf(system: TestSystem, tenant: SeededTenant): Promise<Record<Role, ApiClient>> {
  const cast = castOf(system, tenant);
  await Promise.all(roles.map((role) => cast[role].token()));
  return cast;
}
