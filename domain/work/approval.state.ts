import type { ProposedCalendar } from '../calendar/holidays';
import type { ProposedWindow } from '../catalogue/window';
import type { OrderState } from '../applications/application-order';
import type { Fee } from '../orders/fee';
import type { Pence } from '../money';
import type { PolicyChanges } from '../policy';
import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Refusal } from '../refusal';
import type { Instant } from '../working-days';

/** What happens by itself while a second pair of eyes is awaited. */
export type ApprovalEvent = 'remind';
export type ApprovalState = 'none' | 'awaiting' | 'approved' | 'declined';

/** What one person may propose and another approves (SEC-8): new numbers of policy, a manual adjustment of the journal, a bank account of the proposal's own ID, the payment of an order of cards, a fee, a calendar with other holidays, or an assessment window. */
export type Proposal =
  | { what: 'policy'; version: string; effectiveFrom: Instant; changes: PolicyChanges }
  | { what: 'adjustment'; from: string; to: string; pence: Pence }
  | { what: 'bankAccount' }
  | { what: 'orderPayment'; order: string; pence: Pence; vat: Pence }
  | ({ what: 'fee' } & Fee)
  | ({ what: 'calendar' } & ProposedCalendar)
  | ({ what: 'window' } & ProposedWindow);

/** A proposal that waits for a second person, with identifiers only (SEC-8). */
export interface Approval extends CaseState<ApprovalEvent, ApprovalState> {
  tenant: string;
  reference: string;
  /** The queue of those who may approve. */
  queue: string;
  proposal: Proposal | null;
  proposedBy: string;
}

/** What decisions about a proposal stand on: what is left on the account that an adjustment takes from; null where it is no fund. */
export interface ApprovalFacts {
  usable: Pence | null;
  /** What keeps the policy or the fee from coming into force, as a rehearsal of it found (TIM-3, MON-3), holidays from the calendar (CAL-1) or a window (BKG-3). */
  faults: Refusal[];
  /** The order that is paid, under its lock, with the applications that are on it (ORD-3). */
  order?: { state: OrderState; applications: string[] } | null;
}

/** A proposal before it is made. */
export function unproposed({ tenant, reference, owner }: ProcessIdentity, id: string): Approval {
  return { id, tenant, reference, queue: owner, proposal: null, proposedBy: '', state: 'none', stateSince: NEVER, schedule: [] };
}
