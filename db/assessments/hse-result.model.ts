import type { HseSource } from '../../domain/assessments/hse-result';
import type { Instant, LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `hse_results`: a result as it came, and the record that it became (HSE-5). */
export class HseResultRow extends Row {
  static override tableName = 'hse_results';
  id!: string;
  tenantId!: string;
  number!: string;
  personNumber!: string | null;
  givenName!: string | null;
  familyName!: string | null;
  birthDate!: LocalDate | null;
  takenOn!: LocalDate;
  mode!: 'atCentre' | 'online';
  result!: 'pass' | 'fail';
  source!: HseSource;
  receivedAt!: Instant;
  recordId!: string | null;
  state!: 'recorded' | 'unmatched';
  version!: number;
}

/** A row of `hse_records` with the instant from which on it counts (HSE-4). */
export class ReceivedRecordRow extends Row {
  static override tableName = 'hse_records';
  id!: string;
  tenantId!: string;
  personId!: string;
  number!: string;
  takenOn!: LocalDate;
  expiresOn!: LocalDate;
  mode!: 'atCentre' | 'online';
  result!: 'pass' | 'fail';
  source!: HseSource;
  receivedAt!: Instant;
}

/** A row of `hse_exemptions`: that somebody needs no assessment, with the evidence (HSE-1, HSE-5). */
export class HseExemptionRow extends Row {
  static override tableName = 'hse_exemptions';
  id!: string;
  tenantId!: string;
  personId!: string;
  applicationId!: string;
  evidenceId!: string;
  acceptedAt!: Instant;
  acceptedBy!: string;
  reason!: string;
}
