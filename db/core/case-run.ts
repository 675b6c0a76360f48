import type { Ask, Stands } from '../../domain/commit';
import { refusedBy, type Decision } from '../../domain/decision';
import type { CaseDefinition, CaseState, Scheduled, Situation } from '../../domain/process';
import { caseOfKind } from '../../domain/processes';
import { refuse, type Refusal } from '../../domain/refusal';
import { standsOf } from '../../domain/stands';
import type { Instant } from '../../domain/working-days';
import type { Keyring } from '../../platform/keys';
import { log } from '../../platform/log';
import { CommitRefused, MomentRefused } from './commit-refused';
import { codeOfError, type Transaction } from './database';
import { openEngineersTask } from './engineers-tasks';
import { keepVerdict, type Held } from './held';
import { recordStep, skipOvertaken } from './record';
import { requestedBy, type RequestedBy } from './requests.commands';
import { undecidedRequests, waitsForResults } from './undecided';
import type { RowStore, Step } from './row-store';
import { calendarOnce, policyOnce } from './rules';

/** So many earlier moments are made up in one transaction; then the next one goes on. */
const MOST_AT_ONCE = 20;

/** One thing that reached the case, at its own instant and under its own key. */
interface Event {
  trigger: string;
  key: string;
  at: Instant;
  body: unknown;
  asked: RequestedBy | null;
  decide(situation: Situation, state: CaseState): Decision<CaseState>;
}

/** One case within one transaction: what reached it earlier first, each at its own instant, then what was asked (design 3). */
export class CaseRun {
  readonly definition: CaseDefinition<CaseState, unknown>;
  state: CaseState;
  version: number;
  private changedVersion: number;
  /** Commands that could not even be tried: left undecided. */
  private readonly leftOut = new Set<string>();
  private readonly mails = new Map<string, string>();
  /** When its next moment looks again for results that were received before it; null where it waits for none. */
  private looksAgainAt: Instant | null = null;

  constructor(
    private readonly trx: Transaction,
    private readonly store: RowStore,
    private readonly ring: Keyring,
    private readonly ask: Ask,
    private readonly held: Held,
    entity: string,
  ) {
    this.definition = caseOfKind(ask.process.kind);
    this.state = held.state ?? this.definition.empty(ask.process, entity);
    this.version = held.version;
    this.changedVersion = held.changedVersion;
  }

  /** True where a person has changed the case since the version that a client has seen; what time does takes nobody's command (design 3). */
  isStale(seen: number | null): boolean {
    return seen !== null && (seen < this.changedVersion || seen > this.version);
  }

  /** True where a moment that has come waits for results that were received before it: nothing later may be decided. */
  get waits(): boolean {
    return this.looksAgainAt !== null;
  }

  /** How the case stands now. */
  stands(): Stands {
    const of = { version: this.version, reference: this.ask.process.reference, tenant: this.held.tenantKey };
    const stands = standsOf(this.definition, this.state, of);
    if (!this.looksAgainAt) return stands;
    return { ...stands, wake: { ...stands.wake!, at: this.looksAgainAt, summary: 'Results that were received before are being taken' } };
  }

  /**
   * Lets happen what the rows show and the case has not heard, each moment up to the ask's own instant, and before a moment the
   * requests that were received before it. Answers false where there is more than one transaction takes. Throws MomentRefused.
   */
  async catchUp(): Promise<boolean> {
    if (this.version === 0) return true;
    for (let made = 0; made < MOST_AT_ONCE; made += 1) {
      const event = await this.earlier();
      if (!event) return true;
      await (event.asked ? this.commandBefore(event) : this.moment(event));
    }
    return (await this.earlier()) === null;
  }

  /** What was asked, decided on the state as it stands then; null where there is nothing to open. */
  async askedFor(asked: RequestedBy | null): Promise<{ event: Event; decision: Decision<CaseState> } | null> {
    const { trigger, key, at, body } = this.ask;
    const event: Event = { trigger, key, at, body, asked, decide: (situation, state) => this.decider(trigger, body)(situation, state) };
    const decision = await this.decide(event);
    return decision && { event, decision };
  }

  /** Writes a decision that was taken: what follows in the entity's tables, and what every commit leaves. */
  async write(event: Event, decision: Decision<CaseState>): Promise<void> {
    const { process } = this.ask;
    const before = this.state;
    this.version += 1;
    this.state = decision.next;
    if (event.asked) this.changedVersion = this.version;
    const step: Step = {
      process,
      key: event.key,
      trigger: event.trigger,
      at: event.at,
      version: this.version,
      changedVersion: this.changedVersion,
      before,
      decision,
      standing: this.definition.standing(decision.next),
      policy: await policyOnce(this.trx, process.tenant, process.policyVersion),
      asked: event.asked,
    };
    await this.store.write(this.trx, step);
    const sent = await recordStep(this.trx, step, { entity: this.definition.names.entity, body: event.body, stands: this.stands() });
    const overtaken = sent.flatMap(({ id, recipient }) => {
      const earlier = this.mails.get(recipient);
      this.mails.set(recipient, id);
      return earlier ? [earlier] : [];
    });
    if (overtaken.length > 0) await skipOvertaken(this.trx, overtaken);
  }

  /** Decides and writes what came earlier; answers why the rules refuse it, or null where it has happened. Throws what a writer refuses. */
  private async happens(event: Event): Promise<Refusal[] | null> {
    const decision = await this.decide(event);
    if (!decision || decision.refusals.length > 0) return decision?.refusals ?? [];
    await this.write(event, decision);
    return null;
  }

  private async moment(event: Event): Promise<void> {
    try {
      const refusals = await this.happens(event);
      if (refusals) throw new MomentRefused(event.trigger, refusals);
    } catch (error) {
      throw error instanceof CommitRefused ? new MomentRefused(event.trigger, error.refusals) : error;
    }
  }

  /** A command that goes first: what it breaks is undone, and keeps neither the moment nor anybody else waiting (OPS-4). */
  private async commandBefore(event: Event): Promise<void> {
    const { state, version, changedVersion } = this;
    await this.trx.raw('savepoint earlier');
    try {
      const refusals = await this.happens(event);
      if (refusals) await this.refuse(event, refusals);
    } catch (error) {
      if (passes(error)) throw error;
      await this.trx.raw('rollback to savepoint earlier');
      [this.state, this.version, this.changedVersion] = [state, version, changedVersion];
      if (error instanceof CommitRefused) await this.refuse(event, error.refusals);
      else await this.leaveOut(event.key, error as Error);
    }
  }

  private async leaveOut(request: string, error: Error): Promise<void> {
    const { process, at } = this.ask;
    this.leftOut.add(request);
    log.error({ case: process.businessId, request, error: error.stack?.slice(0, 400) }, 'a command cannot be tried');
    await openEngineersTask(this.trx, process, 'commitFailing', at, error.message);
  }

  private async decide(event: Event): Promise<Decision<CaseState> | null> {
    const { process } = this.ask;
    const facts = await this.store.facts(this.trx, { process, state: this.state, trigger: event.trigger, body: event.body, at: event.at });
    if (facts === null) return null;
    const policy = await policyOnce(this.trx, process.tenant, process.policyVersion);
    const calendar = await calendarOnce(this.trx, process.tenant, this.held.calendarVersion);
    const { user_id: by, request_id: requestId } = event.asked?.by ?? { user_id: null, request_id: null };
    try {
      const decision = event.decide({ at: event.at, policy, calendar, by, requestId, facts }, this.state);
      if (decision.refusals.length === 0) this.definition.standing(decision.next);
      return decision;
    } catch (error) {
      return this.undecidable(event, error as Error);
    }
  }

  /** A defect of the rules must not hold the case against everybody: what met it is refused, and an engineer has a task (OPS-4). */
  private async undecidable({ trigger, at }: Event, error: Error): Promise<Decision<CaseState>> {
    const { process } = this.ask;
    log.error({ case: process.businessId, trigger, error: error.stack?.slice(0, 400) }, 'the rules threw');
    await openEngineersTask(this.trx, process, 'decisionFailing', at, `${trigger}: ${error.message}`);
    return refusedBy(this.state, cannotDecide());
  }

  private async earlier(): Promise<Event | null> {
    const { process, at } = this.ask;
    const unheard = await this.unheard();
    if (unheard) return unheard;
    const due = this.state.schedule[0];
    if (!due || due.at > at) return null;
    const request = await this.undecided(due.at);
    if (request) return request;
    this.looksAgainAt = await this.looksAgain(due);
    if (this.looksAgainAt) return null;
    return {
      trigger: due.what,
      key: `${process.businessId}/${due.what}/${due.at}`,
      at: due.at,
      body: due.at,
      asked: null,
      decide: (situation, state) => this.definition.onDue(state, due, situation),
    };
  }

  private async looksAgain(due: Scheduled): Promise<Instant | null> {
    if (!this.definition.turnsOnResults?.(this.state, due)) return null;
    const { process, at } = this.ask;
    return waitsForResults(this.trx, { tenant: process.tenant, moment: due.at, at, heldMinutes: await this.heldMinutes() });
  }

  /** The first command that was received before a moment and can be read. */
  private async undecided(before: Instant): Promise<Event | null> {
    const { businessId } = this.ask.process;
    for (const request of await undecidedRequests(this.trx, businessId, before, await this.heldMinutes())) {
      const { id, receivedAt, command, body, expectedVersion } = request;
      if (this.leftOut.has(id)) continue;
      try {
        const asked = await requestedBy(this.trx, id, this.ring);
        const decide: Event['decide'] = (situation, state) =>
          this.isStale(expectedVersion) ? refusedBy(state, changedMeanwhile(this.version)) : this.decider(command, body)(situation, state);
        return { trigger: command, key: id, at: receivedAt, body, asked, decide };
      } catch (error) {
        if (passes(error)) throw error;
        await this.leaveOut(id, error as Error);
      }
    }
    return null;
  }

  private async unheard(): Promise<Event | null> {
    const { process, at } = this.ask;
    if (!this.definition.unheard) return null;
    const facts = await this.store.facts(this.trx, { process, state: this.state, trigger: 'wake', body: null, at });
    const news = facts === null ? null : this.definition.unheard(this.state, facts);
    if (!news) return null;
    return {
      trigger: news.news,
      key: `${process.businessId}/${news.news}/${news.key}`,
      at: news.at,
      body: news.key,
      asked: null,
      decide: (situation, state) => this.decider(news.news, news.body)(situation, state),
    };
  }

  private decider(trigger: string, body: unknown): Event['decide'] {
    const { commands, news, opens, names } = this.definition;
    const decider = commands[trigger] ?? news[trigger];
    if (decider) return (situation, state) => decider.decide(state, body as never, situation as never);
    if (trigger === 'open' && opens) return (situation, state) => opens(state, situation);
    throw new Error(`${names.kind} does not know ${trigger}`);
  }

  private async refuse(event: Event, refusals: Refusal[]): Promise<void> {
    await keepVerdict(this.trx, { ...this.ask, ...event }, { outcome: 'refused', refusals });
  }

  private async heldMinutes(): Promise<number> {
    const { process } = this.ask;
    return (await policyOnce(this.trx, process.tenant, process.policyVersion)).requests.heldMinutes;
  }
}

/** True for what another try may not meet again: the store was away, a lock was waited for too long, another was first. */
function passes(error: unknown): boolean {
  return /^(?:08|40|53|55|57|58|E)|^23505$/.test(codeOfError(error) ?? '');
}

/** What is asked where the rules themselves break. */
function cannotDecide(): Refusal {
  return refuse(
    'undecidable',
    'OPS-4',
    'This cannot be decided: the rules met something that they do not know',
    'An engineer has been told. Ask for something else, or again with a fresh key when it is mended.',
  );
}

/** What a command is told that comes while a moment before it waits (design 3). */
export function resultsAwaited(): Refusal {
  const detail = 'Its time is over, and results that were received before are being taken';
  return refuse('resultsAwaited', 'HSE-3', detail, 'Ask again in a minute, with a fresh key.');
}

/** What a command is told whose client has seen another version (`If-Match`). */
export function changedMeanwhile(version: number): Refusal {
  return refuse('changed', 'IDM-1', `It is at version ${version}`, 'Read it again, then decide.');
}
