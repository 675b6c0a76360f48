import type { ProcessIdentity } from './process';
import { currentPolicy } from './policy';

/** What a process is started with: identifiers only, and the version of policy that it keeps (TIM-3). */
export interface ProcessStart extends ProcessIdentity {
  policyVersion: string;
}

/** What people call a receipt's case: the end of its identifier. */
export function suspenseReference(receipt: string): string {
  return `S-${receipt.slice(-8).toUpperCase()}`;
}

/** How a receipt's case is started, whoever is first: the relay, or a command to it (BNK-2). */
export function suspenseStart(tenant: string, receipt: string, businessId: string): ProcessStart {
  return {
    kind: 'suspense',
    businessId,
    reference: suspenseReference(receipt),
    owner: 'finance',
    tenant,
    organisation: null,
    policyVersion: currentPolicy.version,
  };
}
