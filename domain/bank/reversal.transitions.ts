import type { ReversalState } from './reversal.state';

/** What changes the state of a reversal. */
export type ReversalChange = 'requested' | 'reminded' | 'approved' | 'declined';

/** The one table of a reversal's life (ADV-5): event → state before → state after. What is not here cannot happen. */
export const transitions: Record<ReversalChange, Partial<Record<ReversalState, ReversalState>>> = {
  requested: { none: 'awaiting' },
  reminded: { awaiting: 'awaiting' },
  approved: { awaiting: 'approved' },
  declined: { awaiting: 'declined' },
};
