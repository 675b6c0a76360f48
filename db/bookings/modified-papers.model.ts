import type { EvidenceState, PapersState } from '../../domain/bookings/modified-papers.state';
import type { Modifications } from '../../domain/registration/learner';
import type { Instant } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `modified_papers`: what was asked for one booking, and how it stands (REG-15). */
export class ModifiedPapersRow extends Row {
  static override tableName = 'modified_papers';
  static override jsonAttributes = ['modifications'];
  id!: string;
  tenantId!: string;
  organisationId!: string;
  bookingId!: string;
  learnerId!: string;
  askedAt!: Instant;
  modifications!: Modifications;
  /** Whom we tell; an address, not a user. */
  contactEmail!: string | null;
  /** One higher with each change of what is asked for. */
  needsVersion!: number;
  needsSince!: Instant;
  processedAt!: Instant | null;
  despatchedAt!: Instant | null;
  carrier!: string | null;
  tracking!: string | null;
  evidence!: EvidenceState;
  evidenceSince!: Instant;
  evidenceReason!: string | null;
  state!: PapersState;
  stateSince!: Instant;
  /** Something of it is awaited. */
  isOpen!: boolean;
  version!: number;
}

/** A row of `evidence_of_need`: a file that a centre uploaded, under a key of its own. */
export class EvidenceRow extends Row {
  static override tableName = 'evidence_of_need';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  papersId!: string;
  round!: number;
  name!: string;
  type!: string;
  bytes!: number;
  sha256!: Buffer;
  content!: Buffer;
  wrapped!: Buffer;
  keyId!: string;
  uploadedBy!: string;
  uploadedAt!: Instant;
}
