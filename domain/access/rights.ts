/** Single rights of an employer's users (SEC-6). */
export const employerRights = [
  'viewEmployees',
  'viewPurchases',
  'viewApplications',
  'resetPasswords',
  'useFunds',
  'completePurchases',
  'changeEmployeeDetails',
  'fillInApplications',
  'addUsers',
  'addEmployees',
  'createPurchases',
  'removeUsers',
  'removeEmployees',
  'changePermissions',
  'endorseQualifiedSupervisor',
  'changeContractWorkers',
  'addSubcontractors',
  'addToPurchases',
  'endorseGrading',
  'createContracts',
  'createGroups',
  'editEmployer',
  'viewContracts',
] as const;
/** Permissions of a centre's users (SEC-5); the LRS administrator's, and what makes a Portal Admin (SEC-15). */
export const centreRights = [
  'search',
  'productRegistrations',
  'bulkRegistration',
  'myLearners',
  'bookings',
  'assessmentResults',
  'moderation',
  'submitUnitGrades',
  'claimCertifications',
  'readCertification',
  'eCertificate',
  'users',
  'updateUlns',
  'portalAdmin',
] as const;
/** Rights of the users of an organisation that checks cards (SEC-11). */
export const checkerRights = ['checkCards', 'users'] as const;
/** What nobody is given for itself: what other rights imply (SEC-6). */
export const impliedViews = [
  'viewUsers',
  'viewInvoices',
  'viewBatches',
  'viewBookings',
  'viewCentreRequests',
  'viewRegistrations',
  'makeRegistrations',
] as const;
/** Full-access bundles of an employer (SEC-6). */
export const bundles = {
  employees: ['viewEmployees', 'addEmployees', 'removeEmployees', 'changeEmployeeDetails'],
  purchasing: ['viewPurchases', 'createPurchases', 'addToPurchases', 'completePurchases'],
  applications: ['viewApplications', 'fillInApplications'],
  endorsement: ['endorseGrading', 'endorseQualifiedSupervisor'],
  userAdmin: ['addUsers', 'removeUsers', 'changePermissions', 'resetPasswords'],
  generalAdmin: ['createGroups', 'editEmployer'],
} as const satisfies Record<string, readonly EmployerRight[]>;

export type EmployerRight = (typeof employerRights)[number];
export type CentreRight = (typeof centreRights)[number];
export type CheckerRight = (typeof checkerRights)[number];
export type ImpliedView = (typeof impliedViews)[number];
export type Bundle = keyof typeof bundles;
/** What one user can be granted, at a node of the company tree or for a whole centre or checker. */
export type Grantable = EmployerRight | Bundle | CentreRight | CheckerRight;
export type OrganisationKind = 'employer' | 'centre' | 'checker';

/** What the users of each kind of organisation can be granted. */
export const grantable: Record<OrganisationKind, readonly Grantable[]> = {
  employer: [...(Object.keys(bundles) as Bundle[]), ...employerRights],
  centre: centreRights,
  checker: checkerRights,
};

const USER_ADMIN = bundles.userAdmin;
/** Whoever registers in any way works on registrations; which of them, each says (REG-1). */
const REGISTRATIONS = ['viewRegistrations', 'makeRegistrations', 'viewBatches'];
/** A right to write implies the right to view (SEC-6); a centre's "Users" is what an employer's user admin has. */
const implied: Readonly<Record<string, readonly string[]>> = {
  ...bundles,
  addUsers: ['viewUsers'],
  removeUsers: ['viewUsers'],
  changePermissions: ['viewUsers'],
  resetPasswords: ['viewUsers'],
  addEmployees: ['viewEmployees'],
  removeEmployees: ['viewEmployees'],
  changeEmployeeDetails: ['viewEmployees'],
  createPurchases: ['viewPurchases'],
  addToPurchases: ['viewPurchases'],
  completePurchases: ['viewPurchases'],
  useFunds: ['viewPurchases'],
  fillInApplications: ['viewApplications'],
  endorseGrading: ['viewApplications'],
  endorseQualifiedSupervisor: ['viewApplications'],
  changeContractWorkers: ['viewContracts'],
  addSubcontractors: ['viewContracts'],
  createContracts: ['viewContracts'],
  viewPurchases: ['viewInvoices'],
  search: ['viewBatches', 'viewBookings'],
  bookings: ['viewBatches', 'viewBookings'],
  myLearners: ['viewBatches'],
  updateUlns: ['viewBatches'],
  productRegistrations: [...REGISTRATIONS, 'viewInvoices', 'viewCentreRequests'],
  bulkRegistration: REGISTRATIONS,
  claimCertifications: ['readCertification'],
  users: USER_ADMIN,
  portalAdmin: centreRights.filter((right) => right !== 'updateUlns' && right !== 'portalAdmin'),
};

/** All that a grant stands for, itself included: bundles opened, views implied (SEC-6). */
export function rightsOf(granted: string): ReadonlySet<string> {
  const all = new Set<string>();
  const open = (name: string) => {
    if (all.has(name)) return;
    all.add(name);
    for (const each of implied[name] ?? []) open(each);
  };
  open(granted);
  return all;
}

/** All that a company's user can have (SEC-14): the bundles, and each right that is in none of them. */
export const fullAccess: readonly Grantable[] = [
  ...(Object.keys(bundles) as Bundle[]),
  ...employerRights.filter((right) => !Object.keys(bundles).some((bundle) => rightsOf(bundle).has(right))),
];
