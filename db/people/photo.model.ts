import type { IdentityOutcome } from '../../domain/people/identity-check';
import type { Instant, LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `photos`: a person's photo, and from when until when it is verified (APP-2, IDV-1). */
export class PhotoRow extends Row {
  static override tableName = 'photos';
  id!: string;
  tenantId!: string;
  personId!: string;
  fileId!: string;
  givenAt!: Instant;
  givenBy!: string;
  verifiedAt!: Instant | null;
  validFrom!: LocalDate | null;
  validTo!: LocalDate | null;
}

/** A row of `identity_checks`: whether a photo is the person's, asked of the provider or decided by a case operator (IDV-1, AUT-1). */
export class IdentityCheckRow extends Row {
  static override tableName = 'identity_checks';
  id!: string;
  tenantId!: string;
  personId!: string;
  applicationId!: string;
  photoId!: string;
  source!: 'provider' | 'operator';
  askedAt!: Instant;
  askedBy!: string;
  providerId!: string | null;
  /** The provider's page, where the person is checked. */
  url!: string | null;
  outcome!: IdentityOutcome | null;
  decidedAt!: Instant | null;
  decidedBy!: string | null;
  contestedAt!: Instant | null;
}
