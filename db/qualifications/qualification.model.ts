import type { EntryField, Entered } from '../../domain/qualifications/awarding-body';
import type { MatchReason } from '../../domain/qualifications/document-match';
import type { Outcome, QualificationState } from '../../domain/qualifications/qualification.state';
import type { Instant, LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `qualifications`: one of a person, and how its case stands (QUA-1). */
export class QualificationRow extends Row {
  static override tableName = 'qualifications';
  id!: string;
  tenantId!: string;
  personId!: string;
  /** The employer that gave it first; null where the person did. */
  organisationId!: string | null;
  kind!: string | null;
  number!: string | null;
  validFrom!: LocalDate | null;
  validTo!: LocalDate | null;
  givenAt!: Instant;
  verifiedAt!: Instant | null;
  refusedAt!: Instant | null;
  state!: QualificationState;
  stateSince!: Instant;
  version!: number;
}

/** A row of `qualification_givings`: a document or an entry, and what reading it or asking the body came to. */
export class GivingRow extends Row {
  static override tableName = 'qualification_givings';
  static override jsonAttributes = ['entry'];
  id!: string;
  tenantId!: string;
  qualificationId!: string;
  round!: number;
  source!: 'document' | 'details';
  fileId!: string | null;
  kind!: string | null;
  entry!: Entered | null;
  givenBy!: string;
  givenAt!: Instant;
  tries!: number;
  outcome!: Outcome | null;
  examinedAt!: Instant | null;
  score!: number | null;
  reasons!: MatchReason[] | null;
  foundKind!: string | null;
  foundNumber!: string | null;
  foundAwardedOn!: LocalDate | null;
}

/** A row of `awarding_bodies`, with the fields of its entries as data. */
export class AwardingBodyRow extends Row {
  static override tableName = 'awarding_bodies';
  static override jsonAttributes = ['fields'];
  id!: string;
  tenantId!: string;
  code!: string;
  name!: string;
  isLookedUp!: boolean;
  fields!: EntryField[];
}

/** A row of `qualification_kinds`. */
export class QualificationKindRow extends Row {
  static override tableName = 'qualification_kinds';
  id!: string;
  tenantId!: string;
  code!: string;
  body!: string;
  name!: string;
  number!: string | null;
  validYears!: number | null;
}
