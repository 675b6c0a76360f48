import type { Fee, FeeItem } from '../../domain/orders/fee';
import type { Transaction } from '../core/database';
import { FeeRow } from './fee.model';

/** The fee schedule, of one item or whole: those that stood, stand and will stand, by item, type of card and day (MON-3). */
export async function feesOf(trx: Transaction, item?: FeeItem): Promise<(Fee & { id: string })[]> {
  const query = FeeRow.query(trx).orderBy(['item', 'card_type', 'product_id', 'effective_from']);
  if (item) query.where({ item });
  return (await query).map(
    ({ id, cardType, productId: product, netPence: net, vatPence: vat, vatBasisPoints: vatRate, effectiveFrom: from, ...row }) => ({
      ...{ id, item: row.item, cardType, product, net, vat, vatRate, from },
    }),
  );
}
