import type { Pence } from '../../domain/money';
import type { ChargeWhat } from '../../domain/registration/charge';
import type { Instant } from '../../domain/working-days';
import { Row } from '../core/row';

export type { ChargeWhat };

/** A row of `centre_charges`: a fee or a credit with the moment that decided it (CEN-1, WHY-4). */
export class ChargeRow extends Row {
  static override tableName = 'centre_charges';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  entryKey!: string;
  what!: ChargeWhat;
  productId!: string;
  batchId!: string | null;
  learnerId!: string | null;
  /** Below nothing for a credit. */
  quantity!: number;
  /** Of one. */
  netPence!: Pence;
  vatPence!: Pence;
  vatBasisPoints!: number;
  purchaseOrder!: string | null;
  decidedAt!: Instant;
  policyVersion!: string;
  invoiceId!: string | null;
}
