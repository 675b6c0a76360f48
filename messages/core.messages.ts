import type { SignalDefinition, UpdateDefinition } from '@temporalio/common';
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Stands } from '../domain/commit';
import type { ProcessStart } from '../domain/processes';
import type { Refusal } from '../domain/refusal';
import type { Instant } from '../domain/working-days';

/** The queue that all workers of Countersign poll. */
export const TASK_QUEUE = 'countersign-2';

export type { ProcessStart };

/** What a run goes on from: how its case stood, as its row says or the run before it knew. */
export type Resumed = Stands;

/** A command to a process: the reserved request, the moment it was received, and identifiers (IDM-1). */
export interface CommandMessage {
  requestId: string;
  /** Business time of the command: the first `receivedAt` counts. */
  at: Instant;
  body: unknown;
  /** The version that the client has seen (`If-Match`); null where it did not say. */
  expectedVersion: number | null;
}

/** News for a process: what tells it from other news of its name, and when it happened. */
export interface News {
  key: string;
  at: Instant;
  body: unknown;
}

/** A process's answer to a command: decided, either way. */
export type CommandAnswer = { outcome: 'done'; version: number } | { outcome: 'refused'; refusals: Refusal[] };

/** The update of a command, by the name that its kind's definition gives it. */
export function commandOf(name: string): UpdateDefinition<CommandAnswer, [CommandMessage]> {
  return defineUpdate<CommandAnswer, [CommandMessage]>(name);
}

/** The signal of a kind of news. */
export function newsOf(name: string): SignalDefinition<[News]> {
  return defineSignal<[News]>(name);
}

/** Rows that a process waits for have changed, or its due date has: it looks at them, and shows again how it stands. */
export const wake = defineSignal('wake');

/** How a process stands as its run took it from its last commit, for the Temporal UI; null before the first one. */
export const standsQuery = defineQuery<Stands | null>('stands');

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
