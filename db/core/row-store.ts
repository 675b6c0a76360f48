import type { Decision } from '../../domain/decision';
import type { Policy } from '../../domain/policy';
import type { CaseState } from '../../domain/process';
import type { ProcessStart } from '../../domain/processes';
import type { Standing } from '../../domain/standing';
import type { Instant } from '../../domain/working-days';
import type { Transaction } from './database';
import type { RequestedBy } from './requests.commands';

/** What reached a case, before it is decided: what facts are read for. */
export interface Reaching<State> {
  process: ProcessStart;
  state: State;
  trigger: string;
  body: unknown;
  at: Instant;
}

/** One decision that is being written: a command, news, or a moment with its own instant and key. */
export interface Step<State = CaseState> {
  process: ProcessStart;
  key: string;
  trigger: string;
  at: Instant;
  /** The version that it makes; 1 is the first. */
  version: number;
  /** The version that a person's command last made. */
  changedVersion: number;
  before: State;
  decision: Decision<State>;
  standing: Standing;
  policy: Policy;
  asked: RequestedBy | null;
}

/** How the state of a kind of case meets its tables: the facts that it is decided on, and the rows that follow it. */
export interface RowStore<State extends CaseState = CaseState, Facts = unknown> {
  /** The entity's table, whose `state` and `version` follow the case; null where the entity has a life of its own. */
  table: string | null;
  /** Facts as of the instant; rows that the decision may move are locked, by their IDs' order. Null where there is nothing to open. */
  facts(trx: Transaction, reaching: Reaching<State>): Promise<Facts | null>;
  /** Writes what follows from a decision beside what every commit writes. Throws CommitRefused where a limit is met. */
  write(trx: Transaction, step: Step<State>): Promise<void>;
  /** The same of cases that are opened together, in as many statements as one. */
  writeOpened?(trx: Transaction, steps: Step<State>[]): Promise<void>;
}
