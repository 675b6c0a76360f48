import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant } from '../working-days';

/** What happens by itself to an unused link (SEC-3). */
export type InvitationEvent = 'remind' | 'expire';
export type InvitationState = 'made' | 'sent' | 'accepted' | 'expired' | 'withdrawn';

/** An activation or reset that somebody was sent a link for, with identifiers only (SEC-3). */
export interface Invitation extends CaseState<InvitationEvent, InvitationState> {
  tenant: string;
  user: string;
  purpose: 'activation' | 'reset';
  /** Whoever made the account, told where it is not activated. */
  madeBy: string | null;
  /** The number of the link that was sent last: only that one opens. */
  link: number;
}

/** What decisions about an invitation stand on: its row, and whether it was accepted or withdrawn already. */
export interface InvitationFacts extends Pick<Invitation, 'user' | 'purpose' | 'madeBy'> {
  moved: { to: 'accepted' | 'withdrawn'; at: Instant } | null;
}

/** An invitation before its first link is sent. */
export function unsent({ tenant }: ProcessIdentity, id: string): Invitation {
  return { id, tenant, user: '', purpose: 'activation', madeBy: null, state: 'made', stateSince: NEVER, link: 0, schedule: [] };
}
