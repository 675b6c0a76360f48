import type { ProcessIdentity } from './process';
import { accessRequestId, bulkActionId, invitationId } from './business-ids';
import type { PolicyVersion } from './policy';

/** What a process is started with: identifiers only, and the version of policy that it keeps (TIM-3). */
export interface ProcessStart extends ProcessIdentity, PolicyVersion {}

/** What people call a case that has no reference of its own: the end of its identifier behind a letter. */
export function referenceOf(letter: 'S' | 'U' | 'Q' | 'P' | 'B', id: string): string {
  return `${letter}-${id.slice(-8).toUpperCase()}`;
}

/** How a receipt's case is started, whoever is first: the relay, or a command to it (BNK-2). */
export function suspenseStart(tenant: string, receipt: string, businessId: string, policy: PolicyVersion): ProcessStart {
  return {
    kind: 'suspense',
    businessId,
    reference: referenceOf('S', receipt),
    owner: 'finance',
    tenant,
    organisation: null,
    ...policy,
  };
}

/** How an activation or reset is started (SEC-3). */
export function invitationStart(tenant: string, organisation: string | null, invitation: string, policy: PolicyVersion): ProcessStart {
  const reference = referenceOf('U', invitation);
  return { kind: 'invitation', businessId: invitationId(invitation), reference, owner: 'user', tenant, organisation, ...policy };
}

/** How a request for access is started (SEC-4). */
export function accessRequestStart(tenant: string, organisation: string, request: string, policy: PolicyVersion): ProcessStart {
  const reference = referenceOf('Q', request);
  return { kind: 'access-request', businessId: accessRequestId(request), reference, owner: 'portalAdmin', tenant, organisation, ...policy };
}

/** How a bulk action is started (WRK-1). */
export function bulkActionStart(tenant: string, owner: string, action: string, policy: PolicyVersion): ProcessStart {
  const reference = referenceOf('B', action);
  return { kind: 'bulk-action', businessId: bulkActionId(action), reference, owner, tenant, organisation: null, ...policy };
}
