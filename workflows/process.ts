import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  TemporalFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type { CoreActivities } from '../activities/core.activities';
import type { Ask, Reached, Stands, Verdict, Wake } from '../domain/commit';
import type { ProcessNames } from '../domain/process';
import { commandOf, newsOf, standsQuery, wake, type CommandAnswer, type ProcessStart, type Resumed } from '../messages/core.messages';
import { show } from './show';

const local = proxyLocalActivities<CoreActivities>({
  startToCloseTimeout: '2s',
  scheduleToCloseTimeout: '2s',
  retry: { maximumAttempts: 3, initialInterval: '100ms' },
});
const durable = proxyActivities<CoreActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** A moment that is refused is tried again after a minute, then after twice as long each time. */
const REFUSED_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 86_400_000;

/**
 * The vocabulary of all cases: what reaches one is decided within a commit, under its lock, one after the other; only what the
 * commit answers drives timers, attributes and the end, so that a replay never depends on rules (design 3, OPS-1, OPS-4).
 */
export class DurableCase {
  private busy = false;
  private refusedAtOnce = false;
  private isWoken = false;
  private stands: Stands | null = null;
  private heavy: { work: (key: string) => Promise<unknown>; failing: string } | null = null;
  private worksOn: string | null = null;

  constructor(
    private readonly start: ProcessStart,
    private readonly names: ProcessNames,
    resumed?: Resumed,
  ) {
    if (resumed) this.take(resumed);
    setHandler(wake, () => {
      this.isWoken = true;
    });
    setHandler(standsQuery, () => this.stands);
  }

  /** The command that opens the case: its refusal ends the process. */
  opensBy(command: string): void {
    this.accepts(command, true);
  }

  /** A command that feeds or ends the open case. */
  accepts(command: string, opens = false): void {
    setHandler(commandOf(command), async ({ requestId, at, body, expectedVersion }): Promise<CommandAnswer> => {
      const asked = { trigger: command, key: requestId, at, requestId, body, expectedVersion };
      const verdict = await this.commit('command', asked, opens);
      return verdict.outcome === 'refused' ? verdict : { outcome: 'done', version: verdict.version };
    });
  }

  /** News from another process: decided once for its key; a refusal changes nothing. */
  hears(news: string): void {
    setHandler(newsOf(news), async ({ key, at, body }) => {
      await this.commit('news', { trigger: news, key: `${this.start.businessId}/${news}/${key}`, at, body });
    });
  }

  /**
   * Heavy work, on a task queue of its own (design 4): begun whenever the case comes to await it, once for each key that its rows
   * give, which the work is told. Done, the case looks at its rows; failed for good, that is news by the name given, told the key.
   */
  does(work: (key: string) => Promise<unknown>, failing: string): void {
    this.heavy = { work, failing };
    if (this.stands) this.beginsWork(this.stands.work);
  }

  /** Opens the case from facts; false where there is nothing to open any more. */
  async opensItself(): Promise<boolean> {
    if (this.stands) return true;
    const key = `${this.start.businessId}/open`;
    const verdict = await this.commit('opening', { trigger: 'open', key, at: new Date().toISOString(), body: null }, true);
    return verdict.outcome !== 'refused';
  }

  /** True once the opening command is committed; false where it was refused, and so was every other one that came meanwhile. */
  async opened(): Promise<boolean> {
    await condition(() => this.stands !== null || (this.refusedAtOnce && allHandlersFinished()));
    return this.stands !== null;
  }

  /** Waits for what falls due, and lets it happen, until the case has ended. The row decides: the timer is a hint. */
  async keepsSchedule(): Promise<void> {
    let refusedPauseMs = REFUSED_PAUSE_MS;
    while (!this.stands!.ended) {
      await this.waits(this.stands!.wake);
      if (this.stands!.ended) return;
      if (!this.isWoken && this.mustShed()) await this.shedsHistory();
      if (!this.isWoken && !this.isDue()) continue;
      // Whoever woke it may have changed rows just now: what fell due before happens on the way, at its own instant.
      const at = this.isWoken ? new Date().toISOString() : this.stands!.wake!.at;
      this.isWoken = false;
      const verdict = await this.commit('wake', { trigger: 'wake', key: `${this.start.businessId}/wake`, at, body: null });
      if (verdict.outcome !== 'refused') refusedPauseMs = REFUSED_PAUSE_MS;
      else {
        await condition(() => this.isWoken || this.stands!.ended, refusedPauseMs, {
          summary: 'What fell due is refused; an engineer has a task',
        });
        refusedPauseMs = Math.min(refusedPauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  /** Lets all commands in flight have their answers. */
  async closed(): Promise<string> {
    await condition(allHandlersFinished);
    return this.refusedAtOnce ? 'refused' : 'ended';
  }

  /** Until the timer, or until what is awaited is another: an earlier moment, none, or the end. One that only moves later keeps the timer. */
  private async waits(armed: Wake | null): Promise<void> {
    const isOver = () => this.stands!.ended || this.isWoken || this.mustShed() || isEarlier(this.stands!.wake, armed);
    if (!armed) await condition(isOver);
    else {
      const milliseconds = Date.parse(armed.at) - Date.now();
      if (milliseconds > 0) await condition(isOver, milliseconds, { summary: armed.summary });
    }
  }

  private beginsWork(key: string | undefined): void {
    if (!this.heavy || !key || key === this.worksOn) return;
    this.worksOn = key;
    void this.works(this.heavy, key);
  }

  private async works({ work, failing }: NonNullable<DurableCase['heavy']>, key: string): Promise<void> {
    let isDone = true;
    try {
      await work(key);
    } catch (error) {
      if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error;
      const news = { trigger: failing, key: `${this.start.businessId}/${failing}/${key}`, at: new Date().toISOString(), body: key };
      isDone = (await this.commit('news', news)).outcome === 'refused';
    }
    if (isDone) this.isWoken = true;
  }

  private isDue(): boolean {
    const next = this.stands!.wake;
    return next !== null && Date.parse(next.at) <= Date.now();
  }

  private mustShed(): boolean {
    return workflowInfo().continueAsNewSuggested && !this.busy;
  }

  private async shedsHistory(): Promise<void> {
    await condition(() => !this.busy && allHandlersFinished());
    // A wake that came while it waited is not lost with this run.
    if (!this.stands!.ended && !this.isWoken) await continueAsNew(this.start, this.stands);
  }

  /**
   * Commits under the process's lock. One function on purpose: the SDK notes a stack for every promise, and promises are most of
   * what a decision costs in the workflow (docs/decisions/0006).
   */
  private async commit(
    reached: Reached,
    what: Pick<Ask, 'trigger' | 'key' | 'at' | 'body'> & Partial<Ask>,
    opens = false,
  ): Promise<Verdict> {
    const mayEnter = () => !this.busy && (opens || this.stands !== null || this.refusedAtOnce);
    while (!mayEnter()) await condition(mayEnter);
    this.busy = true;
    try {
      const ask: Ask = { requestId: null, expectedVersion: null, ...what, process: this.start, reached };
      const verdict = await this.committed(ask);
      if (verdict.outcome !== 'refused') this.take(verdict);
      else if (!this.stands) this.refusedAtOnce = true;
      return verdict;
    } finally {
      this.busy = false;
    }
  }

  private async committed(ask: Ask): Promise<Verdict> {
    if (this.names.placement === 'durable') return durable.commit(ask);
    try {
      return await local.commit(ask);
    } catch (error) {
      // What a local activity threw comes bare, its time-out wrapped; anything else is a defect of workflow code.
      if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error;
      return durable.commit(ask);
    }
  }

  private take(stands: Stands): void {
    const before = this.stands;
    if (before && stands.version < before.version) return;
    const { version, wake: next, work, ended, show: shown } = stands;
    this.stands = { version, wake: next, ...(work ? { work } : {}), ended, show: shown };
    show(shown, before?.show ?? null);
    this.beginsWork(work);
  }
}

function isEarlier(next: Wake | null, armed: Wake | null): boolean {
  if (!next) return armed !== null;
  return !armed || next.at < armed.at;
}
