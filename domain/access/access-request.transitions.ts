import type { AccessRequestState } from './access-request.state';

/** What changes the state of a request for access. */
export type AccessRequestChange = 'asked' | 'askedStaff' | 'reminded' | 'passedToStaff' | 'approved' | 'declined';

/** The one table of such a request's life (SEC-4): event → state before → state after. What is not here cannot happen. */
export const transitions: Record<AccessRequestChange, Partial<Record<AccessRequestState, AccessRequestState>>> = {
  asked: { none: 'asked' },
  askedStaff: { none: 'withStaff' },
  reminded: { asked: 'asked' },
  passedToStaff: { asked: 'withStaff' },
  approved: { asked: 'approved', withStaff: 'approved' },
  declined: { asked: 'declined', withStaff: 'declined' },
};

/** The state after an event. Throws where the table has no such edge: a defect, never a user's fault. */
export function after(state: AccessRequestState, event: AccessRequestChange): AccessRequestState {
  const next = transitions[event][state];
  if (!next) throw new Error(`A request for access that is ${state} has no edge for ${event}`);
  return next;
}
