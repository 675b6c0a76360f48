import { life, type Transitions } from '../life';
import { standingOf } from './approval.standing';
import type { ApprovalState } from './approval.state';

/** The one table of a proposal's life (SEC-8): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  proposed: { none: 'awaiting' },
  reminded: { awaiting: 'awaiting' },
  approved: { awaiting: 'approved' },
  declined: { awaiting: 'declined' },
} satisfies Transitions<ApprovalState>;

export const approvalLife = life(transitions, standingOf);
