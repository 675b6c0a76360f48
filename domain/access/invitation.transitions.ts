import { life, type Transitions } from '../life';
import { standingOf } from './invitation.standing';
import type { InvitationState } from './invitation.state';

/** The one table of an invitation's life (SEC-3): event → state before → state after. What is not here cannot happen. */
export const transitions = {
  sent: { made: 'sent' },
  resent: { sent: 'sent' },
  reminded: { sent: 'sent' },
  accepted: { sent: 'accepted' },
  expired: { sent: 'expired' },
  withdrawn: { sent: 'withdrawn' },
} satisfies Transitions<InvitationState>;

export const invitationLife = life(transitions, standingOf);
