import type { Scheduled } from '../process';
import type { Instant } from '../working-days';

/** What happens by itself while a centre's Portal Admin has not decided (SEC-4). */
export type AccessRequestEvent = 'remindAdmin' | 'toStaff';
export type AccessRequestState = 'none' | 'asked' | 'withStaff' | 'approved' | 'declined';

/** Somebody of a centre asks for an account, with identifiers only (SEC-4). */
export interface AccessRequest {
  id: string;
  tenant: string;
  reference: string;
  /** The centre's Portal Admins when it was asked; none where it has none yet. */
  admins: string[];
  /** When staff are to have decided, by their service level (WHY-2). */
  staffDueAt: Instant;
  state: AccessRequestState;
  stateSince: Instant;
  schedule: Scheduled<AccessRequestEvent>[];
}

/** What a request is opened from: the admins, when they are reminded and it goes to staff, and when staff are to have decided. */
export interface AccessRequestFacts {
  admins: string[];
  staffDueAt: Instant;
  schedule: Scheduled<AccessRequestEvent>[];
}

/** A request before its process has looked at it. */
export function unasked(id: string, tenant: string, reference: string): AccessRequest {
  const never = '1970-01-01T00:00:00.000Z';
  return { id, tenant, reference, admins: [], staffDueAt: never, state: 'none', stateSince: never, schedule: [] };
}
