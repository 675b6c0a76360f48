import type { Ask, Rehearsal, Verdict } from '../../domain/commit';
import type { Refusal } from '../../domain/refusal';
import { nameIn, type ProcessStart } from '../../domain/processes';
import type { Keyring } from '../../platform/keys';
import { CaseRun, changedMeanwhile, resultsAwaited } from './case-run';
import { CommitRefused, MomentRefused } from './commit-refused';
import { codeOfError, inScope, type Database, type Transaction } from './database';
import { hold, keepVerdict, type Held } from './held';
import { openEngineersTask } from './engineers-tasks';
import { requestedBy, type RequestedBy } from './requests.commands';
import type { RowStore } from './row-store';

const UNIQUE_VIOLATION = '23505';

/** What commits run on: the store of each kind, and the keys that reserved requests are opened with. */
export interface CommitDeps {
  database: Database;
  ring: Keyring;
  storeOf(kind: ProcessStart['kind']): RowStore;
}

/**
 * Decides and commits once for its key, in one transaction: locks the case, lets earlier moments happen, asks the rules, writes
 * state, audit, journal, outbox, tasks and how the case stands; answers what drives its wait (design 3). The same key gets the
 * first result; a refusal is a value. Throws where the key comes back with another input, or an earlier moment is refused.
 */
export async function commit(deps: CommitDeps, ask: Ask): Promise<Verdict> {
  try {
    for (;;) {
      const verdict = await repeatedOnce(() => inScope(deps.database, scopeOf(ask), (trx) => attempt(trx, deps, ask)));
      if (verdict) return verdict;
    }
  } catch (error) {
    if (error instanceof CommitRefused) return refusedByWriter(deps, ask, error.refusals);
    if (!(error instanceof MomentRefused)) throw error;
    await inScope(deps.database, scopeOf(ask), (trx) => openEngineersTask(trx, ask.process, 'momentRefused', ask.at, error.message));
    if (ask.reached !== 'wake') throw error;
    return { outcome: 'refused', refusals: error.refusals };
  }
}

/** The same commit rolled back: what it would do, or why not; no key and no number is used up (WHY-3). Throws CommitRefused. */
export async function rehearse(deps: CommitDeps, ask: Ask, asked: RequestedBy): Promise<Rehearsal> {
  let rehearsal: Rehearsal | undefined;
  const rollBack = new Error('rehearsed');
  await inScope(deps.database, scopeOf(ask), async (trx) => {
    const run = runOf(trx, deps, ask, await hold(trx, ask));
    while (!(await run.catchUp())) continue;
    if (run.waits) throw new CommitRefused([resultsAwaited()]);
    const taken = await run.askedFor(asked);
    if (!taken || taken.decision.refusals.length > 0) throw new CommitRefused(taken?.decision.refusals ?? []);
    await run.write(taken.event, taken.decision);
    rehearsal = { decision: taken.decision, standing: run.definition.standing(run.state) };
    throw rollBack;
  }).catch((error: unknown) => {
    if (error !== rollBack) throw error;
  });
  return rehearsal!;
}

/** One transaction; null where it made up all that it takes and more is left for the next one. */
async function attempt(trx: Transaction, deps: CommitDeps, ask: Ask): Promise<Verdict | null> {
  const [held, asked] = await Promise.all([hold(trx, ask), ask.requestId ? requestedBy(trx, ask.requestId, deps.ring) : null]);
  if (held.kept) return held.kept;
  const run = runOf(trx, deps, ask, held);
  const refused = async (refusals: Refusal[]): Promise<Verdict> => {
    const verdict: Verdict = { outcome: 'refused', refusals };
    await keepVerdict(trx, ask, verdict);
    return verdict;
  };
  if (!(await run.catchUp())) return null;
  if (run.isStale(ask.expectedVersion)) return refused([changedMeanwhile(run.version)]);
  if (ask.reached === 'wake') return { outcome: 'notDue', ...run.stands() };
  if (run.waits) {
    if (ask.reached === 'command') return refused([resultsAwaited()]);
    throw new Error(`${ask.process.businessId} waits for results: ${ask.trigger} is tried again`);
  }
  const taken = await run.askedFor(asked);
  if (!taken) return { outcome: 'refused', refusals: [] };
  if (taken.decision.refusals.length > 0) return refused(taken.decision.refusals);
  await run.write(taken.event, taken.decision);
  return { outcome: 'committed', ...run.stands() };
}

function runOf(trx: Transaction, deps: CommitDeps, ask: Ask, held: Held): CaseRun {
  return new CaseRun(trx, deps.storeOf(ask.process.kind), deps.ring, ask, held, nameIn(ask.process.businessId));
}

/** A writer met a limit: what was asked is refused for good under its key, unless another run of it was first. */
async function refusedByWriter(deps: CommitDeps, ask: Ask, refusals: Refusal[]): Promise<Verdict> {
  const verdict: Verdict = { outcome: 'refused', refusals };
  return inScope(deps.database, scopeOf(ask), async (trx) => {
    const { kept } = await hold(trx, ask);
    if (!kept) await keepVerdict(trx, ask, verdict);
    return kept ?? verdict;
  });
}

/** Two first commits at once meet at a key of any table, the kind's own too: the second one finds the first one's result. */
async function repeatedOnce<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (codeOfError(error) !== UNIQUE_VIOLATION) throw error;
    return work();
  }
}

function scopeOf({ process }: Ask) {
  return { tenant: process.tenant, organisation: null };
}
