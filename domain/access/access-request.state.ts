import type { Counted } from '../counts';
import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant } from '../working-days';

/** What happens by itself while a centre's Portal Admin has not decided (SEC-4). */
export type AccessRequestEvent = 'remindAdmin' | 'toStaff';
export type AccessRequestState = 'none' | 'asked' | 'withStaff' | 'approved' | 'declined';

/** Somebody of a centre asks for an account, with identifiers only (SEC-4). */
export interface AccessRequest extends CaseState<AccessRequestEvent, AccessRequestState>, Counted {
  tenant: string;
  reference: string;
  /** The centre's Portal Admins when it was asked; none where it has none yet. */
  admins: string[];
  /** When staff are to have decided, by their service level (WHY-2). */
  staffDueAt: Instant;
}

/** What decisions about a request stand on: the centre's Portal Admins, and when it was asked. */
export interface AccessRequestFacts {
  admins: string[];
  askedAt: Instant;
}

/** A request before its process has looked at it. */
export function unasked({ tenant, reference }: ProcessIdentity, id: string): AccessRequest {
  return { id, tenant, reference, admins: [], staffDueAt: NEVER, state: 'none', stateSince: NEVER, schedule: [] };
}
