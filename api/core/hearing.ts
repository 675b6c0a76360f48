import { commit } from '../../db/core/commit';
import { inScope } from '../../db/core/database';
import { openProcess, caseAbout } from '../../db/core/processes.queries';
import { storeOf } from '../../db/stores';
import { log } from '../../platform/log';
import type { Call } from './route';

/**
 * Lets the open case about an entity hear at once what a plain command has done to its rows, so that whoever reads it next sees how it
 * stands now. The wake that the command left does the same for its workflow, which then finds it heard.
 */
export async function hearsNow(
  { deps, caller, dryRun }: Pick<Call<unknown, unknown, unknown>, 'deps' | 'caller' | 'dryRun'>,
  entity: string,
): Promise<void> {
  if (dryRun) return;
  const { database, config, clock } = deps;
  const open = await inScope(database, caller, async (trx) => {
    const about = await caseAbout(trx, entity);
    return about && (await openProcess(trx, about.start.businessId));
  });
  if (!open) return;
  const { start } = open;
  const at = (await clock()).toISOString();
  const ask = { process: start, reached: 'wake', trigger: 'wake', key: `${start.businessId}/wake`, at, body: null } as const;
  try {
    await commit({ database, ring: config.COUNTERSIGN_KEYS, storeOf }, { ...ask, requestId: null, expectedVersion: null });
  } catch (error) {
    // The command is done and its wake is on its way: the case hears it a moment later.
    log.warn({ case: start.businessId, error: (error as Error).message }, 'a case could not hear at once');
  }
}
