import type { paths } from './api';

/** The kinds of process, as the API's description lists them. */
type ProcessKind = NonNullable<NonNullable<paths['/v1/processes']['get']['parameters']['query']>['kind']>;

/** A task as the API lists it. */
export interface Task {
  id: string;
  queue: string;
  task: string;
  about: { type: string; id: string; reference: string | null };
  dueAt: string;
  assignee: string | null;
}

/** Where the pages of each kind of process are: the compiler names a kind that has none. */
const casePages = {
  'advance-order': '/orders',
  suspense: '/suspense',
  'statement-import': '/statements',
  reversal: '/reversals',
  approval: '/approvals',
  'access-request': '/access-requests',
  invitation: '/users',
  'bulk-action': '/work/bulk',
  document: '/documents',
} satisfies Record<ProcessKind, string>;

/** The same by what a task is about: a case, what a case is about, or something without one. */
const places: Record<string, string> = {
  ...casePages,
  receipt: casePages.suspense,
  statement: casePages['statement-import'],
  claim: '/claims',
  user: '/users',
};

/** A task with the page of its case, and whether it is late. */
export function shownTask(task: Task) {
  const place = places[task.about.type];
  return { ...task, href: place ? `${place}/${task.about.id}` : '', isLate: Date.parse(task.dueAt) < Date.now() };
}
