import { join } from 'node:path';
import { may, roles, type Holder, type Permission, type Role } from '../domain/access/permissions';
import { routes } from '../api/routes';
import { FULL_ACCESS } from '../db/organisations/seed';
import { ROOT } from './paths';

export const ACCESS_FILE = join(ROOT, 'docs', 'access.md');

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

/** Who may do what: every route and every role, one route a line, in the order of their paths (docs/access.md). */
export function accessMatrix(): string {
  const rows = routes.map(({ method, path, permission, isPublic }) => {
    const marks = roles.map((role) => (isPublic || mayAs(role, permission) ? '✓' : '')).join(' | ');
    return `| ${method.toUpperCase()} ${path} | ${isPublic ? '(public)' : (permission ?? '(signed in)')} | ${marks} |`;
  });
  return [
    '# Who may do what',
    '',
    'Made by `npm run docs`; `test/api/core/access.api.test.ts` tries every route as every role. The employer’s, centre’s and checker’s',
    'users are first users with all rights; what each right gives stands in `domain/access/rights.ts`.',
    '',
    `| route | permission | ${roles.join(' | ')} |`,
    `| --- | --- | ${roles.map(() => '---').join(' | ')} |`,
    ...rows.sort((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1)),
    '',
  ].join('\n');
}

/** The path first, then the method. */
function pathOf(row: string): string {
  const [, method, path] = row.split(' ') as [string, string, string];
  return `${path} ${method}`;
}
