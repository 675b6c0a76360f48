import { Row } from '../core/row';

/** A row of `claims`: a payer says "that was us" (BNK-3). */
export class ClaimRow extends Row {
  static override tableName = 'claims';
  id!: string;
  organisationId!: string;
  orderId!: string;
  receiptId!: string | null;
  pence!: bigint;
  bookedOn!: string;
  quoted!: string;
  state!: 'open' | 'confirmed' | 'declined';
  claimedAt!: string;
  claimedBy!: string;
  decidedAt!: string | null;
  decidedBy!: string | null;
  reason!: string | null;
  version!: number;
}
