import type { Refusal } from '../domain/refusal';
import type { Instant } from '../domain/working-days';

/** The queue that all workers of Countersign poll. */
export const TASK_QUEUE = 'countersign';

export type { ProcessStart } from '../domain/starts';

/** A command to a process: the reserved request, the moment it was received, and identifiers (IDM-1). */
export interface CommandMessage<Body> {
  requestId: string;
  /** Business time of the command: the first `receivedAt` counts. */
  at: Instant;
  body: Body;
}

/** A process's answer to a command: decided, either way. */
export type CommandAnswer = { outcome: 'done'; version: number } | { outcome: 'refused'; refusals: Refusal[] };

/** Search attributes that every process sets (OPS-1). */
export const SEARCH_ATTRIBUTES = {
  Kind: 'KEYWORD',
  Stage: 'KEYWORD',
  Awaiting: 'KEYWORD',
  DueAt: 'DATETIME',
  Reference: 'KEYWORD',
  Owner: 'KEYWORD',
  Tenant: 'KEYWORD',
} as const;
