import type { components, paths } from './api';
import type { Me } from './navigation';

/** The kinds of process, as the API's description lists them. */
type ProcessKind = NonNullable<NonNullable<paths['/v1/processes']['get']['parameters']['query']>['kind']>;

/** A task as the API lists it. */
export type Task = components['schemas']['WorkItem'];

/** A page of cases, and what its visitors must be allowed. */
interface Place {
  path: string;
  permission: string;
}

/** Where the pages of each kind of process are: the compiler names a kind that has none. */
const casePages = {
  'advance-order': { path: '/orders', permission: 'viewPurchases' },
  'card-payment': { path: '/card-payments', permission: 'viewPurchases' },
  suspense: { path: '/suspense', permission: 'viewReceipts' },
  'statement-import': { path: '/statements', permission: 'viewReceipts' },
  reversal: { path: '/reversals', permission: 'viewReceipts' },
  approval: { path: '/approvals', permission: 'viewWork' },
  'access-request': { path: '/access-requests', permission: 'addUsers' },
  invitation: { path: '/users', permission: 'viewUsers' },
  'bulk-action': { path: '/work/bulk', permission: 'workCases' },
  document: { path: '/documents', permission: 'viewReports' },
  qualification: { path: '/qualifications', permission: 'viewApplications' },
  application: { path: '/applications', permission: 'viewApplications' },
  card: { path: '/cards', permission: 'viewCards' },
  exemption: { path: '/exemptions', permission: 'viewApplications' },
  'centre-request': { path: '/centre-requests', permission: 'viewCentreRequests' },
  'billing-run': { path: '/billing-runs', permission: 'viewReports' },
  outage: { path: '/outages', permission: 'viewWork' },
  registration: { path: '/registrations', permission: 'viewRegistrations' },
  lapse: { path: '/batches', permission: 'viewBatches' },
  'uln-check': { path: '/uln-submissions', permission: 'viewBatches' },
  'booking-window': { path: '/assessment-windows', permission: 'viewBookings' },
  'modified-papers': { path: '/modified-papers', permission: 'viewBookings' },
  'assessment-day': { path: '/assessment-days', permission: 'viewBookings' },
} satisfies Record<ProcessKind, Place>;

/** The same by what a task is about: a case, what a case is about, or something without one. */
const places: Record<string, Place> = {
  ...casePages,
  receipt: casePages.suspense,
  statement: casePages['statement-import'],
  batch: casePages.lapse,
  'uln-submission': casePages['uln-check'],
  claim: { path: '/claims', permission: 'viewPurchases' },
  organisation: { path: '/organisations', permission: 'manageOrganisations' },
  user: { path: '/users', permission: 'viewUsers' },
};

/** The page of what a type and an identifier name, where the visitor may open it; null else. */
export function placeOf(type: string, id: string, { permissions }: Pick<Me, 'permissions'>): string | null {
  const place = places[type];
  return place && permissions.includes(place.permission) ? `${place.path}/${id}` : null;
}

/** A task with the page of its case, and whether it is late. */
export function shownTask(task: Task, me: Me) {
  return {
    ...task,
    href: placeOf(task.about.type, task.about.id, me),
    isLate: Date.parse(task.dueAt) < Date.now(),
    isMine: task.assignee === me.user,
  };
}
