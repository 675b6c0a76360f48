import type { LookUpOutcome } from '../../domain/people/look-up';
import type { Instant, LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `employments`: a person at an office from–to, with what was declared (EMP-1, EMP-3). */
export class EmploymentRow extends Row {
  static override tableName = 'employments';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  nodeId!: string;
  personId!: string;
  startedOn!: LocalDate;
  endedOn!: LocalDate | null;
  declaration!: string;
  declaredBy!: string;
  declaredAt!: Instant;
  version!: number;
  sortedBy!: string;
  /** The day on which the first of the person's cards runs out; null without one. */
  cardsUntil!: LocalDate | null;
  /** The last day of the pass that holds longest; null without one. */
  hseUntil!: LocalDate | null;
}

/** A row of `person_lookups`: who looked for a person, when, by which keys (as keyed hashes), and what came of it (EMP-2). */
export class PersonLookUpRow extends Row {
  static override tableName = 'person_lookups';
  static override jsonAttributes = ['keys'];
  id!: string;
  tenantId!: string;
  organisationId!: string;
  userId!: string;
  at!: Instant;
  expiresAt!: Instant;
  keys!: Record<string, string>;
  outcome!: LookUpOutcome;
  personId!: string | null;
  usedAt!: Instant | null;
}
