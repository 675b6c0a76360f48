/** The signed-in user as the API tells of him. */
export interface Me {
  user: string;
  name: string;
  email: string;
  role: string;
  organisation: string | null;
  session: string | null;
  /** What he may do, at some level at least. */
  permissions: string[];
}

/** A place to go to: what it asks for, and what of what waits stands beside it. */
interface Entry {
  href: string;
  text: string;
  permission?: string;
  role?: string;
  /** The desk whose count stands beside it. */
  desk?: string;
}

/** An area with its places; one place alone needs no navigation of its own. */
interface Area {
  text: string;
  entries: Entry[];
}

/** The counted lists of applications (APP-7). */
const APPLICATIONS: Entry[] = [
  { href: '/applications', text: 'All applications' },
  { href: '/on-hold', text: 'On hold', desk: 'onHold' },
  { href: '/in-progress', text: 'In progress', desk: 'inProgress' },
  { href: '/awaiting-purchase', text: 'Awaiting purchase', desk: 'awaitingPurchase' },
  { href: '/requiring-attention', text: 'Requiring attention', desk: 'requiringAttention' },
  { href: '/being-produced', text: 'Being produced', desk: 'beingProduced' },
  { href: '/completed', text: 'Completed', desk: 'completed' },
  { href: '/history', text: 'History' },
].map((entry) => ({ ...entry, permission: 'viewApplications' }));

/** What is found by its fields (REG-13). */
const LEARNERS: Entry = { href: '/learners', text: 'Learners', permission: 'search' };
const BATCHES: Entry[] = [
  { href: '/batches', text: 'Batches', permission: 'search' },
  { href: '/bundles', text: 'Apprenticeships and bundles', permission: 'search' },
];

const STAFF: Area[] = [
  { text: 'Home', entries: [{ href: '/', text: 'Home' }] },
  { text: 'Work', entries: [{ href: '/work', text: 'Tasks', permission: 'workCases', desk: 'queue' }] },
  {
    text: 'Money',
    entries: [
      { href: '/suspense', text: 'Suspense', permission: 'viewReceipts', desk: 'suspense' },
      { href: '/claims', text: 'Claims', permission: 'decideClaims', desk: 'claims' },
      { href: '/reversals', text: 'Reversals', permission: 'reverseAllocations', desk: 'reversals' },
      { href: '/adjustments', text: 'Adjustments', permission: 'adjustAccounts', desk: 'adjustments' },
      { href: '/statements', text: 'Statements', permission: 'importStatements', desk: 'statements' },
      { href: '/calendar', text: 'Calendar', permission: 'importStatements' },
      { href: '/bank-accounts', text: 'Bank accounts', permission: 'openBankAccounts' },
      { href: '/reports', text: 'Reports', permission: 'viewReports' },
    ],
  },
  {
    text: 'Applications',
    entries: [
      ...APPLICATIONS,
      { href: '/qualifications', text: 'Qualifications', permission: 'viewApplications' },
      { href: '/exemptions', text: 'Exemptions', permission: 'decideApplications' },
      { href: '/cards', text: 'Cards', permission: 'viewCards' },
    ],
  },
  {
    text: 'Orders',
    entries: [
      { href: '/orders', text: 'Orders', permission: 'viewPurchases' },
      { href: '/card-orders', text: 'Orders for cards', permission: 'viewPurchases' },
      { href: '/invoices', text: 'Invoices', permission: 'viewInvoices' },
      { href: '/holds', text: 'Holds due', permission: 'decideHolds', desk: 'holds' },
    ],
  },
  {
    text: 'Organisations',
    entries: [
      { href: '/organisations', text: 'Organisations', permission: 'manageOrganisations' },
      { href: '/employees', text: 'Employees', permission: 'viewEmployees' },
      { href: '/access-requests', text: 'Access requests', permission: 'manageOrganisations', desk: 'accessRequests' },
    ],
  },
  {
    text: 'Centres',
    entries: [
      { href: '/registrations', text: 'Registrations', permission: 'viewRegistrations' },
      LEARNERS,
      ...BATCHES,
      { href: '/controlled-bookings', text: 'Controlled assessment', permission: 'viewBookings' },
      { href: '/modified-papers', text: 'Modified papers', permission: 'viewBookings' },
      { href: '/centre-account', text: 'Accounts of centres', permission: 'viewInvoices' },
    ],
  },
  {
    text: 'Catalogue',
    entries: [
      { href: '/products', text: 'Products' },
      { href: '/centre-requests', text: 'Requests of centres', permission: 'viewCentreRequests' },
      { href: '/assessment-windows', text: 'Assessment windows' },
      { href: '/window-calendar', text: 'Calendar of windows' },
      { href: '/bookings', text: 'Bookings', permission: 'viewBookings' },
      { href: '/session-openings', text: 'Sessions', permission: 'catalogue' },
      { href: '/topic-lists', text: 'Topics and materials', permission: 'catalogue' },
      { href: '/units', text: 'Units', permission: 'catalogue' },
      { href: '/suites', text: 'Suites', permission: 'catalogue' },
      { href: '/countries', text: 'Countries', permission: 'catalogue' },
    ],
  },
  {
    text: 'System',
    entries: [
      { href: '/policy', text: 'Policy', permission: 'changePolicy' },
      { href: '/fees', text: 'Fees', permission: 'changePolicy' },
      { href: '/working-days', text: 'Working days', permission: 'viewWork' },
      { href: '/staff', text: 'Staff', permission: 'manageStaff' },
      { href: '/templates', text: 'Templates', permission: 'viewTemplates' },
      { href: '/outages', text: 'Outages', permission: 'viewWork' },
      { href: '/trail', text: 'Audit trail', permission: 'viewAudit' },
      { href: '/audit', text: 'Its proof', permission: 'exportAudit' },
    ],
  },
];

/** A centre's menu in its own words: what is built of it (CEN-2). */
const CENTRE: Area[] = (
  [
    {
      text: 'Registrations',
      entries: [
        { href: '/registrations', text: 'Registrations', permission: 'viewRegistrations' },
        { href: '/products', text: 'Products' },
        { href: '/centre-requests', text: 'Requests', permission: 'productRegistrations' },
      ],
    },
    {
      text: 'My Learners',
      entries: [
        LEARNERS,
        { href: '/lapses-near', text: 'Lapses near', permission: 'search' },
        { href: '/ulns', text: 'ULNs', permission: 'updateUlns' },
        { href: '/learner-dates', text: 'Dates by a file', permission: 'myLearners' },
        { href: '/learner-imports', text: 'Files of dates', permission: 'viewBatches' },
      ],
    },
    {
      text: 'Bookings',
      entries: [
        { href: '/bookable-learners', text: 'Book external', permission: 'bookings' },
        { href: '/bookings', text: 'View bookings', permission: 'viewBookings' },
        { href: '/controlled-learners', text: 'Book controlled', permission: 'bookings' },
        { href: '/controlled-bookings', text: 'Controlled assessment', permission: 'viewBookings' },
        { href: '/modified-papers', text: 'Modified papers', permission: 'viewBookings' },
        { href: '/assessment-windows', text: 'Assessment windows' },
      ],
    },
    { text: 'Search', entries: [...BATCHES, LEARNERS] },
    { text: 'Support', entries: [{ href: '/support', text: 'Support' }] },
    {
      text: 'My Account',
      entries: [
        { href: '/centre-account', text: 'Account', permission: 'viewInvoices' },
        { href: '/invoices', text: 'Invoices', permission: 'viewInvoices' },
      ],
    },
  ] satisfies Area[]
).map(({ text, entries }) => ({ text, entries: entries.map((entry) => ({ ...entry, role: 'centreUser' })) }));

const OWN: Area[] = [
  {
    text: 'Home',
    entries: [
      { href: '/home', text: 'Home', role: 'employerUser' },
      { href: '/centre', text: 'Home', role: 'centreUser' },
    ],
  },
  {
    text: 'Employees',
    entries: [
      { href: '/employees', text: 'Employees', permission: 'viewEmployees' },
      { href: '/expiring-cards', text: 'Cards expiring', permission: 'viewEmployees', desk: 'cardsExpiring' },
    ],
  },
  {
    text: 'Applications',
    entries: [
      ...APPLICATIONS,
      { href: '/endorsements', text: 'Endorsements to give', permission: 'viewApplications' },
      { href: '/exemptions', text: 'Exemptions', permission: 'viewApplications' },
    ],
  },
  {
    text: 'Orders',
    entries: [
      { href: '/card-orders', text: 'All orders', permission: 'viewPurchases' },
      { href: '/orders-requiring-attention', text: 'Requiring attention', permission: 'viewPurchases', desk: 'ordersRequiringAttention' },
      { href: '/orders-being-fulfilled', text: 'Being fulfilled', permission: 'viewPurchases' },
      { href: '/recent-purchases', text: 'Last 60 days', permission: 'viewPurchases' },
      { href: '/financial-history', text: 'Financial history', permission: 'viewPurchases' },
      { href: '/invoices', text: 'Invoices', permission: 'viewInvoices', role: 'employerUser' },
      { href: '/my', text: 'Advance orders', role: 'employerUser' },
    ],
  },
  { text: 'Your organisation', entries: [{ href: '/organisation', text: 'Your organisation' }] },
  ...CENTRE,
  { text: 'Access requests', entries: [{ href: '/access-requests', text: 'Access requests', role: 'centreUser' }] },
  { text: 'My applications', entries: [{ href: '/my-applications', text: 'My applications', permission: 'ownAccount' }] },
  { text: 'My card', entries: [{ href: '/my-card', text: 'My card', permission: 'ownAccount' }] },
  { text: 'My data', entries: [{ href: '/my-data', text: 'My data', permission: 'ownAccount' }] },
];

/** How much waits at each desk, as the API counts it. */
export type Waiting = Record<string, { count: number; more: boolean } | null>;

/** True for the staff of a scheme. */
export function isStaff(role: string): boolean {
  return ['caseOperator', 'finance', 'eqa', 'dpo', 'administrator'].includes(role);
}

/** Where a user can go, by area, and the places of the area that a path is in; the API refuses what he may not. */
export function navigationOf(me: Me, path: string, waiting: Waiting = {}) {
  const areas = (isStaff(me.role) ? STAFF : OWN).flatMap(({ text, entries }) => {
    const open = entries
      .filter((entry) => isFor(me, entry))
      .map((entry) => ({ ...placed(me, entry), waiting: shownCount(waiting[entry.desk ?? '']) }));
    return open.length === 0
      ? []
      : [{ text, href: open[0]!.href, entries: open.map((entry) => ({ ...entry, isHere: isAt(path, entry.href) })) }];
  });
  const here = areas.find(({ entries }) => entries.some(({ isHere }) => isHere));
  return {
    areas: areas.map((area) => ({ ...area, isHere: area === here })),
    places: here && here.entries.length > 1 ? here.entries : [],
    area: here && here.entries.length > 1 ? here.text : null,
    mayFind: me.role !== 'individual',
  };
}

function isFor(me: Me, { permission, role, href }: Entry): boolean {
  if (href === '/organisation' && me.organisation === null) return false;
  return (permission === undefined || me.permissions.includes(permission)) && (role === undefined || me.role === role);
}

function placed(me: Me, entry: Entry): Entry {
  return entry.href === '/organisation' ? { ...entry, href: `/organisations/${me.organisation}` } : entry;
}

function isAt(path: string, href: string): boolean {
  return path === href || (href !== '/' && path.startsWith(`${href}/`));
}

function shownCount(found: Waiting[string] | undefined): string | null {
  return found && found.count > 0 ? `${found.count}${found.more ? '+' : ''}` : null;
}
