import type { Pence } from '../money';
import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';

/** What happens by itself while an approval is awaited. */
export type ReversalEvent = 'remind';
export type ReversalState = 'none' | 'awaiting' | 'approved' | 'declined';

/** The reversal of what an order was allocated, with identifiers only (ADV-5). */
export interface Reversal extends CaseState<ReversalEvent, ReversalState> {
  tenant: string;
  order: string;
  reference: string;
  /** The node whose funds shrink. */
  node: string;
  pence: Pence;
  /** What was spent already and is owed from now on. */
  debt: Pence;
  receipts: string[];
  requestedBy: string;
  /** Whoever allocated it by hand, if anybody did. */
  allocatedBy: string[];
  payer: string;
}

/** What decisions about a reversal stand on: the order as its rows have it, and its node's usable funds, under the fund's lock. */
export interface ReversalFacts {
  /** What would be reversed; null where nothing is allocated to the order. */
  allocation: Pick<Reversal, 'order' | 'node' | 'pence' | 'receipts' | 'allocatedBy' | 'payer'> | null;
  usable: Pence;
}

/** A reversal before its request is decided. */
export function unrequested({ tenant, reference }: ProcessIdentity, id: string): Reversal {
  const nobody = { requestedBy: '', allocatedBy: [], payer: '' };
  const nothing = { pence: 0n, debt: 0n, receipts: [], schedule: [] };
  return { id, tenant, order: '', reference, node: '', ...nothing, ...nobody, state: 'none', stateSince: NEVER };
}
