import type { OrderState } from '../../domain/orders/advance-order.state';
import { Row } from '../core/row';

/** A row of `advance_orders`. */
export class AdvanceOrderRow extends Row {
  static override tableName = 'advance_orders';
  id!: string;
  tenantId!: string;
  organisationId!: string;
  nodeId!: string;
  payerId!: string;
  reference!: string;
  purchaseOrder!: string;
  billingOfficeId!: string;
  accountsContact!: string;
  credits!: number;
  /** The order of cards that it is the transfer for. */
  applicationOrderId!: string | null;
  duePence!: bigint;
  state!: OrderState;
  stateSince!: string;
  chosenAt!: string;
  dueAt!: string;
  allocatedPence!: bigint;
  /** What was allocated once and was taken back (ADV-5). */
  reversedPence!: bigint;
  policyVersion!: string;
  version!: number;
}
