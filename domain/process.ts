import type { Permission } from './access/permissions';
import type { Counted } from './counts';
import type { Decision } from './decision';
import type { Policy, PolicyVersion } from './policy';
import type { Refusal } from './refusal';
import type { Standing } from './standing';
import type { Calendar, Instant } from './working-days';

/** Something that will happen by itself at an instant. Its name is a stored format: renaming one needs a migration. */
export interface Scheduled<What extends string = string> extends Counted {
  what: What;
  at: Instant;
}

/**
 * The names of a kind of process, in `domain/<area>/<kind>.ts`: no rules, so that workflows and messages may import them
 * (design 3). One name everywhere: kind, business IDs, workflow type, table, path.
 */
export interface ProcessNames {
  kind: string;
  /** What its cases are about, as audit trail and tasks name it. */
  entity: string;
  /** The workflow's type; its file is `workflows/<kind>.workflow.ts`. */
  workflow: string;
  /** What references made of an identifier begin with; null where a kind has references of its own. */
  letter: string | null;
  /** One case, or many rows under one wait (design 4). */
  wait: 'case' | 'rows';
  /** Where its commits run: as local activities first, or, where a commit writes much, as ordinary ones at once. */
  placement: 'local' | 'durable';
  /** What the Temporal UI calls one in its list. */
  inWords: (reference: string) => string;
  /** The command that opens it; null where it opens itself from facts. */
  opensBy: string | null;
  /** Its opening may be refused and asked for again under the same ID; the row alone says whether there is a case. */
  opensAgain?: true;
  commands: readonly string[];
  news: readonly string[];
}

/** The identity that a process is opened with: identifiers only (SEC-12). */
export interface ProcessIdentity<Kind extends string = string> {
  kind: Kind;
  businessId: string;
  reference: string;
  /** The queue or user that owns the case. */
  owner: string;
  tenant: string;
  organisation: string | null;
  /** The version of policy that it keeps (TIM-3). */
  policyVersion: PolicyVersion['policyVersion'];
}

/** What the state of every case has. */
export interface CaseState<What extends string = string, Name extends string = string> {
  /** The entity's identifier. */
  id: string;
  state: Name;
  /** When it came to this state. */
  stateSince: Instant;
  schedule: Scheduled<What>[];
}

/** What a decision stands on beside state and command: dated facts as of the instant, read under the process's lock (design 3). */
export interface Situation<Facts = unknown> {
  /** The instant of the decision: a command's `receivedAt`, a moment's own. */
  at: Instant;
  policy: Policy;
  calendar: Calendar;
  /** The user who asked, or null where nobody did. */
  by: string | null;
  /** The reserved request, whose identifier a new entity may take; null where nobody asked. */
  requestId: string | null;
  facts: Facts;
}

/** News that the rows show already and the process has yet to hear, as of the instant at which it happened. */
export interface Unheard {
  news: string;
  /** What tells it from other news of that name: a version, an identifier. */
  key: string;
  body: unknown;
  at: Instant;
}

/** How one command or one kind of news is decided. */
export interface Decider<State, Body = never, Facts = never> {
  decide(state: State, body: Body, situation: Situation<Facts>): Decision<State>;
}

/** What every definition of a process says beside its rules. */
export interface Described {
  names: ProcessNames;
  /** The rules that it stands for, and the heading of its drawing in docs/states.md. */
  rules: readonly string[];
  life: string;
  /** Who of those outside staff may read how it stands, and why. */
  reads: Permission;
  /** Its queue on the work board, the stages that people should look at first, and the command that the board's retry is, if any. */
  board: { name: string; description: string; lateStages: readonly string[]; retry?: string };
}

/** The rules of a case, in `<kind>.process.ts`: pure functions that the commit calls (design 3). */
export interface CaseDefinition<State extends CaseState = CaseState, Facts = never> extends Described {
  /** Event → state before → state after: drawn into docs/states.md. */
  transitions: Record<string, Partial<Record<string, string>>>;
  /** The state before anything is decided. */
  empty(identity: ProcessIdentity, entity: string): State;
  commands: Record<string, Decider<State, never, Facts>>;
  news: Record<string, Decider<State, never, Facts>>;
  /** How it opens itself from facts, where no command opens it. */
  opens?(state: State, situation: Situation<Facts>): Decision<State>;
  /** What falls due by itself. */
  onDue(state: State, due: Scheduled, situation: Situation<Facts>): Decision<State>;
  /** True for a moment that a result received before it would keep from happening: it waits for results that are being taken (design 3). */
  turnsOnResults?(state: State, due: Scheduled): boolean;
  /** The heavy work that a state waits for, by a key that is another one each time it is to be done anew; null where it waits for none (design 4). */
  awaitsWork?(state: State): string | null;
  /** What the facts show that it has not heard of yet. */
  unheard?(state: State, facts: Facts): Unheard | null;
  standing(state: State): Standing;
  /** The words for a scheduled event, for timers in the Temporal UI. */
  summary(state: State, due: Scheduled): string;
  /** What a command to an ended one is told: what to do instead, in this kind's words. */
  ended(state: State): Refusal;
}

/** The rules of many rows under one wait (design 4): what each row is decided by stands with its entity; here stands how all of them stand. */
export interface RowsDefinition<Progress = never> extends Described {
  standing(progress: Progress, since: Instant): Standing;
}
