import { afterAnswers, type UlnProgress } from '../../domain/learners/uln-check.decide';
import type { RowsStore } from '../core/rows';
import { UlnSubmissionRow } from './uln.model';
import { takeAnswers } from './uln-checks.commands';

/** So many answers are one transaction. */
const AT_ONCE = 500;

/** How ULNs before the Learning Records Service meet their rows: answers are taken in chunks, and counted (ULN-1, ULN-2). */
export const ulnCheckStore: RowsStore = {
  act: async (trx, { entity, at, before }) => {
    const { tenantId } = await UlnSubmissionRow.query(trx).findById(entity).throwIfNotFound();
    const { awaited, isMore } = await takeAnswers(trx, entity, AT_ONCE, tenantId, at);
    if (isMore) return { progress: before, nextDue: 'atOnce' };
    return afterAnswers(before as UlnProgress, awaited, at);
  },
};
