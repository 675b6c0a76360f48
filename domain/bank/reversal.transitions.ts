import { life, type Transitions } from '../life';
import { standingOf } from './reversal.standing';
import type { ReversalState } from './reversal.state';

/** The one table of a reversal's life (ADV-5): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  requested: { none: 'awaiting' },
  reminded: { awaiting: 'awaiting' },
  approved: { awaiting: 'approved' },
  declined: { awaiting: 'declined' },
} satisfies Transitions<ReversalState>;

export const reversalLife = life(transitions, standingOf);
