import type { Decision } from './decision';
import type { ProcessStart } from './processes';
import type { Refusal } from './refusal';
import type { Standing } from './standing';
import type { Instant } from './working-days';

/** What reaches a process: a command, news, its opening from facts, or a wake: a timer's, or somebody's who changed rows. */
export type Reached = 'command' | 'news' | 'opening' | 'wake';

/** One call of the commit: what reached the process, decided in one transaction under the key (design 3). */
export interface Ask {
  process: ProcessStart;
  reached: Reached;
  /** The name of the command or the news; `open` or `wake`. A stored format. */
  trigger: string;
  /** Request ID, or business ID + step + instant: never a counter, never a run ID. */
  key: string;
  at: Instant;
  /** The reserved request that asked for it, or null where nobody did. */
  requestId: string | null;
  /** Identifiers, amounts and choices; texts stay in the reserved request (SEC-12). */
  body: unknown;
  /** The version that the client has seen (`If-Match`); null where it did not say. */
  expectedVersion: number | null;
}

/** When a process wakes next, and what it says meanwhile on its timer. */
export interface Wake {
  what: string;
  at: Instant;
  summary: string;
}

/** How a process stands after a commit: only this drives timers, attributes and the end (design 3). */
export interface Stands {
  version: number;
  wake: Wake | null;
  /** The key of the heavy work that it waits for, where it waits for some. */
  work?: string;
  ended: boolean;
  show: {
    stage: string;
    awaiting: string;
    dueAt: Instant | null;
    /** Why it waits and what comes next, for the Temporal UI. */
    details: string;
    /** The key of the tenant, as people know it. */
    tenant: string;
  };
}

/** What a commit answers; the first result of its key, however often it is repeated. */
export type Verdict = ({ outcome: 'committed' | 'notDue' } & Stands) | { outcome: 'refused'; refusals: Refusal[] };

/** What a rehearsed commit would have done (WHY-3). */
export type Rehearsal = { decision: Decision<unknown>; standing: Standing };
