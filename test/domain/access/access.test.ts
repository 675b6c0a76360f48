import fc from 'fast-check';
import { transitions } from '../../../domain/organisations/checker-states';
import {
  adviceOn,
  isTrained,
  may,
  permissions,
  permissionsOfRole,
  reach,
  staffRoles,
  type Holder,
  type Permission,
} from '../../../domain/access/permissions';
import { bundles, centreRights, employerRights, grantable, rightsOf } from '../../../domain/access/rights';

const employer = (grants: Holder['grants'], limitedTo: string[] | null = null): Holder => ({
  role: 'employerUser',
  grants,
  limitedTo,
  organisationState: 'active',
});

test('SEC-6 each bundle is what the rulebook lists, and purchasing does not hold the use of funds', () => {
  expect(bundles).toEqual({
    employees: ['viewEmployees', 'addEmployees', 'removeEmployees', 'changeEmployeeDetails'],
    purchasing: ['viewPurchases', 'createPurchases', 'addToPurchases', 'completePurchases'],
    applications: ['viewApplications', 'fillInApplications'],
    endorsement: ['endorseGrading', 'endorseQualifiedSupervisor'],
    userAdmin: ['addUsers', 'removeUsers', 'changePermissions', 'resetPasswords'],
    generalAdmin: ['createGroups', 'editEmployer'],
  });
  expect(rightsOf('purchasing').has('useFunds')).toBe(false);
});

test('SEC-6 a right to write implies the right to view, whatever it is', () => {
  const views: Record<string, string> = {
    addEmployees: 'viewEmployees',
    removeEmployees: 'viewEmployees',
    changeEmployeeDetails: 'viewEmployees',
    createPurchases: 'viewPurchases',
    addToPurchases: 'viewPurchases',
    completePurchases: 'viewPurchases',
    useFunds: 'viewPurchases',
    fillInApplications: 'viewApplications',
    createContracts: 'viewContracts',
    addUsers: 'viewUsers',
  };
  for (const [write, view] of Object.entries(views)) expect([write, rightsOf(write).has(view)]).toEqual([write, true]);
});

test('SEC-5 a Portal Admin has every permission of a centre but the LRS administrator’s, who alone may update ULNs', () => {
  const admin: Holder = {
    role: 'centreUser',
    grants: [{ right: 'portalAdmin', node: null }],
    limitedTo: null,
    organisationState: 'active',
  };
  for (const right of centreRights) expect([right, may(admin, right)]).toEqual([right, right !== 'updateUlns']);
  expect(may({ ...admin, grants: [{ right: 'updateUlns', node: null }] }, 'updateUlns')).toBe(true);
  expect(may(admin, 'addUsers')).toBe(true);
});

test('SEC-5 SEC-6 a permission is given by no grant but one that stands for it', () => {
  const names = [...new Set(Object.values(grantable).flat())];
  fc.assert(
    fc.property(fc.subarray(names), fc.constantFrom<Permission>(...permissions), (granted, permission) => {
      const holder = employer(granted.map((right) => ({ right, node: 'n' })));
      expect(may(holder, permission)).toBe(granted.some((right) => rightsOf(right).has(permission)));
    }),
  );
});

test('SEC-7 a right reaches the nodes at which it was granted, and everything where it was granted without one', () => {
  const holder = employer([
    { right: 'purchasing', node: 'a' },
    { right: 'createPurchases', node: 'b' },
    { right: 'employees', node: 'c' },
  ]);
  expect(reach(holder, 'createPurchases')).toEqual(['a', 'b']);
  expect(reach(holder, 'useFunds')).toEqual([]);
  expect(reach({ ...holder, role: 'finance', grants: [] }, 'viewReports')).toBeNull();
});

test('SEC-9 an API key does no more than it was made for, and never more than its user', () => {
  fc.assert(
    fc.property(
      fc.subarray([...employerRights]),
      fc.subarray([...employerRights]),
      fc.constantFrom(...employerRights),
      (granted, limited, asked) => {
        const grants = granted.map((right) => ({ right, node: 'n' }));
        expect(may(employer(grants, limited), asked)).toBe(limited.includes(asked) && may(employer(grants), asked));
      },
    ),
  );
});

test('SEC-8 no two staff roles share the right to move money, decide cases of people, rule on data protection or change policy', () => {
  const alone: Partial<Record<Permission, string[]>> = {
    allocateReceipts: ['finance'],
    decideHolds: ['finance'],
    reverseAllocations: ['finance'],
    adjustAccounts: ['finance'],
    vetCheckers: ['caseOperator'],
    withdrawConsents: ['dpo'],
    approveProducts: ['eqa'],
    changePolicy: ['administrator'],
    manageStaff: ['administrator'],
  };
  for (const [permission, expected] of Object.entries(alone))
    expect([permission, staffRoles.filter((role) => permissionsOfRole(role).has(permission as Permission))]).toEqual([
      permission,
      expected,
    ]);
});

test('SEC-8 training counts on its last day and not on the next; others than staff need none', () => {
  expect(isTrained({ role: 'finance', trainingUntil: '2026-11-22' }, '2026-11-22')).toBe(true);
  expect(isTrained({ role: 'finance', trainingUntil: '2026-11-22' }, '2026-11-23')).toBe(false);
  expect(isTrained({ role: 'finance', trainingUntil: null }, '2026-11-22')).toBe(false);
  expect(isTrained({ role: 'employerUser', trainingUntil: null }, '2026-11-22')).toBe(true);
});

test('SEC-7 granting at company level is advised against, lower down it is not', () => {
  expect(adviceOn('company')).toContain('lowest level');
  for (const level of ['group', 'office', null]) expect(adviceOn(level)).toBeNull();
});

test('CHK-7 a checker goes from applied to vetted, terms signed, active, in this order; withdrawn ends it, and only active checks', () => {
  const order = ['applied', 'vetted', 'termsSigned', 'active'] as const;
  for (const [index, from] of order.entries())
    for (const to of ['vetted', 'termsSigned', 'active'] as const)
      expect([from, to, transitions[to][from] ?? null]).toEqual([from, to, order[index + 1] === to ? to : null]);
  expect(Object.values(transitions).every((edges) => edges.withdrawn === undefined)).toBe(true);
  const checker: Holder = {
    role: 'checkerUser',
    grants: [{ right: 'checkCards', node: null }],
    limitedTo: null,
    organisationState: 'termsSigned',
  };
  expect([may(checker, 'checkCards'), may({ ...checker, organisationState: 'active' }, 'checkCards')]).toEqual([false, true]);
});

test('SEC-13 an individual may do everything with the account of his own, and nothing else, whatever he was granted', () => {
  const individual: Holder = {
    role: 'individual',
    grants: [{ right: 'viewPurchases', node: null }],
    limitedTo: null,
    organisationState: null,
  };
  expect(permissions.filter((permission) => may(individual, permission))).toEqual(['ownAccount']);
  expect([reach(individual, 'ownAccount'), reach(individual, 'viewPurchases')]).toEqual([null, []]);
});

test('CHK-7 an organisation that checks and is not active has its users all the same, but checks nothing', () => {
  const checker: Holder = {
    role: 'checkerUser',
    grants: ['users', 'checkCards'].map((right) => ({ right, node: null })),
    limitedTo: null,
    organisationState: 'vetted',
  };
  expect([reach(checker, 'addUsers'), reach(checker, 'checkCards')]).toEqual([null, []]);
});

test('SEC-6 SEC-8 SEC-9 what is not allowed reaches no node at all', () => {
  const limited = employer([{ right: 'purchasing', node: 'a' }], ['viewPurchases']);
  expect([reach(limited, 'createPurchases'), reach(limited, 'viewPurchases')]).toEqual([[], ['a']]);
  expect(reach({ ...limited, role: 'eqa', limitedTo: null }, 'allocateReceipts')).toEqual([]);
  expect(isTrained({ role: 'dpo', trainingUntil: null }, '')).toBe(false);
});

test('SEC-6 a grant stands for itself and what it opens or implies, each once, and for nothing else', () => {
  expect([...rightsOf('viewPurchases')]).toEqual(['viewPurchases', 'viewInvoices']);
  expect([...rightsOf('generalAdmin')]).toEqual(['generalAdmin', 'createGroups', 'editEmployer']);
  expect([...rightsOf('users')].toSorted()).toEqual([
    ...['addUsers', 'changePermissions', 'removeUsers', 'resetPasswords', 'users', 'viewUsers'],
  ]);
});
