import type { Pence } from './money';
import type { Standing } from './process';
import type { Refusal } from './refusal';

/** An account of a tenant's journal, by kind and owner: `suspense`, `funds/<node>`, `debt/<node>`, `bank/<bank account>`, `returns`. */
export type AccountKey = string;

/** One balanced journal entry; debits are positive and the lines sum to zero (MON-2). The key makes posting idempotent. */
export interface Entry {
  key: string;
  kind: 'receipt' | 'allocation' | 'return' | 'reversal' | 'adjustment';
  postings: { account: AccountKey; pence: Pence }[];
}

/** What a decision does to a receipt. The commit refuses with `alreadyTaken` where it no longer stands so. */
export interface ReceiptChange {
  receipt: string;
  pence: Pence;
  to: 'linked' | 'allocated' | 'returning';
}

/** A mail to send: template and recipient by identifier, no text (SEC-12, OPS-3). */
export interface Mail {
  template: string;
  to: { user: string } | { queue: string } | { request: string };
  /** Identifiers, dates and amounts that the template needs. */
  facts: Record<string, string>;
}

/** A task for people: opened in a queue, closed by what answers it. */
export interface WorkItem {
  queue: string;
  task: string;
  dueAt: string;
}

/** What a command or a due moment would do: computed by pure functions, then committed in one transaction or shown (WHY-3). */
export interface Decision<State> {
  refusals: Refusal[];
  /** The state after; the same object as before where refused. */
  next: State;
  /** Name of the change in the audit trail (AUD-1). */
  event: string;
  standing: Standing;
  entries: Entry[];
  receipts: ReceiptChange[];
  mails: Mail[];
  opens: WorkItem[];
  /** Tasks that are answered by this. */
  closes: string[];
  /** Moments that the outcome turned on, for WHY-4. */
  evidence: Record<string, string>;
}

/** What a decision does beside the change of state; what is left out does not happen. */
export type Effects = Partial<Pick<Decision<unknown>, 'entries' | 'receipts' | 'mails' | 'opens' | 'closes' | 'evidence'>>;

/** A decision that is taken: the state after it, and its effects. */
export function decided<State>(next: State, event: string, standing: Standing, effects: Effects = {}): Decision<State> {
  return { refusals: [], next, event, standing, entries: [], receipts: [], mails: [], opens: [], closes: [], evidence: {}, ...effects };
}

/** Nothing changes, and why. */
export function refusedBy<State>(state: State, standing: Standing, refusals: Refusal[]): Decision<State> {
  return { ...decided(state, 'refused', standing), refusals };
}
