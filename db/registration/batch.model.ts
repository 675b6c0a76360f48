import type { Session } from '../../domain/catalogue/session';
import type { LearnerStateName } from '../../domain/learners/learner.state';
import type { UlnFlag } from '../../domain/learners/uln-flags';
import type { Pence } from '../../domain/money';
import type { Gender, Modifications } from '../../domain/registration/learner';
import type { Instant, LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `batches`: learners registered together on one product and session (REG-2, REG-3). */
export class BatchRow extends Row {
  static override tableName = 'batches';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  number!: string;
  productId!: string;
  session!: Session;
  bundleBatchId!: string | null;
  windowId!: string | null;
  mode!: string | null;
  learnerAddressId!: string | null;
  certificateAddressId!: string | null;
  contactName!: string;
  contactEmail!: string;
  /** Towards the limit (REG-3); moved under the row's lock. */
  learnerCount!: number;
  registeredAt!: Instant;
  registeredBy!: string;
  version!: number;
}

/** A row of `learners`: one person registered on one product. */
export class LearnerRow extends Row {
  static override tableName = 'learners';
  static override jsonAttributes = ['modifications'];
  id!: string;
  tenantId!: string;
  organisationId!: string;
  batchId!: string;
  bundleBatchId!: string | null;
  groupId!: string | null;
  productId!: string;
  session!: Session;
  number!: string;
  forename!: string;
  middleNames!: string | null;
  surname!: string;
  birthDate!: LocalDate;
  gender!: Gender;
  ethnicity!: string;
  country!: string;
  uln!: string | null;
  /** How the Learning Records Service answered, of the learner as he stands (ULN-2); null where it was not asked. */
  ulnState!: 'sent' | 'verified' | 'mismatch' | null;
  ulnFlags!: UlnFlag[];
  /** One higher with each change of what the service is told. */
  identityVersion!: number;
  centreReference!: string | null;
  postcode!: string | null;
  startOn!: LocalDate | null;
  plannedEndOn!: LocalDate | null;
  contactEmail!: string | null;
  arrangements!: string[];
  modifications!: Modifications;
  registeredAt!: Instant;
  /** A transfer keeps it (LRN-3). */
  firstRegisteredAt!: Instant;
  /** What was charged for it, of one. */
  feeNetPence!: Pence;
  feeVatPence!: Pence;
  feeVatBasisPoints!: number;
  /** Its last day (LAP-1). */
  lapsesOn!: LocalDate;
  /** When a notice of the lapse, or the lapse, falls due. */
  nextAt!: Instant | null;
  /** The registration from which it was transferred or topped up (LRN-4, LRN-5). */
  cameFromId!: string | null;
  certificatedOn!: LocalDate | null;
  state!: LearnerStateName;
  stateSince!: Instant;
  version!: number;
}
