import type { ProcessIdentity, Scheduled } from '../process';
import type { Instant } from '../working-days';

/** What happens by itself to an unused link (SEC-3). */
export type InvitationEvent = 'remind' | 'expire';
export type InvitationState = 'made' | 'sent' | 'accepted' | 'expired' | 'withdrawn';

/** An activation or reset that somebody was sent a link for, with identifiers only (SEC-3). */
export interface Invitation {
  id: string;
  tenant: string;
  user: string;
  purpose: 'activation' | 'reset';
  /** Whoever made the account, told where it is not activated. */
  madeBy: string | null;
  state: InvitationState;
  stateSince: Instant;
  /** The number of the link that was sent last: only that one opens. */
  link: number;
  schedule: Scheduled<InvitationEvent>[];
}

/** What decisions about an invitation stand on: its row, and whether it was accepted or withdrawn already. */
export interface InvitationFacts extends Pick<Invitation, 'user' | 'purpose' | 'madeBy'> {
  moved: { to: 'accepted' | 'withdrawn'; at: Instant } | null;
}

/** An invitation before its first link is sent. */
export function unsent({ tenant }: ProcessIdentity, id: string): Invitation {
  const never = '1970-01-01T00:00:00.000Z';
  return { id, tenant, user: '', purpose: 'activation', madeBy: null, state: 'made', stateSince: never, link: 0, schedule: [] };
}
