import type { LocalDate } from '../working-days';
import {
  centreRights,
  checkerRights,
  employerRights,
  impliedViews,
  rightsOf,
  type CentreRight,
  type CheckerRight,
  type EmployerRight,
  type ImpliedView,
} from './rights';

/** Staff of a tenant (SEC-8). */
export const staffRoles = ['caseOperator', 'finance', 'eqa', 'dpo', 'administrator'] as const;
export type StaffRole = (typeof staffRoles)[number];
/** Who somebody is in a tenant: staff, a user of an organisation, or a person with an account of their own (SEC-13). */
export type Role = StaffRole | 'employerUser' | 'centreUser' | 'checkerUser' | 'individual';
/** All roles. */
export const roles: readonly Role[] = [...staffRoles, 'employerUser', 'centreUser', 'checkerUser', 'individual'];

/** What only staff are given, by their role. */
const staffOnly = [
  'decideHolds',
  'importStatements',
  'openBankAccounts',
  'allocateReceipts',
  'viewReceipts',
  'decideClaims',
  'reverseAllocations',
  'adjustAccounts',
  'viewReports',
  'viewWork',
  'workCases',
  'retryMail',
  'viewTemplates',
  'manageOrganisations',
  'vetCheckers',
  'manageStaff',
  'changePolicy',
  'viewAudit',
  'exportAudit',
  'withdrawConsents',
  'approveProducts',
  'decideApplications',
  'recordAssessments',
  'payOrders',
  'viewCards',
  'manageCards',
  'confirmPurges',
  'catalogue',
  'manageModifiedPapers',
] as const;
/** What a route asks for; named in the 403 that refuses it (SEC-9). */
export type Permission = (typeof staffOnly)[number] | EmployerRight | CentreRight | CheckerRight | ImpliedView | 'ownAccount';
/** All of them, in alphabetical order. */
export const permissions = [
  ...new Set<Permission>([...staffOnly, ...employerRights, ...centreRights, ...checkerRights, ...impliedViews, 'ownAccount']),
].sort();

const WORK: Permission[] = [
  'viewWork',
  'workCases',
  'viewAudit',
  'search',
  'viewBatches',
  'viewBookings',
  'viewCentreRequests',
  'viewRegistrations',
];
const PURCHASES: Permission[] = ['viewPurchases', 'viewInvoices'];
const USERS: Permission[] = ['viewUsers', 'addUsers', 'removeUsers', 'changePermissions', 'resetPasswords'];
const ORGANISATIONS: Permission[] = ['manageOrganisations', 'editEmployer', 'createGroups'];
const staffPermissions: Record<StaffRole, ReadonlySet<Permission>> = {
  finance: new Set<Permission>([
    ...WORK,
    ...PURCHASES,
    'decideHolds',
    'importStatements',
    'openBankAccounts',
    'allocateReceipts',
    'viewReceipts',
    'decideClaims',
    'reverseAllocations',
    'adjustAccounts',
    'viewReports',
    'retryMail',
    'payOrders',
  ]),
  caseOperator: new Set<Permission>([
    ...WORK,
    ...USERS,
    ...ORGANISATIONS,
    ...PURCHASES,
    'retryMail',
    'viewTemplates',
    'vetCheckers',
    'viewEmployees',
    'viewApplications',
    'decideApplications',
    'recordAssessments',
    'viewCards',
    'manageCards',
    'confirmPurges',
    'catalogue',
    'manageModifiedPapers',
  ]),
  eqa: new Set<Permission>([...WORK, 'approveProducts']),
  dpo: new Set<Permission>([...WORK, 'viewUsers', 'exportAudit', 'withdrawConsents', 'viewCards', 'confirmPurges']),
  administrator: new Set<Permission>([
    ...WORK,
    ...USERS,
    ...PURCHASES,
    'viewReports',
    'retryMail',
    'viewTemplates',
    ...ORGANISATIONS,
    'manageStaff',
    'changePolicy',
    'exportAudit',
    'catalogue',
    'manageModifiedPapers',
  ]),
};

/** One right that somebody was given: at a node of the company tree, or, without one, for the whole organisation. */
export interface Grant {
  right: string;
  node: string | null;
}

/** What decides what a caller may do. */
export interface Holder {
  role: Role;
  grants: Grant[];
  /** An API key does no more than it was made for, and never more than its user. */
  limitedTo: string[] | null;
  /** CHK-7: only an active organisation may check. */
  organisationState: string | null;
}

/** True for the staff of a tenant. */
export function isStaff(role: Role): role is StaffRole {
  return (staffRoles as readonly string[]).includes(role);
}

/**
 * The one place that answers "may this user do this, and where?" (SEC-5..8): `null` for everything in scope, else the nodes at
 * and below which it is allowed; none where it is not.
 */
export function reach(holder: Holder, permission: Permission): string[] | null {
  const { role, grants, limitedTo } = holder;
  if (limitedTo && !limitedTo.includes(permission)) return [];
  if (isStaff(role)) return staffPermissions[role].has(permission) ? null : [];
  if (role === 'individual') return permission === 'ownAccount' ? null : [];
  if (permission === 'checkCards' && holder.organisationState !== 'active') return [];
  const giving = grants.filter(({ right }) => rightsOf(right).has(permission));
  return giving.some(({ node }) => node === null) ? null : giving.flatMap(({ node }) => node ?? []);
}

/** May this user do this anywhere? */
export function may(holder: Holder, permission: Permission): boolean {
  const where = reach(holder, permission);
  return where === null || where.length > 0;
}

/** The permissions of a staff role. */
export function permissionsOfRole(role: StaffRole): ReadonlySet<Permission> {
  return staffPermissions[role];
}

/** SEC-8: staff see personal data only while their data protection training is in force, its last day included. */
export function isTrained(holder: { role: Role; trainingUntil: LocalDate | null }, today: LocalDate): boolean {
  return !isStaff(holder.role) || (holder.trainingUntil !== null && holder.trainingUntil >= today);
}

/** SEC-7: what to say where a right is granted at the top of the tree; null elsewhere. */
export function adviceOn(level: string | null): string | null {
  if (level !== 'company') return null;
  return 'A right at company level is inherited by every group and office below it. Grant it at the lowest level that does: a group or an office.';
}
