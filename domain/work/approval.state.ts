import type { Pence } from '../money';
import type { PolicyChanges } from '../policy';
import type { ProcessIdentity, Scheduled } from '../process';
import type { Instant } from '../working-days';

/** What happens by itself while a second pair of eyes is awaited. */
export type ApprovalEvent = 'remind';
export type ApprovalState = 'none' | 'awaiting' | 'approved' | 'declined';

/** What one person may propose and another approves (SEC-8): new numbers of policy, or a manual adjustment of the journal. */
export type Proposal =
  | { what: 'policy'; version: string; effectiveFrom: Instant; changes: PolicyChanges }
  | { what: 'adjustment'; from: string; to: string; pence: Pence };

/** A proposal that waits for a second person, with identifiers only (SEC-8). */
export interface Approval {
  id: string;
  tenant: string;
  reference: string;
  /** The queue of those who may approve. */
  queue: string;
  proposal: Proposal | null;
  proposedBy: string;
  state: ApprovalState;
  stateSince: Instant;
  schedule: Scheduled<ApprovalEvent>[];
}

/** What decisions about a proposal stand on: what is left on the account that an adjustment takes from; null where it is no fund. */
export interface ApprovalFacts {
  usable: Pence | null;
}

/** A proposal before it is made. */
export function unproposed({ tenant, reference, owner }: ProcessIdentity, id: string): Approval {
  const never = '1970-01-01T00:00:00.000Z';
  return { id, tenant, reference, queue: owner, proposal: null, proposedBy: '', state: 'none', stateSince: never, schedule: [] };
}
