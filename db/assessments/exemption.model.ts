import type { Instant } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `exemptions`: an exemption that is asked for, and what was decided (HSE-1, HSE-5). */
export class ExemptionRow extends Row {
  static override tableName = 'exemptions';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  personId!: string;
  applicationId!: string;
  evidenceId!: string;
  askedAt!: Instant;
  askedBy!: string;
  state!: 'asked' | 'accepted' | 'refused';
  stateSince!: Instant;
  version!: number;
}
