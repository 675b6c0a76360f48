import type { Instant } from './working-days';

/** Who a process waits for. */
export type Party = 'payer' | 'finance' | 'user' | 'portalAdmin' | 'staff' | 'secondPerson' | 'nobody';
/** Whose working days run (WHY-2). */
export type Clock = 'ours' | 'customer' | 'thirdParty' | 'stopped';

/** Something that will happen by itself at an instant. */
export interface Scheduled<What extends string = string> {
  what: What;
  at: Instant;
}

/** How a process stands: all that the API, the console and the Temporal UI tell of it (WHY-1, OPS-1, OPS-5). */
export interface Standing {
  stage: string;
  awaiting: Party;
  clock: Clock;
  /** When this stage began. */
  since: Instant;
  /** On whom, since when, what ends it: one sentence (WHY-1). */
  why: string;
  /** The next events with their dates, soonest first; three at most. */
  next: { at: Instant; what: string }[];
  dueAt: Instant | null;
  ended: boolean;
}

/** The kinds of process, as they are named in the Temporal UI and in `processes`. */
export type ProcessKind =
  'advance-order' | 'statement-import' | 'suspense' | 'reversal' | 'invitation' | 'access-request' | 'approval' | 'bulk-action';

/** The identity that a process is opened with: identifiers only (SEC-12). */
export interface ProcessIdentity {
  kind: ProcessKind;
  businessId: string;
  reference: string;
  /** The queue or user that owns the case. */
  owner: string;
  tenant: string;
  organisation: string | null;
}
