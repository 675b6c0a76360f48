import { life, type Transitions } from '../life';
import { standingOf } from './centre-request.standing';
import type { CentreRequestState } from './centre-request.state';

/** The one table of a centre's request's life (REG-18): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  asked: { none: 'asked' },
  reminded: { asked: 'asked' },
  escalated: { asked: 'asked' },
  granted: { asked: 'granted' },
  declined: { asked: 'declined' },
  withdrawn: { asked: 'withdrawn' },
} satisfies Transitions<CentreRequestState>;

export const centreRequestLife = life(transitions, standingOf);
