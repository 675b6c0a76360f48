import { heartbeat } from '@temporalio/activity';
import { openFile } from '../db/access/offers';
import { inScope } from '../db/core/database';
import { policyOnce } from '../db/core/rules';
import { bookOfFile, checkToDo, endCheck, keepGroups, keepLines, type PlacedLine } from '../db/registration/checking.commands';
import { nameIn, type ProcessStart } from '../domain/processes';
import { readBulkFile, type SentGroup } from '../domain/registration/bulk-file';
import type { LearnerFileLimits } from '../domain/registration/learner-file';
import { readSingleFile } from '../domain/registration/single-file';
import { businessNow } from './business-now';
import type { ActivityDeps } from './deps';

/** So many lines are checked and kept in one transaction. */
const CHUNK = 500;

/** What is done about files of learners. */
export function registrationActivities({ database, ring }: ActivityDeps) {
  return {
    /**
     * Checks a file of learners row by row and keeps its lines, some hundreds a transaction: a repeat, after a crash as well, goes on
     * where the last one ended (REG-9). It heartbeats with each.
     */
    checkLearners: async ({
      tenant,
      businessId,
      policyVersion,
    }: Pick<ProcessStart, 'tenant' | 'businessId' | 'policyVersion'>): Promise<void> => {
      const now = businessNow();
      const scope = { tenant, organisation: null };
      const begun = await inScope(database, scope, async (trx) => {
        const row = await checkToDo(trx, nameIn(businessId));
        const file = row && (await openFile(trx, row.fileId!, ring));
        return file && { row, bytes: file.content, limits: (await policyOnce(trx, tenant, policyVersion)).registrations };
      });
      if (!begun) return;
      const { row } = begun;
      const { groups, lines } = linesOf(begun.bytes, row.way, begun.limits);
      if (groups) await inScope(database, scope, (trx) => keepGroups(trx, row, groups));
      const read = await inScope(database, scope, (trx) => bookOfFile(trx, row, lines));
      for (let from = row.rowsChecked; from < lines.length;) {
        const next = lines.slice(from, from + CHUNK);
        from = await inScope(database, scope, (trx) => keepLines(trx, row, read, next, from));
        heartbeat(from);
      }
      await inScope(database, scope, (trx) => endCheck(trx, row, read.book, now()));
    },
  };
}

/** As workflows see them. */
export type RegistrationActivities = ReturnType<typeof registrationActivities>;

/** The lines of a file, each with the place of its group; the groups of a bulk file. Throws where it was read otherwise when it came: a defect. */
function linesOf(bytes: Buffer, way: string, limits: LearnerFileLimits): { groups: SentGroup[] | null; lines: PlacedLine[] } {
  if (way === 'bulk') {
    const read = readBulkFile(bytes, limits);
    if ('faults' in read) throw new Error(`The file cannot be read any more: ${read.faults[0]!.code}`);
    return { groups: read.groups, lines: read.groups.flatMap(({ lines }, group) => lines.map((line) => ({ ...line, group }))) };
  }
  const read = readSingleFile(bytes, limits);
  if ('faults' in read) throw new Error(`The file cannot be read any more: ${read.faults[0]!.code}`);
  return { groups: null, lines: read.lines.map((line) => ({ ...line, group: 0 })) };
}
