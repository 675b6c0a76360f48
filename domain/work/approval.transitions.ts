import type { ApprovalState } from './approval.state';

/** What changes the state of a proposal. */
export type ApprovalChange = 'proposed' | 'reminded' | 'approved' | 'declined';

/** The one table of a proposal's life (SEC-8): event → state before → state after. What is not here cannot happen. */
export const transitions: Record<ApprovalChange, Partial<Record<ApprovalState, ApprovalState>>> = {
  proposed: { none: 'awaiting' },
  reminded: { awaiting: 'awaiting' },
  approved: { awaiting: 'approved' },
  declined: { awaiting: 'declined' },
};
