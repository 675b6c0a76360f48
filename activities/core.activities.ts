import { Context } from '@temporalio/activity';
import type { Ask, Stands, Verdict } from '../domain/commit';
import type { RowsKind } from '../domain/processes';
import { commit } from '../db/core/commit';
import { inScope } from '../db/core/database';
import { openEngineersTask } from '../db/core/engineers-tasks';
import { actOnDue } from '../db/core/rows';
import { rowsStores, storeOf } from '../db/stores';
import type { ActivityDeps } from './deps';

/** From this try of a durable commit on, an engineer has a task. */
const TRIES_BEFORE_TASK = 10;

/** The effects of all processes (design 3, 4): each under a key or a lock, so that a repeat leaves what one run leaves. */
export function coreActivities({ database, ring }: ActivityDeps) {
  /** A commit that fails again and again is a task for an engineer, about the process that it belongs to. */
  const tellEngineer = async (ask: Pick<Ask, 'process' | 'at'>, error: Error): Promise<void> => {
    const { attempt } = Context.current().info;
    if (attempt < TRIES_BEFORE_TASK) return;
    const scope = { tenant: ask.process.tenant, organisation: null };
    await inScope(database, scope, (trx) => openEngineersTask(trx, ask.process, 'commitFailing', ask.at, error.message));
  };
  const watched = async <Answer>(ask: Pick<Ask, 'process' | 'at'>, work: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await work();
    } catch (error) {
      await tellEngineer(ask, error as Error).catch(() => undefined);
      throw error;
    }
  };
  return {
    /** Decides and commits once for its key: called as a local activity first, then as an ordinary one. */
    commit: (ask: Ask): Promise<Verdict> => watched(ask, () => commit({ database, ring, storeOf }, ask)),
    /** Does the next chunk of what is due among many rows, in one transaction. */
    actOnDue: (ask: Pick<Ask, 'process' | 'at'>): Promise<Stands> =>
      watched(ask, () =>
        inScope(database, { tenant: ask.process.tenant, organisation: null }, (trx) =>
          actOnDue(trx, rowsStores[ask.process.kind as RowsKind], ask),
        ),
      ),
  };
}

/** As workflows see it. */
export type CoreActivities = ReturnType<typeof coreActivities>;
