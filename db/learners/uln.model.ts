import type { UlnFlag } from '../../domain/learners/uln-flags';
import type { Instant } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `uln_submissions`: ULNs that were sent to the Learning Records Service together. */
export class UlnSubmissionRow extends Row {
  static override tableName = 'uln_submissions';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  madeAt!: Instant;
}

/** A row of `uln_checks`: one learner of a submission, as he was told, with the answer. */
export class UlnCheckRow extends Row {
  static override tableName = 'uln_checks';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  submissionId!: string;
  learnerId!: string;
  /** The learner as he was told is the one of this version. */
  identityVersion!: number;
  askedAt!: Instant;
  /** What the service answered; null before. */
  flags!: UlnFlag[] | null;
  /** What came of it: null as long as it is awaited. */
  outcome!: 'verified' | 'mismatch' | 'superseded' | 'outdated' | null;
  endedAt!: Instant | null;
}
