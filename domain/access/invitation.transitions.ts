import type { InvitationState } from './invitation.state';

/** What changes the state of an invitation. */
export type InvitationChange = 'sent' | 'resent' | 'reminded' | 'accepted' | 'expired' | 'withdrawn';

/** The one table of an invitation's life (SEC-3): event → state before → state after. What is not here cannot happen. */
export const transitions: Record<InvitationChange, Partial<Record<InvitationState, InvitationState>>> = {
  sent: { made: 'sent' },
  resent: { sent: 'sent' },
  reminded: { sent: 'sent' },
  accepted: { sent: 'accepted' },
  expired: { sent: 'expired' },
  withdrawn: { sent: 'withdrawn' },
};
