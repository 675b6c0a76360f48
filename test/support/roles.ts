import { may, roles, type Holder, type Permission, type Role } from '../../domain/access/permissions';
import { FULL_ACCESS, type SeededTenant } from '../../db/seeds/demo';
import type { ApiClient } from './api-client';
import type { TestSystem } from './system';

/** What the seeded users hold, by role. */
const granted: Partial<Record<Role, string[]>> = {
  employerUser: FULL_ACCESS,
  centreUser: ['portalAdmin', 'updateUlns'],
  checkerUser: ['checkCards', 'users'],
};

/** True where the seeded user of a role may do something. */
export function mayAs(role: Role, permission: Permission | null): boolean {
  const node = role === 'employerUser' ? 'n' : null;
  const holder: Holder = {
    role,
    grants: (granted[role] ?? []).map((right) => ({ right, node })),
    limitedTo: null,
    organisationState: 'active',
  };
  return permission === null || may(holder, permission);
}

/** One signed-in caller for each role of a tenant. */
export async function callersOf(system: TestSystem, tenant: SeededTenant): Promise<Record<Role, ApiClient>> {
  const { staff, companies, centre, checker, individual } = tenant;
  const users = {
    ...staff,
    employerUser: companies[0].user,
    centreUser: centre.user,
    checkerUser: checker.user,
    individual,
  };
  const pairs = await Promise.all(roles.map(async (role) => [role, await system.signIn(users[role].email)] as const));
  return Object.fromEntries(pairs) as Record<Role, ApiClient>;
}
