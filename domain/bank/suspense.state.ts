import type { Pence } from '../money';
import { NEVER } from '../life';
import type { CaseState, ProcessIdentity, Scheduled } from '../process';
import type { Instant } from '../working-days';

/** What happens by itself while a receipt lies in suspense (BNK-2). */
export type SuspenseEvent = 'askPayers' | 'escalate' | 'giveBack';

export type SuspenseState = 'none' | 'open' | 'escalated' | 'linked' | 'allocated' | 'split' | 'returned';

/** The order that a receipt quotes and that decides about it meanwhile. */
export interface LinkedOrder {
  reference: string;
  dueAt: Instant;
}

/** Where a receipt stands, as its row says: `version` grows with every move, so that late news is told from new. */
export interface ReceiptPosition {
  version: number;
  state: 'suspense' | 'allocated' | 'returning' | 'split';
  order: LinkedOrder | null;
}

/** A receipt in suspense, with identifiers only (BNK-2). */
export interface Suspense extends CaseState<SuspenseEvent, SuspenseState> {
  tenant: string;
  pence: Pence;
  /** What waits while an order decides about the receipt. */
  later: Scheduled<SuspenseEvent>[];
  position: ReceiptPosition;
}

/** What decisions about a case stand on: the receipt as its row has it, locked; null where it is in suspense no more at its opening. */
export interface SuspenseFacts {
  pence: Pence;
  /** When it came, or came back, to suspense: what happens by itself counts from here. */
  since: Instant;
  /** When it moved last. */
  movedAt: Instant;
  position: ReceiptPosition;
}

/** True while somebody can still do something about it here. */
export function isOpenCase({ state }: Suspense): boolean {
  return state === 'open' || state === 'escalated' || state === 'linked';
}

/** A case before its opening is decided. */
export function unopened({ tenant }: ProcessIdentity, receipt: string): Suspense {
  const position: ReceiptPosition = { version: 0, state: 'suspense', order: null };
  return { id: receipt, tenant, pence: 0n, state: 'none', stateSince: NEVER, schedule: [], later: [], position };
}
