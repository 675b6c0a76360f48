import type { PayableOrder } from '../applications/application-order';
import type { ClaimFact } from '../bank/claim';
import type { PayTo } from '../bank/pay-to';
import type { Pence } from '../money';
import { NEVER } from '../life';
import type { CaseState, ProcessIdentity } from '../process';
import type { Instant } from '../working-days';

/** What happens by itself during the hold (ADV-3). */
export type HoldEvent = 'remindPayer' | 'remindFinance' | 'fallDue' | 'remindFinanceAgain';

export type OrderState = 'none' | 'held' | 'partPaid' | 'overPaid' | 'overdue' | 'allocated' | 'reversed' | 'cancelled';

/** The states in which nothing is awaited any more: in queries, everything else is open. */
export const ENDED_STATES = ['allocated', 'reversed', 'cancelled'] as const satisfies OrderState[];

/** An advance order paid by BACS, or the transfer for an order of cards, with identifiers only (ADV-1..4, ORD-3). */
export interface AdvanceOrder extends CaseState<HoldEvent, OrderState> {
  reference: string;
  tenant: string;
  organisation: string;
  /** The node of the company tree that it is raised at and that gets the funds (ADV-6). */
  node: string;
  payer: string;
  /** None where it is the transfer for an order of cards. */
  credits: number;
  /** The order of cards that it is the transfer for: what is received becomes funds, and pays that order from them at once (ORD-3). */
  paysFor?: string;
  /** That order is paid by it. */
  hasPaid?: true;
  due: Pence;
  /** The moment BACS was chosen: the hold counts from here (ADV-3). */
  chosenAt: Instant;
  dueAt: Instant;
  /** Receipts of this order: in suspense while it is open, its own once it is allocated. */
  linked: { receipt: string; pence: Pence }[];
  /** Finance has decided to wait for the rest of a part payment (ADV-4). */
  awaitsRest: boolean;
  /** Pence that became funds and still are its own. */
  allocated: Pence;
  /** What was taken back of them, by which reversal, and what of it was spent and is owed (ADV-5). */
  reversed?: { reversal: string; pence: Pence; debt: Pence };
}

/** True while the order can still be paid, extended or cancelled. */
export function isOpen({ state }: { state: OrderState }): boolean {
  return state !== 'none' && !(ENDED_STATES as readonly OrderState[]).includes(state);
}

/** A receipt as the commit finds it under its lock: a fact for decisions about orders. */
export interface ReceiptFact {
  receipt: string;
  pence: Pence;
  /** In suspense, and no other open order's. */
  isFree: boolean;
}

/** What decisions about an order stand on: the receipts that they name, as far as there are such. */
export interface OrderFacts {
  receipts: ReceiptFact[];
  /** Where the payer is told to pay, where he is told it. */
  payTo?: PayTo | null;
  /** The claim that is confirmed by allocating, where one is. */
  claim?: ClaimFact | undefined;
  /** The order of cards that it pays, under its lock. */
  order?: PayableOrder | null;
}

/** An order before its placing is decided. */
export function unplaced({ reference, tenant, organisation }: ProcessIdentity): AdvanceOrder {
  const nobody = { id: '', node: '', payer: '', organisation: organisation! };
  const nothing = { credits: 0, due: 0n, linked: [], schedule: [], awaitsRest: false, allocated: 0n };
  return { reference, tenant, ...nobody, ...nothing, state: 'none', stateSince: NEVER, chosenAt: NEVER, dueAt: NEVER };
}
