import type { AccessRequestFacts } from '../domain/access/access-request.state';
import type { InvitationFacts } from '../domain/access/invitation.state';
import { inScope } from '../db/core/database';
import { accessRequestFacts, invitationFacts } from '../db/access/people.queries';
import type { ActivityDeps } from './deps';

/** What the processes about users read. */
export function peopleActivities({ database }: ActivityDeps) {
  return {
    /** Whom an invitation is for; null where it was withdrawn before it left (SEC-3). */
    readInvitation: (input: { tenant: string; invitation: string }): Promise<InvitationFacts | null> =>
      inScope(database, { tenant: input.tenant, organisation: null }, (trx) => invitationFacts(trx, input.invitation)),
    /** Who decides about a request for access, and until when (SEC-4). */
    readAccessRequest: (input: { tenant: string; request: string; policyVersion: string }): Promise<AccessRequestFacts | null> =>
      inScope(database, { tenant: input.tenant, organisation: null }, (trx) => accessRequestFacts(trx, input.request, input.policyVersion)),
  };
}

/** As workflows see it. */
export type PeopleActivities = ReturnType<typeof peopleActivities>;
