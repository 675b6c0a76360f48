import type { Counted } from './counts';
import type { Pence } from './money';
import type { Refusal } from './refusal';
import type { Instant } from './working-days';

/** An account of a tenant's journal, by kind and owner: `suspense`, `funds/<node>`, `debt/<node>`, `bank/<bank account>`, `centre/<organisation>`, `returns`. */
export type AccountKey = string;

/** One balanced journal entry; debits are positive and the lines sum to zero (MON-2). The key makes posting idempotent. */
export interface Entry {
  key: string;
  kind: 'receipt' | 'allocation' | 'return' | 'reversal' | 'adjustment' | 'payment' | 'charge';
  postings: { account: AccountKey; pence: Pence }[];
}

/** A mail to send: template and recipient by identifier, no text (SEC-12, OPS-3). */
export interface Mail {
  template: string;
  to:
    | { user: string }
    | { queue: string }
    | { request: string }
    | { applicant: string }
    | { invoice: string }
    | { batch: string }
    | { arrangement: string }
    | { evidence: string };
  /** Identifiers, dates and amounts that the template needs. */
  facts: Record<string, string>;
}

/** A task for people: opened in a queue, closed by what answers it. */
export interface WorkItem extends Counted {
  queue: string;
  task: string;
  dueAt: string;
}

/** The open process of an entity is woken: it reads the rows as they then stand (design 3). */
export interface Tell {
  entity: string;
}

/** Processes of a kind that are to be started about some entities. */
export interface Start {
  kind: string;
  entities: string[];
}

/** Bookings of one component that are made along with a change, with rows and an entry of their own: a preview tells them (REG-17, WHY-3). */
export interface BookedAlong {
  component: string;
  assessmentAt: Instant;
  band: string;
  /** When the band becomes another one, or bookings end; null where it holds until the assessment. */
  changesAt: Instant | null;
  bookings: number;
  /** Of one, with value added tax. */
  fee: Pence;
  postings: Entry['postings'];
  /** The template of the mail that tells of them. */
  mail: string;
}

/** What a command or a moment does: computed by a pure function within the commit, then written by it or shown (WHY-3). */
export interface Decision<State> {
  refusals: Refusal[];
  /** The state after; the same object as before where refused. */
  next: State;
  /** Name of the change in the audit trail (AUD-1). */
  event: string;
  entries: Entry[];
  mails: Mail[];
  opens: WorkItem[];
  /** Tasks that are answered by this. */
  closes: string[];
  tells: Tell[];
  starts: Start[];
  books: BookedAlong[];
  /** Moments that the outcome turned on, for WHY-4. */
  evidence: Record<string, string>;
}

/** What a decision does beside the change of state; what is left out does not happen. */
export type Effects = Partial<Omit<Decision<unknown>, 'refusals' | 'next' | 'event'>>;

const NOTHING = { entries: [], mails: [], opens: [], closes: [], tells: [], starts: [], books: [], evidence: {} };

/** A decision that is taken: the state after it, and its effects. */
export function decided<State>(next: State, event: string, effects: Effects = {}): Decision<State> {
  return { refusals: [], next, event, ...NOTHING, ...effects };
}

/** Nothing changes, and why. */
export function refusedBy<State>(state: State, ...refusals: Refusal[]): Decision<State> {
  return { ...decided(state, 'refused'), refusals };
}

/**
 * A change of state along one edge of a kind's transition table. The stage's clock starts anew where the state is another one,
 * or where `since` says so. Throws where the table has no such edge: a defect, never a user's fault.
 */
export function changed<State extends { state: string; stateSince: Instant }>(
  transitions: Record<string, Partial<Record<string, string>>>,
  before: State,
  event: string,
  at: Instant,
  change: Partial<State>,
  effects: Effects = {},
): Decision<State> {
  const state = transitions[event]?.[before.state];
  if (!state) throw new Error(`What is ${before.state} has no edge for ${event}`);
  const stateSince = change.stateSince ?? (state === before.state ? before.stateSince : at);
  return decided({ ...before, ...change, state, stateSince }, event, effects);
}
