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
