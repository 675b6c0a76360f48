import {
  allHandlersFinished,
  condition,
  continueAsNew,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey, type SignalDefinition, type UpdateDefinition } from '@temporalio/common';
import type { CommitActivities } from '../activities/core.activities';
import type { CommitInput, CommitResult, EntityType } from '../domain/commit';
import type { Decision } from '../domain/decision';
import type { Scheduled, Standing } from '../domain/process';
import { londonWords, type Instant } from '../domain/working-days';
import { refresh } from '../messages/refresh';
import type { CommandAnswer, CommandMessage, ProcessStart } from '../messages/core.messages';

const local = proxyLocalActivities<CommitActivities>({
  startToCloseTimeout: '2s',
  scheduleToCloseTimeout: '2s',
  retry: { maximumAttempts: 3, initialInterval: '100ms' },
});
const durable = proxyActivities<CommitActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** The store refused what fell due, for it knows news that this process has yet to hear. */
const NEWS_ON_ITS_WAY = '1 minute';

const attributes = {
  stage: defineSearchAttributeKey('Stage', 'KEYWORD'),
  awaiting: defineSearchAttributeKey('Awaiting', 'KEYWORD'),
  dueAt: defineSearchAttributeKey('DueAt', 'DATETIME'),
};

/** What every entity under a process has: `What` names the moments that fall due. */
export interface CaseState<What extends string> {
  id: string;
  schedule: Scheduled<What>[];
}

/** What continue-as-new hands on. */
export interface Resumed<State> {
  state: State;
  version: number;
}

/**
 * The vocabulary of all processes: commands and news are decided by pure functions under one lock and committed once;
 * moments that fall due likewise; how the case stands shows in the Temporal UI (OPS-1, OPS-4).
 */
export class DurableProcess<What extends string, State extends CaseState<What>> {
  private busy = false;
  private refusedAtOnce = false;
  private hasEnded = false;
  private version: number;
  private current: State;
  private standing: Standing | null = null;

  constructor(
    private readonly start: ProcessStart,
    private readonly entity: EntityType,
    initial: State,
    resumed?: Resumed<State>,
  ) {
    this.current = resumed?.state ?? initial;
    this.version = resumed?.version ?? 0;
    setHandler(refresh, () => {
      if (this.standing) this.show(this.standing);
    });
  }

  get state(): State {
    return this.current;
  }

  /** The command that opens the case: its refusal ends the process. */
  opensBy<Body>(
    update: UpdateDefinition<CommandAnswer, [CommandMessage<Body>]>,
    decide: (body: Body, at: Instant) => Decision<State>,
  ): void {
    setHandler(update, ({ requestId, at, body }) =>
      this.perform(() => decide(body, at), { key: requestId, at, requestId, input: { trigger: update.name, body } }, true),
    );
  }

  /** A command that feeds or ends the open case. */
  accepts<Body>(
    update: UpdateDefinition<CommandAnswer, [CommandMessage<Body>]>,
    decide: (body: Body, at: Instant) => Decision<State>,
  ): void {
    setHandler(update, ({ requestId, at, body }) =>
      this.perform(() => decide(body, at), { key: requestId, at, requestId, input: { trigger: update.name, body } }),
    );
  }

  /** News from another process: decided once for its key; a refusal changes nothing. */
  hears<News extends { at: Instant }>(
    signal: SignalDefinition<[News]>,
    keyOf: (news: News) => string,
    decide: (news: News) => Decision<State>,
  ): void {
    setHandler(signal, async (news) => {
      const body = keyOf(news);
      await this.perform(() => decide(news), {
        key: `${this.start.businessId}/${signal.name}/${body}`,
        at: news.at,
        requestId: null,
        input: { trigger: signal.name, body },
      });
    });
  }

  /**
   * Opens the case from facts that are read, and reads them again where they changed before the commit; false where there is
   * nothing to open any more.
   */
  async opensItself<Facts>(read: () => Promise<Facts | null>, decide: (facts: Facts, at: Instant) => Decision<State>): Promise<boolean> {
    for (;;) {
      const facts = await read();
      const at = new Date().toISOString();
      if (facts === null) {
        this.refusedAtOnce = true;
        return false;
      }
      const what = { key: `${this.start.businessId}/open`, at, requestId: null, input: { trigger: 'open', body: null } };
      const answer = await this.perform(() => decide(facts, at), what, true);
      if (answer.outcome === 'done') return true;
    }
  }

  /** True once the opening command is committed; false where it was refused. */
  async opened(): Promise<boolean> {
    await condition(() => this.version > 0 || this.refusedAtOnce);
    return this.version > 0;
  }

  /** Waits for each scheduled moment in turn and acts on it, until the case has ended. */
  async keepSchedule(onDue: (due: Scheduled<What>) => Decision<State>, summary: (due: Scheduled<What>) => string): Promise<void> {
    while (!this.hasEnded) {
      const next = this.state.schedule[0];
      const moved = () => this.hasEnded || this.state.schedule[0]?.at !== next?.at;
      if (!next) await condition(moved);
      else if (await this.waitUntil(next.at, moved, summary(next))) {
        const answer = await this.fallDue(next, onDue);
        if (answer.outcome === 'refused' && !moved()) await condition(moved, NEWS_ON_ITS_WAY);
      }
      await this.shedHistory();
    }
  }

  /** Lets all commands in flight have their answers. */
  async closed(): Promise<string> {
    await condition(allHandlersFinished);
    return this.refusedAtOnce ? 'refused' : 'ended';
  }

  private async waitUntil(at: Instant, moved: () => boolean, summary: string): Promise<boolean> {
    const milliseconds = Date.parse(at) - Date.now();
    return milliseconds <= 0 || !(await condition(moved, milliseconds, { summary }));
  }

  private fallDue(due: Scheduled<What>, onDue: (due: Scheduled<What>) => Decision<State>): Promise<CommandAnswer> {
    const key = `${this.start.businessId}/${due.what}/${due.at}`;
    return this.perform(
      () => onDue(due),
      { key, at: due.at, requestId: null, input: { trigger: due.what, body: due.at } },
      false,
      () => this.state.schedule[0] === due,
    );
  }

  /**
   * Decides and commits under the process's lock. One function on purpose: the SDK notes a stack for every promise, and
   * promises are most of what a decision costs in the workflow (docs/decisions/0006).
   */
  private async perform(
    decide: () => Decision<State>,
    what: Pick<CommitInput, 'key' | 'at' | 'requestId' | 'input'>,
    opens = false,
    stillWanted = () => true,
  ): Promise<CommandAnswer> {
    const mayEnter = () => !this.busy && (opens || this.version > 0 || this.refusedAtOnce);
    while (!mayEnter()) await condition(mayEnter);
    this.busy = true;
    try {
      if (!stillWanted()) return { outcome: 'refused', refusals: [] };
      const decision = decide();
      if (decision.refusals.length > 0) {
        if (this.version === 0) this.refusedAtOnce = true;
        return { outcome: 'refused', refusals: decision.refusals };
      }
      const input: CommitInput = {
        ...what,
        process: this.start,
        entity: { type: this.entity, id: decision.next.id },
        expectedVersion: this.version,
        decision,
      };
      let result: CommitResult;
      try {
        result = await local.commit(input);
      } catch {
        result = await durable.commit(input);
      }
      if (result.outcome === 'refused') return result;
      const isRepeat = result.version <= this.version;
      if (!isRepeat) this.apply(decision, result.version);
      return { outcome: 'done', version: result.version };
    } finally {
      this.busy = false;
    }
  }

  private apply(decision: Decision<State>, version: number): void {
    this.current = decision.next;
    this.version = version;
    this.hasEnded = decision.standing.ended;
    this.show(decision.standing);
  }

  private async shedHistory(): Promise<void> {
    if (this.hasEnded || !workflowInfo().continueAsNewSuggested) return;
    await condition(() => !this.busy && allHandlersFinished());
    await continueAsNew(this.start, { state: this.state, version: this.version });
  }

  private show(standing: Standing): void {
    const shown = this.standing;
    this.standing = standing;
    setCurrentDetails(inWords(this.start.reference, standing));
    if (shown !== standing && shown?.stage === standing.stage && shown.awaiting === standing.awaiting && shown.dueAt === standing.dueAt)
      return;
    upsertSearchAttributes([
      { key: attributes.stage, value: standing.stage },
      { key: attributes.awaiting, value: standing.awaiting },
      { key: attributes.dueAt, value: standing.dueAt ? new Date(standing.dueAt) : null },
    ]);
  }
}

function inWords(reference: string, standing: Standing): string {
  const events = standing.next.map((event) => `${londonWords(event.at)}: ${event.what}`);
  const next = events.length > 0 ? `\n\nNext (London time):\n\n${events.join('\n\n')}` : '';
  return `**${reference} – ${standing.stage}**\n\n${standing.why}${next}`;
}
