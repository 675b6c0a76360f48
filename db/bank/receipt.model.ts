import { Model } from 'objection';
import { AdvanceOrderRow } from '../orders/advance-order.model';
import { Row } from '../core/row';

/** A row of `receipts`: money in, once, in suspense until it is allocated or returned. */
export class ReceiptRow extends Row {
  static override tableName = 'receipts';
  id!: string;
  bankAccountId!: string;
  statementId!: string;
  row!: number;
  bookedOn!: string;
  pence!: bigint;
  payer!: string;
  texts!: string[];
  quoted!: string[];
  state!: 'suspense' | 'allocated' | 'returning' | 'split';
  parentId!: string | null;
  orderId!: string | null;
  receivedAt!: string;
  version!: number;
  order?: AdvanceOrderRow;

  static override relationMappings = {
    order: {
      relation: Model.BelongsToOneRelation,
      modelClass: AdvanceOrderRow,
      join: { from: 'receipts.order_id', to: 'advance_orders.id' },
    },
  };
}
