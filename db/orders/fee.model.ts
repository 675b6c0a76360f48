import type { CardType } from '../../domain/applications/card-types';
import type { FeeItem } from '../../domain/orders/fee';
import type { Pence } from '../../domain/money';
import type { LocalDate } from '../../domain/working-days';
import { Row } from '../core/row';

/** A row of `fees`: what an item costs from a day on (MON-3). */
export class FeeRow extends Row {
  static override tableName = 'fees';
  id!: string;
  tenantId!: string;
  item!: FeeItem;
  cardType!: CardType | null;
  productId!: string | null;
  netPence!: Pence;
  vatPence!: Pence;
  vatBasisPoints!: number;
  effectiveFrom!: LocalDate;
}
