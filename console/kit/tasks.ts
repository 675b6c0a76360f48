/** A task as the API lists it. */
export interface Task {
  id: string;
  queue: string;
  task: string;
  about: { type: string; id: string; reference: string | null };
  dueAt: string;
  assignee: string | null;
}

/** Where the page of each kind of case is. */
const places: Record<string, string> = {
  'advance-order': '/orders',
  receipt: '/suspense',
  claim: '/claims',
  reversal: '/reversals',
  approval: '/approvals',
  'access-request': '/access-requests',
  invitation: '/users',
  user: '/users',
};

/** A task with the page of its case, and whether it is late. */
export function shownTask(task: Task) {
  const place = places[task.about.type];
  return { ...task, href: place ? `${place}/${task.about.id}` : '', isLate: Date.parse(task.dueAt) < Date.now() };
}
