import { life, type Transitions } from '../life';
import { standingOf } from './access-request.standing';
import type { AccessRequestState } from './access-request.state';

/** The one table of such a request's life (SEC-4): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  asked: { none: 'asked' },
  askedStaff: { none: 'withStaff' },
  reminded: { asked: 'asked' },
  passedToStaff: { asked: 'withStaff' },
  approved: { asked: 'approved', withStaff: 'approved' },
  declined: { asked: 'declined', withStaff: 'declined' },
} satisfies Transitions<AccessRequestState>;

export const accessRequestLife = life(transitions, standingOf);
