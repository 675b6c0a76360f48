import type { LearnerRow } from '../registration/batch.model';

/**
 * A learner of an apprenticeship or a bundle is one on each of its qualifications (REG-11): the identifiers of some, rows of a query with
 * `id`, `bundle_batch_id` and `number`, and of all who are one with them. Each side by an index.
 */
export function withAll(chosen: string): string {
  return `select id from ${chosen} union select o.id from ${chosen} c join learners o on o.bundle_batch_id = c.bundle_batch_id and o.number = c.number`;
}

/** Locks learners by their identifiers, with all who are one with them, in the order of locks (design 3). */
export const LOCK_WITH_ALL = `
  with chosen as (select id, bundle_batch_id, number from learners where id = any($1::uuid[]))
  select * from learners where id in (${withAll('chosen')}) order by id for no key update`;

/** True for two rows of one learner: the same, or of one apprenticeship or bundle (REG-11). */
export function areOne(one: LearnerRow, other: LearnerRow): boolean {
  return one.id === other.id || (one.bundleBatchId !== null && one.bundleBatchId === other.bundleBatchId && one.number === other.number);
}
