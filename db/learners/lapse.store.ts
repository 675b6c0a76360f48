import type { LapseProgress } from '../../domain/learners/lapse.process';
import { prepared } from '../core/database';
import type { RowsStore } from '../core/rows';
import { LearnerRow } from '../registration/batch.model';
import { letFallDue, progressOf } from './lapse.commands';

/** What falls due of so many learners is one transaction: a batch has at most 2,000 (REG-3). */
const AT_ONCE = 500;
const DUE = `
  select * from learners where batch_id = $1 and next_at <= $2::timestamptz order by next_at, id limit ${AT_ONCE} for no key update`;

/** How the lapse of a batch meets its learners: what is due happens in chunks, each learner at his own instant (LAP-1). */
export const lapseStore: RowsStore = {
  act: async (trx, { entity, at, before, policy }) => {
    const rows = await prepared<object>(trx, 'lapses-due', DUE, [entity, at]);
    const learners = rows.map((row) => LearnerRow.fromDatabaseJson(row) as LearnerRow);
    await letFallDue(trx, learners, at, () => policy);
    const progress = await progressOf(trx, entity, policy);
    const [next] = progress.next;
    if (!next) return { progress, nextDue: 'whenWoken' };
    if (next.at <= at) return { progress, nextDue: 'atOnce' };
    const isCounted = progress.open !== (before as LapseProgress).open;
    const event = learners.length > 0 ? 'fellDue' : isCounted ? 'counted' : undefined;
    return { progress, nextDue: next.at, ...(event ? { event } : {}) };
  },
};
