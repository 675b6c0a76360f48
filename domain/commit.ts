import type { Decision } from './decision';
import type { ProcessIdentity } from './process';
import type { Refusal } from './refusal';
import type { Instant } from './working-days';

/** The entities that processes decide about. */
export type EntityType =
  'advance-order' | 'statement' | 'receipt' | 'reversal' | 'invitation' | 'access-request' | 'approval' | 'bulk-action';

/** One decision to be committed in one transaction: state, audit, journal, outbox, tasks and how the process stands. */
export interface CommitInput {
  /** Request ID, or business ID + step + due instant: never a counter, never a run ID. */
  key: string;
  at: Instant;
  /** The reserved request that asked for it, or null where a moment fell due. */
  requestId: string | null;
  /** What was asked; a repeat of the key with another input fails loudly. */
  input: { trigger: string; body: unknown };
  process: ProcessIdentity & { policyVersion: string };
  entity: { type: EntityType; id: string };
  expectedVersion: number;
  decision: Decision<unknown>;
}

/** The first result of a commit's key, however often it is repeated. */
export type CommitResult = { outcome: 'committed'; version: number } | { outcome: 'refused'; refusals: Refusal[] };
