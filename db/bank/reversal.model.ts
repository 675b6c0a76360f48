import { Row } from '../core/row';

/** A row of `reversals`: an allocation to be taken back (ADV-5). */
export class ReversalRow extends Row {
  static override tableName = 'reversals';
  id!: string;
  tenantId!: string;
  orderId!: string;
  pence!: bigint;
  debtPence!: bigint;
  state!: 'awaiting' | 'approved' | 'declined';
  stateSince!: string;
  requestedBy!: string;
  /** Why it is asked for, and who approved or declined it. */
  reason!: string;
  decidedBy!: string | null;
  allocatedBy!: string[];
  version!: number;
}
